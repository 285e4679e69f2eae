"""Who changed which field, from what to what: kept by the database, whatever the way (G-084)."""

import json
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from goslar_portal.accounts.models import User
from goslar_portal.journal.actors import acting
from goslar_portal.journal.history import forget, histories
from goslar_portal.journal.models import Actor
from goslar_portal.links.models import AccessLink
from housing.models import Landlord, Offer, RentCapTable
from housing.models.rent_caps import TableState
from integration.models import Page
from tests.conftest import create_user, logged_in
from tests.housing import factories
from tests.pressing import boxes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("roles", "starting_content")]
_DAY = timedelta(days=1)
TRACKED = {entry.model._meta.label_lower: entry for entry in histories()}

# One harmless change for each model that is remembered; a model that is missing here makes a test fail.
CHANGES: dict[str, dict[str, Any]] = {
    "accounts.membership": {},
    "accounts.user": {"display_name": "Neuer Name"},
    "housing.areabonus": {"label": "Neuer Mehrbedarf"},
    "housing.consent": {"evidence": "nachgetragen"},
    "housing.consenttext": {"needs_confirmation": "Wortlaut prüfen"},
    "housing.landlord": {"postal_town": "Seesen"},
    "housing.offer": {"comment": "Ruhige Lage"},
    "housing.reason": {"label": "Neues Wort"},
    "housing.rentcapincrement": {"gross_cold_rent": Decimal("99.00")},
    "housing.rentcaprow": {"gross_cold_rent": Decimal("399.50")},
    "housing.rentcaptable": {"remarks": "Noch zu klären"},
    "housing.rentzone": {"label": "Neue Zone"},
    "housing.rentzoneplace": {},
    "integration.accessibilitystatement": {"assessed_by": "Prüfstelle"},
    "integration.imprint": {"town": "Seesen"},
    "integration.knownbarrier": {"position": 9},
    "integration.page": {"needs_confirmation": "Bitte prüfen"},
    "integration.pageversion": {"ended_at": "2026-11-01T10:00:00Z"},
    "newsletters.version": {},  # has no row here; tests/newsletters saves and releases it
}


@pytest.fixture
def offer() -> Offer:
    return factories.create_offer()


def remembered(row: Any) -> list[Any]:
    """The history of one row, oldest first."""
    return list(TRACKED[row._meta.label_lower].rows.objects.filter(pgh_obj_id=row.pk).order_by("pgh_id"))


def told(row: Any, name: str) -> list[tuple[str, Any, Any]]:
    """Label, actor and one field of each remembered step."""
    return [(step.pgh_label, step.pgh_context, getattr(step, name)) for step in remembered(row)]


def staff(user: User) -> dict[str, Any]:
    return {"kind": "staff", "name": "staff", "account": user.pk}


def test_table_names_every_model_that_is_remembered() -> None:
    assert set(CHANGES) == set(TRACKED)


@pytest.mark.req("G-084")
@pytest.mark.parametrize("label", sorted(label for label, change in CHANGES.items() if change))
def test_no_way_around_the_history_not_even_a_bulk_update(label: str, offer: Offer) -> None:
    entry = TRACKED[label]
    rows = entry.model._base_manager.filter(pk=entry.model._base_manager.order_by("pk")[0].pk)
    (name, value), row = next(iter(CHANGES[label].items())), rows.get()
    before = len(remembered(row))
    rows.update(**{name: value})
    rows.update(**{name: value})  # nothing changes, so nothing is remembered
    steps = remembered(row)[before:]
    assert [step.pgh_label for step in steps] == ["update"]
    rows.get().refresh_from_db()
    assert getattr(steps[0], name) == getattr(rows.get(), name)


@pytest.mark.req("G-084")
def test_role_given_and_taken_by_hand_in_the_database_is_remembered_too(clerk: User) -> None:
    clerk.groups.clear()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_user_groups (user_id, group_id)"
            " SELECT %s, id FROM auth_group WHERE name = %s",
            [clerk.pk, "leitung"],
        )
    rows = TRACKED["accounts.membership"].rows.objects.filter(user_id=clerk.pk)
    assert list(rows.values_list("pgh_label", "group__name")) == [
        ("insert", "wohnraum"), ("delete", "wohnraum"), ("insert", "leitung"),
    ]  # fmt: skip


