"""Who may do what: every role at every address of the back office, against one table (G-051).

Letters: r list and record, a add, c change, d delete; l the list, in which the row tried is out of reach.
A role that is not named has nothing. Every address of the admin is found by itself and tried with GET and
POST; those that ask for something else than most say so in `NEEDS`.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from django.contrib import admin
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goslar_portal import registry, urls
from goslar_portal.accounts import roles as table
from goslar_portal.accounts.models import User
from goslar_portal.exports.models import Export
from goslar_portal.journal.models import Actor
from goslar_portal.journal.viewing import record_view
from goslar_portal.mail import reach
from goslar_portal.mail.models import Letter
from goslar_portal.office.models import OfficeValue
from goslar_portal.verbs import VerbAdmin
from housing.models import Offer, Task
from integration.models import LinkCheck, Notice, TranslatorLanguage
from newsletters.models import Channel, Suppression
from tests.conftest import create_user, logged_in
from tests.democracy.factories import create_advice, create_draft, create_event, create_proposal
from tests.housing.factories import create_offer
from tests.newsletters.factories import OFFICE, create_subscription
from tests.privacy.people import create_case

pytestmark = pytest.mark.django_db

LE, WO, WO_R, WO_L = "leitung", "wohnraum", "wohnraum-lesen", "wohnraum-leitung"
RE, DE, BE, DS, TE = "redaktion", "demokratie", "beratung", "datenschutz", "technik"
RE_T, RE_U, RE_F, RE_B = (
    "redaktion-texte", "redaktion-uebersetzung", "redaktion-freigabe", "redaktion-barrierefreiheit"
)  # fmt: skip
BE_S, BE_A = "beratung-sprachmittlung", "beratung-aufsuchend"
FINER = (RE_T, RE_U, RE_F, RE_B, BE_S, BE_A)
ALL = (LE, WO, WO_R, WO_L, RE, DE, BE, DS, TE, *FINER)
READERS = {LE: "r", WO: "r", DE: "r", BE: "r", DS: "r", TE: "r"}  # of what is public anyway
PAGES = READERS | dict.fromkeys(FINER, "r") | {RE: "rac", RE_T: "rac"}

# The row tried is about an offer; other areas see the list of their own.
CORRECTIONS = {DS: "r", WO: "r", WO_L: "r"} | dict.fromkeys((RE, RE_T, DE, BE, TE, RE_B, BE_S, BE_A), "l")

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
    "exports.export": {LE: "r", DS: "r"},
    "housing.consenttext": {LE: "r", WO: "r", WO_R: "r", WO_L: "r", DS: "ra"},
    "housing.flagword": {WO: "racd", WO_L: "racd"},
    "housing.landlord": {LE: "r", WO: "rc", WO_L: "rc"},
    "housing.municipality": {LE: "r", WO: "rac", WO_R: "r", WO_L: "rac"},
    "housing.offer": {LE: "r", WO: "rac", WO_R: "r", WO_L: "rac"},
    "housing.postalcode": {LE: "r", WO: "rac", WO_R: "r", WO_L: "rac"},
    "housing.reasonlist": {LE: "r", WO: "rc", WO_R: "r", WO_L: "rc"},
    "housing.rentcaptable": {LE: "r", WO: "rac", WO_R: "r", WO_L: "rac"},  # one in force is never deleted
    "housing.viewing": {LE: "r", WO: "r", WO_L: "r"},
    "housing.rentzone": {LE: "r", WO: "r", WO_R: "r", WO_L: "r"},  # of a table in force
    "integration.accessibilitystatement": PAGES,
    "integration.barrierreport": {LE: "r", RE_B: "r"},  # worked off by buttons, never typed over
    "integration.contact": PAGES,
    "integration.download": PAGES,
    "integration.helprequest": {BE_A: "r"},
    "integration.imprint": PAGES,
    "integration.interpreterrequest": {LE: "r", BE_S: "r"},
    "integration.knownbarrier": PAGES,
    "integration.linkcheck": {LE: "r", RE: "r", RE_T: "r", RE_F: "r"},  # found by a job, mended by buttons
    "integration.listentry": PAGES | {BE_S: "rc"},
    "integration.notice": PAGES,
    "integration.page": PAGES,
    "integration.picture": PAGES,
    "integration.translatorlanguage": {LE: "racd", RE: "r"},  # for whom the role of translators stands
    "journal.entry": READERS | {RE: "r", WO_L: "r", BE: "l"},  # lines about what one may see
    "journal.viewentry": {LE: "r", DS: "r"},
    "health.job": {LE: "r", DS: "r", TE: "r"},
    "mail.letter": {
        LE: "r",
        DS: "r",
        TE: "r",
        WO: "r",
        WO_L: "r",
        RE: "l",
        DE: "l",
        BE: "l",
    },  # a letter of housing
    "newsletters.channel": {LE: "r", RE: "rac", DE: "rac"},
    "newsletters.delivery": {LE: "r", RE: "r", DE: "r"},
    "newsletters.stray": {LE: "r", RE: "r", DE: "r"},
    "newsletters.issue": {LE: "r", RE: "rac", DE: "rac"},
    "newsletters.subscription": {LE: "r", RE: "r", DE: "r"},
    "newsletters.suppression": {LE: "r", RE: "ra", DE: "ra"},
    "newsletters.wording": {LE: "r", RE: "r", DE: "r", DS: "ra"},
    "newsletters.wordlist": {LE: "r", RE: "rc", DE: "rc"},
    "privacy.privacycase": {LE: "l", DS: "ra"},  # Leitung only what waits for the second person
    "privacy.correction": CORRECTIONS,
    "office.officevalue": {LE: "ra", WO: "r", RE: "r", DE: "r", BE: "r", DS: "r"},
    "machines.securitycontact": {LE: "r", TE: "rac"},
    "search.miss": {LE: "r", RE: "r"},
    "search.synonym": {LE: "r", RE: "racd"},
    "retention.hold": {LE: "r", DS: "ra"},
    "retention.report": {LE: "r", DS: "r"},
}
NOT_IN_THE_INDEX = {"housing.rentzone"}  # reached from its table
# What an address asks for with GET and with POST: one of these rights or roles; "" is for nobody.
# By the end of its name, or by all of it.
Asked = str | set[str]
NEEDS: dict[str, tuple[Asked, Asked]] = {
    "changelist": ("rl", "rl"),
    "add": ("a", "a"),
    "change": ("r", "c"),
    "delete": ("d", "d"),
    "history": ("r", "r"),
    "housing_offer_change": ("r", "r"),  # the record; its facts change on a page of their own
    "housing_offer_correct": ("c", "c"),
    "housing_offer_task": ("", "c"),
    "integration_page_text": ("r", "c"),
    "integration_page_restore": ("", "c"),
    "integration_page_version": ("r", "r"),
    "integration_page_preview": ("r", "r"),
    "integration_page_languages": ("r", "r"),
    "integration_page_translation": ("r", "c"),
    "integration_page_step": ("", ""),  # of a step and of short texts there are none by the name tried
    "integration_language_end": ({LE, RE}, {LE, RE}),
    "integration_small_matrix": ("", ""),
    "integration_small_text": ("", ""),
    "integration_page_link": ("", {LE, RE, RE_T, RE_F}),
    "integration_page_unlink": ("", {LE, RE, RE_T, RE_F}),
    "mail_letter_change": ("r", "r"),
}
NEEDS |= {
    "export": ({LE, WO, WO_L}, {LE, WO, WO_L}),
    "journal_entry_export": ({DS}, {DS}),
    "journal_viewentry_export": ({DS}, {DS}),
    "integration_interpreterrequest_export": ({BE_S}, {BE_S}),
    **{
        f"democracy_{kind}_export": ({DE}, {DE})
        for kind in ("event", "eventproposal", "leaflet", "leafletversion")
    },
    "housing_offer_photos": ("c", "c"),
    "housing_offer_save_view": ({WO, WO_L}, {WO, WO_L}),
    # Of a pair, a signal, a viewing, a letter, a kept selection that this offer or person does not have.
    **dict.fromkeys(
        (
            "housing_offer_pair",
            "housing_offer_signal",
            "housing_viewing_date",
            "housing_viewing_checklist",
            "housing_offer_letter",
            "housing_offer_forget_view",
        ),
        ("", ""),
    ),
    **dict.fromkeys(("housing_offer_company_list", "housing_offer_list_pattern"), ("a", "a")),
    # Of a photo, a scan, a picture that this offer or report does not have.
    **dict.fromkeys(("housing_offer_photo", "housing_offer_scan"), ("", "")),
    "democracy_eventproposal_picture": ("", ""),
    "newsletters_delivery_changelist": ("r", ""),
    "newsletters_delivery_brake": ("", {LE, RE, DE}),
    "newsletters_stray_upload": ({LE, RE, DE}, {LE, RE, DE}),
    "newsletters_issue_change": ("r", "r"),  # the issue; its text is written on a page of its own
    **dict.fromkeys(
        [
            f"newsletters_issue_{form}"
            for form in ("check", "preview", "web", "mail", "sheet", "plain", "pdf")
        ],
        ("r", ""),
    ),
    **dict.fromkeys(
        [f"newsletters_issue_{name}" for name in ("text", "suggestions", "correction")], ("c", "c")
    ),
    **dict.fromkeys(("newsletters_issue_trial", "newsletters_issue_release"), ({LE, RE, DE}, {LE, RE, DE})),
    # Of a picture that this issue does not have.
    **dict.fromkeys(("newsletters_issue_picture", "newsletters_issue_shown_picture"), ("", "")),
    "newsletters_subscription_anstossen": ({RE, DE}, {RE, DE}),
    "newsletters_subscription_einladen": ({RE, DE}, {RE, DE}),
    "newsletters_subscription_nachweis": ("r", "r"),
}
NEEDS |= {
    f"privacy_privacycase_{page}": ({DS}, {DS})
    for page in ("suche", "entfernen", "auskunft", "einschraenken", "berichtigen", "brief")
}
NEEDS["privacy_privacycase_loeschen"] = ({DS}, {DS})  # Leitung once it waits for a second person
ELSE = ("r", "c")
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
ACCOUNT_BUTTONS = {
    "grant_role": {LE}, "withdraw_role": {LE}, "invite": {TE}, "pause": {TE}, "resume": {TE},
    "reset_second_factor": {TE},
}  # fmt: skip


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only who is let in counts here: the two pages of refusal, thousands of times the same, stay undrawn."""
    for status in (403, 404):
        monkeypatch.setattr(urls, f"handler{status}", partial(refused, status=status))


