"""Who may do what: every role at every address of the back office, against one table (G-051).

Letters: r list and record, a add, c change, d delete. A role that is not named has nothing.
"""

from typing import Any

import pytest
from django.contrib import admin
from django.db import models
from django.test import Client

from goslar_portal.accounts import roles as table
from goslar_portal.accounts.models import User
from goslar_portal.journal.models import Actor
from goslar_portal.journal.viewing import record_view
from goslar_portal.mail.models import Letter
from goslar_portal.office.models import OfficeValue
from goslar_portal.verbs import VerbAdmin
from housing.models import Offer
from newsletters.models import Channel, Suppression
from tests.conftest import create_user, logged_in
from tests.democracy.factories import create_advice, create_draft, create_event, create_proposal
from tests.housing.factories import create_offer
from tests.newsletters.factories import OFFICE, create_subscription

pytestmark = pytest.mark.django_db

LE, WO, WO_R, WO_L = "leitung", "wohnraum", "wohnraum-lesen", "wohnraum-leitung"
RE, DE, BE, DS, TE = "redaktion", "demokratie", "beratung", "datenschutz", "technik"
ALL = (LE, WO, WO_R, WO_L, RE, DE, BE, DS, TE)
READERS = {LE: "r", WO: "r", DE: "r", BE: "r", DS: "r", TE: "r"}  # of what is public anyway

MATRIX: dict[str, dict[str, str]] = {
    "accounts.user": {LE: "r", DS: "r", TE: "rac"},
    "democracy.advicerequest": {LE: "r", DE: "r"},
    "democracy.contactcheck": {LE: "r", RE: "r", DE: "r"},
    "democracy.fundingperiod": {LE: "r", RE: "r", DE: "rac"},
    "democracy.event": {LE: "r", RE: "r", DE: "racd"},
    "democracy.eventproposal": {LE: "r", DE: "r"},
    "democracy.eventterm": {LE: "r", RE: "r", DE: "rac"},
    "democracy.occurrence": {LE: "r", RE: "r", DE: "r"},
    "democracy.venue": {LE: "r", RE: "r", DE: "rac"},
    "democracy.leaflet": {LE: "r", RE: "r", DE: "rac"},
    "democracy.leafletversion": {LE: "r", RE: "r", DE: "racd"},
    "housing.consenttext": {LE: "r", WO: "r", WO_R: "r", WO_L: "r", DS: "ra"},
    "housing.landlord": {LE: "r", WO: "rc", WO_L: "rc"},
    "housing.municipality": {LE: "r", WO: "rac", WO_R: "r", WO_L: "rac"},
    "housing.offer": {LE: "r", WO: "rac", WO_R: "r", WO_L: "rac"},
    "housing.postalcode": {LE: "r", WO: "rac", WO_R: "r", WO_L: "rac"},
    "housing.reasonlist": {LE: "r", WO: "rc", WO_R: "r", WO_L: "rc"},
    "housing.rentcaptable": {LE: "r", WO: "rac", WO_R: "r", WO_L: "rac"},  # one in force is never deleted
    "housing.rentzone": {LE: "r", WO: "r", WO_R: "r", WO_L: "r"},  # of a table in force
    "integration.contact": READERS | {RE: "rac"},
    "integration.download": READERS | {RE: "rac"},
    "integration.page": READERS | {RE: "rac"},
    "journal.entry": READERS | {RE: "r", WO_L: "r"},  # lines about what one may see
    "journal.viewentry": {LE: "r", DS: "r"},
    "mail.letter": READERS | {RE: "r"},
    "newsletters.channel": {LE: "r", RE: "rac", DE: "rac"},
    "newsletters.subscription": {LE: "r", RE: "r", DE: "r"},
    "newsletters.suppression": {LE: "r", RE: "ra", DE: "ra"},
    "newsletters.wording": {LE: "r", RE: "r", DE: "r", DS: "ra"},
    "newsletters.wordlist": {LE: "r", RE: "rc", DE: "rc"},
    "office.officevalue": {LE: "ra", WO: "r", RE: "r", DE: "r", BE: "r", DS: "r"},
    "procrastinate.procrastinatejob": {TE: "r"},
    "search.miss": {LE: "r", RE: "r"},
    "search.synonym": {LE: "r", RE: "racd"},
    "retention.hold": {LE: "r", DS: "ra"},
    "retention.report": {LE: "r", DS: "r"},
}
NOT_IN_THE_INDEX = {"housing.rentzone"}  # reached from its table
CHANGE = {"housing.offer": "angaben/"}  # where a row is changed, if not on its own page
ACCOUNT_BUTTONS = {
    "grant_role": {LE}, "withdraw_role": {LE}, "invite": {TE}, "pause": {TE}, "resume": {TE},
    "reset_second_factor": {TE},
}  # fmt: skip


@pytest.fixture
def rows(roles: None, starting_content: None) -> None:
    """One row of everything that an office has after a first start."""
    create_offer()
    for slug in ("migration-und-teilhabe", "demokratie"):
        channel = Channel.objects.get(slug=slug)
        create_subscription(f"{slug}@example.org", channel)
        Suppression.objects.set(f"{slug}@example.net", by=OFFICE, reason="asked", channel=channel)
    create_advice()
    create_draft()
    create_event(is_public=False)
    create_proposal()
    Letter.objects.create(
        once="probe", kind="probe.x", recipient="a@example.org", language="de", subject="x", text="x"
    )
    record_view(row_of(Offer), by=Actor.clock("probe"), place="probe")
    OfficeValue.objects.create(
        name="housing.opt_in_hours", number=48, valid_from="2026-01-01", reason="probe"
    )


