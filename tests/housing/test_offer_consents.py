"""The landlord gives or takes back what is voluntary (H-073)."""

import pytest
from django.test import Client

from goslar_portal.journal.models import Entry
from housing.models import Consent, Offer
from tests.housing.filling import words
from tests.housing.own import own

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_content")]


def in_force(offer: Offer) -> list[str]:
    return sorted(row.text.kind for row in Consent.objects.in_force().filter(offer=offer))


@pytest.mark.req("H-073")
def test_landlord_gives_a_consent_and_takes_it_back_as_easily(reader: Client, offer: Offer) -> None:
    page = own(offer, "einwilligungen")
    assert "Alles hier ist freiwillig." in words(reader.get(page))
    reader.post(page, {"pool": "on"})
    assert in_force(offer) == ["pool", "privacy_read", "store"]
    reader.post(page, {})
    assert in_force(offer) == ["privacy_read", "store"]
    taken_back = Consent.objects.get(offer=offer, text__kind="pool")
    assert taken_back.withdrawn_at is not None
    assert Entry.objects.of(offer).filter(verb="change_consents").count() == 2


@pytest.mark.req("H-073", "H-300")
def test_looking_and_sending_the_same_again_changes_nothing(reader: Client, offer: Offer) -> None:
    page = own(offer, "einwilligungen")
    reader.get(page)
    reader.post(page, {"store": "", "privacy_read": ""})
    assert in_force(offer) == ["privacy_read", "store"]
    assert not Entry.objects.of(offer).filter(verb="change_consents").exists()