def refused(_request: HttpRequest, exception: Exception, *, status: int) -> HttpResponse:  # given by name
    return HttpResponse(status=status)


@pytest.fixture
def rows(roles: None, starting_content: None) -> None:
    """One row of everything that an office has after a first start."""
    create_offer().tasks.create(text="probe", done_at=timezone.now())
    for slug in ("migration-und-teilhabe", "demokratie"):
        channel = Channel.objects.get(slug=slug)
        create_subscription(f"{slug}@example.org", channel)
        Suppression.objects.set(f"{slug}@example.net", by=OFFICE, reason="asked", channel=channel)
    TranslatorLanguage.objects.create(account=create_user(email="sprache@example.org"), language="ar")
    create_advice()
    Notice.objects.create(slug="probe")
    LinkCheck.objects.create(
        address="https://example.org/", result="moved", moved_to="https://example.org/neu/"
    )
    create_draft()
    case = create_case(User.objects.create_user("desk@example.org"))
    case.corrections.create(kind="housing.offer", number=1, text="probe")
    create_event(is_public=False)
    create_proposal()
    for kind in ("housing.x", "privacy.x"):
        Letter.objects.create(
            once=kind, kind=kind, recipient="a@example.org", language="de", subject="x", text="x"
        )
    record_view(row_of(Offer), by=Actor.clock("probe"), place="probe")
    Export.objects.note(
        account_id=create_user(email="wer@example.org").pk, kind="housing.offer", file_kind="csv",
        columns=["reference"], row_filter="", row_count=1,
    )  # fmt: skip
    OfficeValue.objects.create(
        name="housing.opt_in_hours", number=48, valid_from="2026-01-01", reason="probe"
    )


