"""What the forms never ask, on which ground they stand, and when all of it is gone (I-142 to I-203)."""

from typing import Any

import pytest
from django import forms
from django.test import Client

from goslar_portal.retention.declarations import Blank, Counts
from integration.forms import BarrierReportForm, HelpOtherForm, HelpSelfForm, InterpreterRequestForm
from integration.models import BarrierReport, HelpRequest, InterpreterRequest, PageVersion
from integration.roles import (
    ACCESSIBILITY,
    EDITOR,
    INTERPRETING,
    OUTREACH,
    PUBLISHER,
    TRANSLATOR,
)
from tests.conftest import create_user, logged_in
from tests.integration.records import create_page

FORMS: list[Any] = [BarrierReportForm, InterpreterRequestForm, HelpSelfForm, HelpOtherForm]
NEVER = (
    "staatsang",
    "nationalit",
    "aufenthalt",
    "religion",
    "konfession",
    "krank",
    "diagnose",
    "geburt",
    "ausweis",
)
FREE = {"description", "remark", "text"}


@pytest.mark.req("I-142")
@pytest.mark.parametrize("form", FORMS)
def test_reader_is_never_asked_what_is_nobodys_business(db: None, form: Any) -> None:
    fields = form().fields
    asked = " ".join(f"{name} {field.label}".lower() for name, field in fields.items())
    assert [word for word in NEVER if word in asked] == []
    assert not any(isinstance(field, forms.FileField) for field in fields.values())
    for name in FREE & set(fields):
        assert "Bitte keine" in str(fields[name].help_text), name


@pytest.mark.req("I-167")
@pytest.mark.parametrize("form", [HelpSelfForm, HelpOtherForm])
def test_free_text_of_a_request_for_help_is_short_and_may_stay_empty(db: None, form: Any) -> None:
    field = form().fields.get("text")
    assert field is None or (field.max_length, field.required) == (500, False)
    if field is not None:
        hint = str(field.help_text)
        assert "Krankheiten" in hint
        assert "Namen" in hint


@pytest.mark.req("I-143")
@pytest.mark.parametrize("form", FORMS)
def test_no_form_asks_for_a_consent_as_a_pretext(db: None, form: Any) -> None:
    names = " ".join(form().fields)
    assert "consent" not in names
    assert "privacy" not in names


@pytest.mark.req("I-143")
def test_information_text_names_the_public_task_as_ground(starting_content: None, reader: Client) -> None:
    text = reader.get("/datenschutz/anfragen/").content.decode()
    for ground in ("Artikel 6 Absatz 1 Buchstabe e", "§ 3 des Niedersächsischen Datenschutzgesetzes", "§ 35"):
        assert ground in text
    for address in ("/barriere-melden/", "/sprachmittler/anfrage/", "/hilfe/anfrage/fuer-mich/"):
        assert 'href="/datenschutz/anfragen/"' in reader.get(address).content.decode()


PERIODS = {
    BarrierReport: {
        ("closed_at", 183, ("email", "phone")),
        ("received_at", 365, ("email", "phone")),
        ("received_at", 731, ()),
    },
    InterpreterRequest: {("day", 90, ()), ("closed_at", 90, ())},
    HelpRequest: {("closed_at", 30, ()), ("received_at", 180, ())},
}


@pytest.mark.req("I-202")
@pytest.mark.parametrize("model", list(PERIODS))
def test_what_people_send_is_kept_as_long_as_promised_and_leaves_counts(model: Any) -> None:
    rules = model.retention.rules
    found = {
        (rule.clock, rule.period.number, rule.then.fields if isinstance(rule.then, Blank) else ())
        for rule in rules
    }
    assert found == PERIODS[model]
    assert all(isinstance(rule.then, Blank | Counts) for rule in rules)


@pytest.mark.req("I-202")
def test_drafts_nobody_publishes_go_after_ninety_days() -> None:
    [rule] = [rule for rule in PageVersion.retention.rules if "draft" in rule.name]
    assert (rule.period.number, rule.then.deletes) == (90, True)


@pytest.mark.req("I-203")
@pytest.mark.parametrize("model", list(PERIODS))
def test_case_nobody_closes_is_still_erased(model: Any) -> None:
    """Some rule that deletes runs on a column no row can be without."""
    clocks = [rule.clock for rule in model.retention.rules if rule.then.deletes]
    assert any(not model._meta.get_field(clock).null for clock in clocks)


# Role, and the pages of the back office it may open: text, list of cases of each form.
REACH = {
    EDITOR: (200, 403, 403, 403),
    TRANSLATOR: (200, 403, 403, 403),
    PUBLISHER: (200, 403, 403, 403),
    ACCESSIBILITY: (200, 200, 403, 403),
    INTERPRETING: (200, 403, 200, 403),
    OUTREACH: (200, 403, 403, 200),
    "wohnraum": (200, 403, 403, 403),
}


@pytest.mark.req("I-200")
@pytest.mark.parametrize("role", list(REACH))
def test_each_narrower_role_reaches_its_own_and_nothing_else(roles: None, role: str) -> None:
    page = create_page("neu")
    desk = logged_in(create_user(role))
    addresses = [
        f"/admin/integration/page/{page.pk}/text/",
        *(f"/admin/integration/{name}/" for name in ("barrierreport", "interpreterrequest", "helprequest")),
    ]
    assert tuple(desk.get(address).status_code for address in addresses) == REACH[role]


@pytest.mark.req("I-200", "I-201")
def test_one_account_may_hold_both_narrower_roles_and_loses_one_at_the_next_request(roles: None) -> None:
    both = create_user(INTERPRETING, OUTREACH)
    desk = logged_in(both)
    assert desk.get("/admin/integration/helprequest/").status_code == 200
    assert desk.get("/admin/integration/interpreterrequest/").status_code == 200
    both.groups.remove(both.groups.get(name=OUTREACH))
    assert desk.get("/admin/integration/helprequest/").status_code == 403
    assert desk.get("/admin/integration/interpreterrequest/").status_code == 200
