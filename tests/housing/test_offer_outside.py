"""A flat outside of the county (H-035)."""

import pytest
from django.test import Client

from housing.models import Offer
from tests.housing.filling import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_content")]


@pytest.mark.req("H-035")
def test_landlord_from_outside_is_thanked_and_nothing_is_stored(reader: Client) -> None:
    response = reader.post("/wohnraum/angebot/wohnung/", {"municipality": "outside"}, follow=True)
    assert response.redirect_chain == [("/wohnraum/angebot/ausserhalb/", 302)]
    assert "Für Ihre Wohnung ist ein anderer Landkreis oder eine kreisfreie Stadt zuständig." in words(
        response
    )
    assert (Offer.objects.count(), "wohnungsangebot" in reader.cookies) == (0, False)