def registered() -> dict[str, type[models.Model]]:
    return {model._meta.label_lower: model for model in admin.site._registry}


def row_of(model: type[models.Model], person: User | None = None) -> Any:
    """The first row; of what belongs to one role only, the first that is the person's."""
    rows: Any = model._default_manager.order_by("pk")
    if person is not None and model is Letter:  # everybody who reads letters acts on those of the own area
        return next((row for row in rows if reach.may_act(person, row.kind)), rows.first())
    if person is not None and hasattr(rows, "visible_to"):
        rows = rows.visible_to(person).order_by("pk") or rows
    return rows.first()


def counts() -> dict[str, int]:
    """How many records there are; a job that a button asks for is none."""
    kept = {label: model for label, model in registered().items() if label != "health.job"}
    return {label: model._default_manager.count() for label, model in kept.items()}


def base(model: type[models.Model]) -> str:
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/"


def answers(browser: Client, address: str, *, post: bool = False) -> bool:
    """Whether this address lets the person in: 403 and 404 do not, nor does a way back to the login."""
    response = browser.post(address, {}) if post else browser.get(address)
    if response.status_code == 302:
        return not response["Location"].startswith("/admin/login/")
    assert response.status_code in {200, 403, 404, 405, 409, 422}, (address, response.status_code)
    return response.status_code not in {403, 404, 405}


