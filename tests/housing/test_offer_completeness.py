"""How much is known about a dwelling: the same in the list and on the record (H-060, H-101, H-103)."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from goslar_portal.accounts.models import User
from housing import sheet
from housing.models import Offer
from tests.housing import factories
from tests.housing.filling import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_content")]
LIST = "/admin/housing/offer/"
MORE: dict[str, Any] = {
    "floor": 0, "max_persons": 4, "heating_costs": Decimal(0), "energy_source": "gas",
    "deposit": Decimal(900), "kitchen": "fitted", "furnished": "no", "access": "stairs", "lift": "no",
    "washing_connection": "yes", "pets": "no", "condition": "ready",
}  # fmt: skip


@pytest.fixture
def offers() -> dict[Offer, int]:
    """Hardly anything said, a good deal, and all with a picture; what each is complete to."""
    bare = factories.create_offer(street="", house_number="")
    half = factories.create_offer(**dict(list(MORE.items())[:6]))
    full = factories.create_offer(
        **MORE | {"heating_costs": None}, heating_by_tenant=True, energy_certificate="available"
    )
    factories.add_photo(full)
    return {row: sheet.completeness(row, has_photos=row is full) for row in (bare, half, full)}


@pytest.mark.req("H-101")
def test_question_to_the_table_and_to_the_row_agree(offers: dict[Offer, int]) -> None:
    assert sorted(offers.values()) == [38, 67, 100]
    for percent in (0, 38, 39, 67, 68, 100):
        found = set(Offer.objects.complete_from(percent))
        assert found == {row for row, known in offers.items() if known >= percent}


@pytest.mark.req("H-101")
def test_clerk_filters_by_completeness_and_photos(
    offers: dict[Offer, int], as_user: Callable[[User], Client], clerk: User
) -> None:
    bare, half, full = offers
    desk = as_user(clerk)
    found = {
        query: list(desk.get(LIST + query).context["cl"].result_list)
        for query in ("?vollstaendig=60", "?fotos=ja", "?fotos=nein", "?fotos=nein&vollstaendig=60")
    }
    assert list(found.values()) == [[full, half], [full], [half, bare], [half]]


@pytest.mark.req("H-103")
def test_record_says_how_much_is_known(
    offers: dict[Offer, int], as_user: Callable[[User], Client], clerk: User
) -> None:
    half = list(offers)[1]
    assert "Vollständigkeit 67 %" in words(as_user(clerk).get(f"{LIST}{half.pk}/change/"))