def registered() -> dict[str, type[models.Model]]:
    return {model._meta.label_lower: model for model in admin.site._registry}


def row_of(model: type[models.Model], person: User | None = None) -> Any:
    """The first row; of what belongs to one role only, the first that is the person's."""
    rows: Any = model._default_manager.order_by("pk")
    if person is not None and hasattr(rows, "visible_to"):
        rows = rows.visible_to(person).order_by("pk") or rows
    return rows.first()


def base(model: type[models.Model]) -> str:
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/"


def answers(browser: Client, address: str, *, post: bool = False) -> bool:
    """Whether this address lets the person in: 403 and 404 do not, nor does a way back to the login."""
    response = browser.post(address, {}) if post else browser.get(address)
    if response.status_code == 302:
        return not response["Location"].startswith("/admin/login/")
    assert response.status_code in {200, 403, 404, 409, 422}, (address, response.status_code)
    return response.status_code not in {403, 404}


def found(browser: Client, person: User, model: type[models.Model]) -> str:
    """What somebody really may do with rows of this model, tried at its addresses."""
    where, row = base(model), row_of(model, person)
    letters = "r" if answers(browser, where) else ""
    letters += "a" if answers(browser, f"{where}add/") else ""
    if row is not None:
        letters += (
            "c"
            if answers(
                browser, f"{where}{row.pk}/{CHANGE.get(model._meta.label_lower, 'change/')}", post=True
            )
            else ""
        )
        letters += "d" if answers(browser, f"{where}{row.pk}/delete/") else ""
    return letters


def test_table_names_every_model_of_the_back_office_and_every_role() -> None:
    assert set(MATRIX) == set(registered())
    assert set(ALL) == set(table.labels())


@pytest.mark.req("G-051")
@pytest.mark.parametrize("role", [*ALL, ""])
def test_role_can_do_exactly_what_the_table_says(rows: None, role: str) -> None:
    person = create_user(*([role] if role else []), email="probe@example.org")
    browser = logged_in(person)
    before = {label: model._default_manager.count() for label, model in registered().items()}
    real = {label: found(browser, person, model) for label, model in registered().items()}
    expected = {label: without_row(label, rights.get(role, "")) for label, rights in MATRIX.items()}
    assert real == expected
    assert {label: model._default_manager.count() for label, model in registered().items()} == before


def without_row(label: str, rights: str) -> str:
    """Of jobs there is no row to try; their list tells."""
    return rights if row_of(registered()[label]) is not None else rights.replace("c", "").replace("d", "")


@pytest.mark.req("G-051")
@pytest.mark.parametrize("role", [*ALL, ""])
def test_record_and_history_open_for_readers_only(rows: None, role: str) -> None:
    person = create_user(*([role] if role else []), email="probe@example.org")
    browser = logged_in(person)
    real, expected = {}, {}
    for label, model in registered().items():
        row = row_of(model, person)
        if row is None:
            continue
        where = f"{base(model)}{row.pk}/"
        real[label] = (answers(browser, f"{where}change/"), answers(browser, f"{where}history/"))
        may = "r" in MATRIX[label].get(role, "")
        expected[label] = (may, may)
    assert real == expected


@pytest.mark.req("G-051", "G-056")
@pytest.mark.parametrize("role", [*ALL, ""])
def test_buttons_open_for_readers_with_the_role_of_the_button_only(rows: None, role: str) -> None:
    person = create_user(*([role] if role else []), email="probe@example.org")
    browser = logged_in(person)
    real, expected = {}, {}
    for model, page in admin.site._registry.items():
        row = row_of(model, person)
        if not isinstance(page, VerbAdmin) or row is None:
            continue
        for verb in page.verbs:
            key = f"{model._meta.label_lower}.{verb.name}"
            real[key] = answers(browser, f"{base(model)}{row.pk}/{verb.name}/")
            expected[key] = "r" in MATRIX[model._meta.label_lower].get(role, "") and role in verb.roles
    assert real == expected
    assert {key.rpartition(".")[2] for key in real if key.startswith("accounts.")} == set(ACCOUNT_BUTTONS)
    assert {key for key, may in real.items() if may and key.startswith("accounts.")} == {
        f"accounts.user.{name}" for name, may in ACCOUNT_BUTTONS.items() if role in may
    }


@pytest.mark.req("G-051")
@pytest.mark.parametrize("role", [*ALL, ""])
def test_index_lists_only_what_the_role_may_read(rows: None, role: str) -> None:
    browser = logged_in(create_user(*([role] if role else []), email="probe@example.org"))
    shown = {
        f"{app['app_label']}.{entry['object_name'].lower()}"
        for app in browser.get("/admin/").context["available_apps"]
        for entry in app["models"]
    }
    assert shown == {label for label, rights in MATRIX.items() if role in rights} - NOT_IN_THE_INDEX
    apps = {label.partition(".")[0] for label in MATRIX}
    open_apps = {app for app in apps if answers(browser, f"/admin/{app}/")}
    assert open_apps == {label.partition(".")[0] for label in shown}


@pytest.mark.req("G-051")
def test_row_that_does_not_exist_tells_nothing_more_than_one_out_of_reach(rows: None, editor: User) -> None:
    browser = logged_in(editor)
    pages = {browser.get(f"/admin/housing/offer/{pk}/change/").status_code for pk in (1, 999_999)}
    assert pages <= {403, 404}