@pytest.mark.req("G-084")
def test_verb_of_a_clerk_is_remembered_with_the_account(clerk: User, offer: Offer) -> None:
    logged_in(clerk).post(f"/admin/housing/offer/{offer.pk}/take/")
    assert told(offer, "state")[-1] == ("update", staff(clerk), "in_review")
    assert told(offer, "responsible_id")[-2:] == [
        ("update", {"kind": "person", "name": "landlord", "account": None}, None),
        ("update", staff(clerk), clerk.pk),
    ]


@pytest.mark.req("G-084")
def test_form_of_a_landlord_is_remembered_with_the_part_played(offer: Offer) -> None:
    person = {"kind": "person", "name": "landlord", "account": None}
    assert told(offer, "street") == [
        ("update", person, "Beispielstraße"),
        ("update", person, "Beispielstraße"),
    ]
    assert [step.state for step in remembered(offer)] == ["unconfirmed", "received"]
    assert {(step.pgh_label, step.pgh_context["name"]) for step in remembered(offer.landlord)} == {
        ("insert", "landlord"), ("update", "landlord"),
    }  # fmt: skip
    assert [step.pgh_label for step in remembered(offer.consents.all()[0])] == ["insert"]


@pytest.mark.req("G-084")
def test_draft_that_was_never_sent_is_not_remembered() -> None:
    draft = factories.create_draft()
    draft.keep_answers("flat", {"street": ["Geheimweg"]})
    assert remembered(draft) == []


@pytest.mark.req("G-084")
def test_clock_is_remembered_by_the_name_of_its_job(offer: Offer) -> None:
    with acting(Actor.clock("tidy_up")):
        Offer.objects.filter(pk=offer.pk).update(comment="")
        Offer.objects.filter(pk=offer.pk).update(comment="x")
    assert told(offer, "comment")[-1] == (
        "update", {"kind": "clock", "name": "tidy_up", "account": None}, "x",
    )  # fmt: skip


FORMS: dict[str, tuple[str, Callable[[], Any], dict[str, str], tuple[str, Any]]] = {
    "housing.landlord": (
        "wohnraum", lambda: Landlord.objects.get(), {"postal_town": "Bad Harzburg"},
        ("postal_town", "Bad Harzburg"),
    ),
    "integration.page": (
        "redaktion", lambda: Page.objects.get(slug="bildung"), {"review_months": "6"}, ("review_months", 6),
    ),
    "housing.rentcaptable": (
        "wohnraum", lambda: _draft(), {"remarks": "Zone B prüfen"}, ("remarks", "Zone B prüfen"),
    ),
    "accounts.user": (
        "technik", lambda: create_user("beratung"), {"display_name": "Neu"}, ("display_name", "Neu"),
    ),
}  # fmt: skip


def _draft() -> RentCapTable:
    table = RentCapTable.objects.get()
    table.send_back(by=Actor.clock("test"))
    assert table.state == TableState.DRAFT
    return table


@pytest.mark.req("G-084")
@pytest.mark.parametrize("label", sorted(FORMS))
def test_admin_form_is_remembered_with_the_account(label: str, offer: Offer) -> None:
    role, find, typed, (name, value) = FORMS[label]
    person, row = create_user(role, email="probe@example.org"), find()
    browser = logged_in(person)
    address = f"/admin/{label.replace('.', '/')}/{row.pk}/change/"
    sent = boxes(browser.get(address), f"{row._meta.model_name}_form", **typed)
    assert browser.post(address, sent).status_code == 302
    assert told(row, name)[-1] == ("update", staff(person), value)


@pytest.mark.req("G-084")
def test_rows_of_a_rent_cap_table_are_remembered_with_what_was_deleted(clerk: User) -> None:
    zone = _draft().zones.all()[0]
    row = zone.rows.order_by("persons")[0]
    browser, address = logged_in(clerk), f"/admin/housing/rentzone/{zone.pk}/change/"
    sent = boxes(browser.get(address), "rentzone_form", **{"rows-0-DELETE": "on"})
    assert browser.post(address, sent).status_code == 302
    assert told(row, "gross_cold_rent")[-1] == ("delete", staff(clerk), row.gross_cold_rent)


