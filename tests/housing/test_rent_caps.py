"""Rent caps: the exact amounts, and who may change them (H-003, H-211)."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import Error, transaction

from goslar_portal.accounts.models import User
from goslar_portal.journal.models import Actor
from housing.models import (
    CapBook,
    Light,
    Municipality,
    Offer,
    RentCapIncrement,
    RentCapRow,
    RentCapTable,
    RentZone,
    TableState,
    caps_for,
)
from tests.housing import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_content")]
IN_2026 = date(2026, 6, 1)
AMOUNTS = {
    "Goslar": ["470", "570", "679", "793", "904", "1013", "1122"],
    "Bad Harzburg": ["470", "570", "679", "793", "904", "1013", "1122"],
    "Seesen": ["419", "508", "606", "707", "807", "902", "997"],
    "Harz (Landkreis Goslar)": ["419", "508", "606", "707", "807", "902", "997"],
}


def place(name: str) -> Municipality:
    return Municipality.objects.get(name=name)


@pytest.mark.req("H-003")
@pytest.mark.req("H-210")
@pytest.mark.parametrize("name", AMOUNTS)
def test_household_of_each_size_gets_the_printed_cap(name: str) -> None:
    caps = [caps_for(place(name), persons, IN_2026) for persons in range(1, 8)]
    assert [cap.gross_cold_rent for cap in caps] == [Decimal(amount) for amount in AMOUNTS[name]]
    assert [cap.area for cap in caps] == [50, 60, 75, 85, 95, 105, 115]
    assert {cap.zone for cap in caps} == {"A" if name in {"Goslar", "Bad Harzburg"} else "B"}


@pytest.mark.req("H-003")
def test_household_of_fifteen_is_the_largest() -> None:
    assert caps_for(place("Goslar"), 15, IN_2026).gross_cold_rent == Decimal(904 + 10 * 109)
    for persons in (0, 16, -1):
        with pytest.raises(ValueError, match="persons"):
            caps_for(place("Goslar"), persons, IN_2026)


@pytest.mark.req("H-003")
def test_before_the_first_table_the_cap_is_unknown_and_not_zero() -> None:
    cap = caps_for(place("Goslar"), 3, date(2025, 12, 31))
    assert (cap.is_known, cap.gross_cold_rent, cap.table) == (False, None, None)
    assert cap.judge(Decimal(1)) == Light.UNKNOWN
    assert caps_for(place("Goslar"), 3, date(2026, 1, 1)).is_known


@pytest.mark.req("H-003")
def test_newest_table_counts_unless_it_is_a_draft(by_clerk: Actor) -> None:
    first = RentCapTable.objects.get()
    new = first.copy(by=by_clerk)
    RentCapTable.objects.filter(pk=new.pk).update(valid_from=date(2026, 3, 1))
    RentCapRow.objects.filter(zone__table=new, zone__code="A", persons=1).update(gross_cold_rent=480)
    new.refresh_from_db()
    assert caps_for(place("Goslar"), 1, IN_2026).gross_cold_rent == 470
    new.propose(by=by_clerk)
    assert caps_for(place("Goslar"), 1, IN_2026).gross_cold_rent == 480
    assert caps_for(place("Goslar"), 1, date(2026, 2, 28)).gross_cold_rent == 470
    assert caps_for(place("Goslar"), 1, IN_2026).table == new


@pytest.mark.req("H-214")
def test_recognised_need_raises_the_area_and_the_rent_only_where_the_record_says_so() -> None:
    cap = caps_for(place("Goslar"), 2, IN_2026, ["single_parent"])
    assert (cap.area, cap.gross_cold_rent) == (70, Decimal(570))
    table = RentCapTable.objects.get()
    table.bonuses.filter(code="single_parent").update(rent_effect="next_household_size")
    cap = caps_for(place("Goslar"), 2, IN_2026, ["single_parent"])
    assert (cap.area, cap.gross_cold_rent) == (70, Decimal(679))


@pytest.mark.req("H-022")
@pytest.mark.parametrize(
    ("rent", "light"), [("679.00", "fits"), ("679.01", "check"), ("746.90", "check"), ("746.91", "fails")]
)
def test_light_turns_at_the_cap_and_ten_per_cent_above(rent: str, light: str) -> None:
    assert caps_for(place("Goslar"), 3, IN_2026).judge(Decimal(rent)) == light


@pytest.mark.req("H-101")
@pytest.mark.parametrize("persons", [1, 2, 3, 6])
def test_light_of_the_list_and_filter_of_the_list_agree(persons: int) -> None:
    for rent in (200, 330, 331, 377, 431, 487, 550, 606, 873, 1000, 2000):
        factories.create_offer(net_cold_rent=Decimal(rent))
    seesen = place("Seesen")
    factories.create_offer(municipality=seesen, district=None)
    factories.create_offer(operating_costs=None)
    book = CapBook(IN_2026)
    for light in Light.values:
        judged = {
            offer.pk
            for offer in Offer.objects.filed()
            if book.cap(str(offer.municipality_id), persons).judge(offer.gross_cold_rent) == light
        }
        found = set(Offer.objects.filed().with_light(persons, light, book).values_list("pk", flat=True))
        assert found == judged


@pytest.mark.req("H-003")
def test_book_of_caps_costs_the_same_for_any_number_of_answers(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(2):
        book = CapBook(IN_2026)
        for municipality in book.zones:
            book.row(municipality, range(1, 16))


@pytest.mark.req("H-211")
def test_clerk_cannot_confirm_the_own_table(clerk: User, lead: User, by_clerk: Actor) -> None:
    table = RentCapTable.objects.get().copy(by=by_clerk)
    table.propose(by=by_clerk)
    with pytest.raises(ValidationError, match="zweite Person"):
        table.confirm(by=by_clerk)
    table.confirm(by=Actor.staff(lead))
    assert (table.state, table.typed_by, table.confirmed_by) == (TableState.CONFIRMED, clerk, lead)


@pytest.mark.req("H-211")
@pytest.mark.req("H-308")
def test_confirmed_table_and_its_rows_stay_as_they_are(by_lead: Actor) -> None:
    table = RentCapTable.objects.get()
    table.confirm(by=by_lead)
    zone = table.zones.get(code="A")
    attempts: list[Callable[[], Any]] = [
        lambda: RentCapTable.objects.filter(pk=table.pk).update(title="Anders"),
        lambda: RentCapTable.objects.filter(pk=table.pk).update(valid_from=date(2027, 1, 1)),
        lambda: RentCapTable.objects.filter(pk=table.pk).delete(),
        lambda: RentZone.objects.filter(pk=zone.pk).update(label="Anders"),
        lambda: RentZone.objects.create(table=table, code="C", label="Neu"),
        lambda: zone.rows.filter(persons=1).update(gross_cold_rent=1),
        lambda: zone.rows.filter(persons=1).delete(),
        lambda: zone.places.clear(),
        lambda: zone.places.add(place("Seesen")),
        lambda: RentCapIncrement.objects.filter(zone=zone).update(area=1),
        lambda: RentCapIncrement.objects.filter(zone=zone).delete(),
        lambda: table.bonuses.update(area=1),
        lambda: table.bonuses.all().delete(),
    ]
    for attempt in attempts:
        with pytest.raises(Error), transaction.atomic():
            attempt()
    assert caps_for(place("Goslar"), 1, IN_2026).gross_cold_rent == 470
    assert caps_for(place("Goslar"), 6, IN_2026).gross_cold_rent == 1013


@pytest.mark.req("H-211")
def test_change_of_a_confirmed_table_is_a_copy(by_lead: Actor, by_clerk: Actor) -> None:
    table = RentCapTable.objects.get()
    table.confirm(by=by_lead)
    copy = table.copy(by=by_clerk)
    assert copy.state == TableState.DRAFT
    zones = [
        (zone.code, zone.rows.count(), zone.places.count(), zone.increment.area) for zone in copy.zones.all()
    ]
    assert zones == [("A", 5, 2, 10), ("B", 5, 6, 10)]
    assert list(copy.bonuses.values_list("code", flat=True)) == [
        "single_parent",
        "recognised_need",
        "wheelchair",
    ]


@pytest.mark.req("H-212")
@pytest.mark.parametrize("fault", ["gap", "falling", "twice"])
def test_clerk_cannot_propose_a_table_with_a_fault(fault: str, by_clerk: Actor) -> None:
    table = RentCapTable.objects.get().copy(by=by_clerk)
    zone = table.zones.get(code="A")
    if fault == "gap":
        zone.rows.filter(persons=3).delete()
    elif fault == "falling":
        zone.rows.filter(persons=3).update(gross_cold_rent=500)
    else:
        zone.places.add(place("Seesen"))
    with pytest.raises(ValidationError):
        table.propose(by=by_clerk)
    table.refresh_from_db()
    assert table.state == TableState.DRAFT