def addresses(person: User) -> list[tuple[str, str, str]]:
    """Model, name and address of every page of every admin class, with the numbers of a row that exists."""
    found = []
    for model, page in admin.site._registry.items():
        row = row_of(model, person)
        for entry in page.get_urls():
            route, name = str(entry.pattern), getattr(entry, "name", "") or ""
            if name and not name.endswith("_verb") and (row is not None or "<" not in route):
                filled = PARAMETER.sub(lambda part, row=row: number_for(part[1], row), route)  # type: ignore[misc]  # bound early
                found.append((model._meta.label_lower, name, f"{base(model)}{filled}"))
    return found


def number_for(parameter: str, row: Any) -> str:
    """The row itself; what lies below it is tried with the first one."""
    below = {
        "task": Task.objects.values_list("pk", flat=True).first(),
        "number": 1,
        "language": "en",
        "code": "de",
    }
    return str(row.pk if parameter in {"pk", "object_id"} else below.get(parameter, 1))


def needed(name: str) -> tuple[Asked, Asked]:
    return NEEDS.get(name) or NEEDS.get(name.rpartition("_")[2]) or ELSE


def test_table_names_every_model_of_the_back_office_and_every_role() -> None:
    assert set(MATRIX) == set(registered())
    assert set(ALL) == set(table.labels())


@contextmanager
def probe(role: str) -> Iterator[tuple[User, Client]]:
    """Somebody with this role; what they leave behind is taken back, so that the next finds the same rows."""
    with transaction.atomic():
        person = create_user(*([role] if role else []), email="probe@example.org")
        yield person, logged_in(person)
        transaction.set_rollback(True)


SHARES = pytest.mark.parametrize("share", [ALL[:5], ALL[5:10], (*ALL[10:], "")], ids=lambda share: share[0])


@pytest.mark.req("G-051")
@SHARES
def test_roles_can_do_exactly_what_the_table_says(rows: None, undrawn: None, share: tuple[str, ...]) -> None:
    assert {role: wrong for role in share if (wrong := deviations(role))} == {}