@pytest.mark.req("G-084")
def test_no_context_holds_a_token_an_address_or_a_sender(reader: Client, clerk: User, offer: Offer) -> None:
    """Every way in once, with the token in the address of the request."""
    Offer.objects.filter(pk=offer.pk).update(comment="ohne jemanden")
    waiting = factories.create_offer(state="unconfirmed")
    token = AccessLink.objects.mint(waiting, purpose="offer_confirm", lifetime=_DAY)
    answer = reader.post(f"/wohnraum/angebot/bestaetigen/{token}/", REMOTE_ADDR="203.0.113.77")
    assert (answer.status_code, Offer.objects.get(pk=waiting.pk).state) == (302, "received")
    logged_in(clerk).post(f"/admin/housing/offer/{waiting.pk}/take/?suche=x", REMOTE_ADDR="203.0.113.77")
    contexts = [
        step.pgh_context for entry in histories() for step in entry.rows.objects.all() if step.pgh_context
    ]
    shapes = {tuple(sorted(context)) for context in contexts}
    assert shapes == {("account", "kind", "name")}
    assert {(context["kind"], context["name"]) for context in contexts} == {
        ("person", "landlord"), ("staff", "staff"), ("clock", "prepare"),
    }  # fmt: skip
    everything = json.dumps(contexts)
    assert token not in everything
    assert "203.0.113" not in everything
    assert "/" not in everything


@pytest.mark.req("G-084")
@pytest.mark.parametrize("label", sorted(TRACKED))
def test_history_is_append_only(label: str, clerk: User, offer: Offer) -> None:
    rows = TRACKED[label].rows.objects
    count = rows.count()
    assert count
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(pgh_label="anders")
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.all().delete()
    assert rows.count() == count


@pytest.mark.req("G-084")
def test_history_of_personal_rows_vanishes_with_the_row() -> None:
    offer = factories.create_offer(state="unconfirmed")
    landlord, consents = offer.landlord, list(offer.consents.all())
    assert landlord is not None
    assert [len(remembered(row)) for row in (offer, landlord, consents[0])] == [1, 1, 1]
    number, person = offer.pk, landlord.pk
    offer.erase(by=Actor.clock("erase_unconfirmed_offers"))
    left = {
        label: entry.rows.objects.filter(
            pgh_obj_id__in=[number, person, *(row.pk for row in consents)]
        ).count()
        for label, entry in TRACKED.items()
        if label in {"housing.offer", "housing.landlord", "housing.consent"}
    }
    assert left == {"housing.offer": 0, "housing.landlord": 0, "housing.consent": 0}


@pytest.mark.req("G-084")
def test_roles_once_held_vanish_with_the_account() -> None:
    person = create_user("beratung", email="weg@example.org")
    number = person.pk
    person.groups.clear()
    held = TRACKED["accounts.membership"].rows.objects.filter(user_id=number)
    assert held.count() == 2
    person.delete()
    assert (held.count(), TRACKED["accounts.user"].rows.objects.filter(pgh_obj_id=number).count()) == (0, 0)


@pytest.mark.req("G-084")
def test_erasure_may_forget_the_history_of_a_row_that_stays(clerk: User, offer: Offer) -> None:
    other = factories.create_offer()
    Offer.objects.filter(pk=offer.pk).update(street="", house_number="")
    kept = len(remembered(other))
    assert forget(Offer, [offer.pk]) == 3
    assert (remembered(offer), len(remembered(other))) == ([], kept)
    assert forget(User, [clerk.pk]) == 2  # the account and its one role
    with pytest.raises(DatabaseError), transaction.atomic():
        TRACKED["housing.offer"].rows.objects.all().delete()


@pytest.mark.req("G-084")
def test_secrets_and_answers_of_a_form_are_never_copied() -> None:
    names = {field.name for field in TRACKED["accounts.user"].fields}
    assert names == {"email", "display_name", "is_active", "is_superuser", "ends_at"}
    names = {field.name for field in TRACKED["housing.offer"].fields}
    assert not names & {"answers", "draft_key_hash", "completed_steps"}