def deviations(role: str) -> dict[str, bool]:
    """Addresses that answer this role otherwise than the table says, and how."""
    real, expected = {}, {}
    with probe(role) as (person, browser):
        before = counts()
        for label, name, address in addresses(person):
            rights = MATRIX[label].get(role, "")
            for is_post, letters in enumerate(needed(name)):
                key = f"{'POST' if is_post else 'GET'} {address}"
                real[key] = answers(browser, address, post=bool(is_post))
                expected[key] = (
                    role in letters if isinstance(letters, set) else bool(set(letters) & set(rights))
                )
        assert counts() == before
    return {key: may for key, may in real.items() if may != expected[key]}


@pytest.mark.req("G-051")
@pytest.mark.parametrize("role", [*ALL, ""])
def test_page_without_records_opens_for_its_roles_only(roles: None, role: str) -> None:
    browser = logged_in(create_user(*([role] if role else []), email="probe@example.org"))
    real = {page.name: answers(browser, reverse(page.url_name)) for page in registry.pages}
    assert real == {page.name: role in page.roles for page in registry.pages}


@pytest.mark.req("G-051")
@pytest.mark.parametrize("role", [*ALL, ""])
def test_suggestions_for_a_choice_open_for_readers_of_what_is_suggested(roles: None, role: str) -> None:
    browser = logged_in(create_user(*([role] if role else []), email="probe@example.org"))
    real, expected = {}, {}
    for model in admin.site._registry:
        for field in model._meta.fields:
            remote = admin.site._registry.get(field.related_model)  # type: ignore[arg-type]  # None for plain columns
            if remote is not None and remote.search_fields:
                label, target = model._meta.label_lower, remote.model._meta.label_lower
                query = f"?app_label={label.split('.')[0]}&model_name={model._meta.model_name}"
                address = f"/admin/autocomplete/{query}&field_name={field.name}&term=a"
                real[f"{label}.{field.name}"] = browser.get(address).status_code == 200
                expected[f"{label}.{field.name}"] = bool(set("rl") & set(MATRIX[target].get(role, "")))
    assert real == expected
    assert real


@pytest.mark.req("G-051", "G-056")
@SHARES
def test_buttons_open_for_readers_with_the_role_of_the_button_only(
    rows: None, undrawn: None, share: tuple[str, ...]
) -> None:
    for role in share:
        real, expected = buttons(role)
        assert {key: may for key, may in real.items() if may != expected[key]} == {}, role
        of_accounts = {key: may for key, may in real.items() if key.startswith("accounts.")}
        assert of_accounts == {
            f"accounts.user.{name}": role in may for name, may in ACCOUNT_BUTTONS.items()
        }, role


def buttons(role: str) -> tuple[dict[str, bool], dict[str, bool]]:
    """What each button answers this role, and what it should."""
    real, expected = {}, {}
    with probe(role) as (person, browser):
        for model, page in admin.site._registry.items():
            row = row_of(model, person)
            if not isinstance(page, VerbAdmin) or row is None:
                continue
            for verb in page.verbs:
                key = f"{model._meta.label_lower}.{verb.name}"
                real[key] = answers(browser, f"{base(model)}{row.pk}/{verb.name}/")
                expected[key] = "r" in MATRIX[model._meta.label_lower].get(role, "") and role in verb.roles
    return real, expected


@pytest.mark.req("G-051")
@pytest.mark.parametrize("role", [*ALL, ""])
def test_index_lists_only_what_the_role_may_read(roles: None, role: str) -> None:
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
@SHARES
def test_row_out_of_reach_and_one_that_never_was_answer_alike(
    rows: None, undrawn: None, share: tuple[str, ...]
) -> None:
    for role in share:
        codes = {}
        with probe(role) as (person, browser):
            for label, model in registered().items():
                rights, row = MATRIX[label].get(role, ""), row_of(model, person)
                for page in ("change", "history"):
                    never = browser.get(f"{base(model)}999999999/{page}/").status_code
                    there = browser.get(f"{base(model)}{row.pk}/{page}/").status_code if row else never
                    codes[f"{label} {page}"] = (never, 200 if "r" in rights and row else never, there)
        assert {key: found for key, found in codes.items() if found[0] not in {403, 404}} == {}, role
        assert {key: found for key, found in codes.items() if found[1] != found[2]} == {}, role
