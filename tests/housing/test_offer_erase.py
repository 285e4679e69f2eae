"""„Alles löschen“: two pages, a typed reference, and nothing is left (H-076)."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from goslar_portal.accounts.models import User
from goslar_portal.journal.models import Actor, Entry
from goslar_portal.links.models import AccessLink
from goslar_portal.mail.models import Letter
from goslar_portal.retention.models import Tombstone
from housing.models import Consent, Landlord, Offer, OfferPhoto
from tests.housing import factories
from tests.housing.filling import words
from tests.housing.own import own

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_content")]


def files() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


@pytest.mark.req("H-076", "H-309")
def test_landlord_erases_everything_at_once(
    reader: Client, offer: Offer, django_capture_on_commit_callbacks: object
) -> None:
    factories.add_photo(offer)
    reference = offer.reference or ""
    assert "Möchten Sie alles löschen?" in words(reader.get(own(offer, "loeschen")))
    page = own(offer, "loeschen/bestaetigen")
    assert reader.post(page, {"reference": "GS-2026-000001-X"}).status_code == 422
    assert Offer.objects.count() == 1
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]  # a fixture
        response = reader.post(page, {"reference": reference.lower()}, follow=True)
    assert "Alles gelöscht" in words(response)
    left = [model.objects.count() for model in (Offer, Landlord, Consent, OfferPhoto, AccessLink)]
    assert (left, files()) == ([0, 0, 0, 0, 0], [])
    [letter] = Letter.objects.all()
    assert (letter.kind, letter.about_number) == ("housing.offer_erased", None)
    assert reference in letter.subject
    assert Entry.objects.filter(verb="erase", kind="housing.offer").count() == 1
    assert sorted(Tombstone.objects.values_list("kind", flat=True)) == ["housing.landlord", "housing.offer"]
    assert reader.get(page).status_code == 404


@pytest.mark.req("H-076")
def test_other_offers_of_the_landlord_stay(reader: Client, offer: Offer) -> None:
    assert offer.landlord is not None
    other = factories.create_offer(contact_changes={"email": offer.landlord.email})
    reader.post(own(offer, "loeschen/bestaetigen"), {"reference": offer.reference})
    assert list(Offer.objects.all()) == [other]
    assert Landlord.objects.count() == 1


@pytest.mark.req("H-076")
def test_reserved_offer_waits_for_the_answer_of_the_lead(reader: Client, lead: User) -> None:
    offer = factories.create_offer(state="reserved")
    response = reader.post(own(offer, "loeschen/bestaetigen"), {"reference": offer.reference}, follow=True)
    assert "Wir melden uns innerhalb eines Monats bei Ihnen." in words(response)
    assert [row.pk for row in Offer.objects.with_erasure_wished()] == [offer.pk]
    assert Letter.objects.latest("pk").kind == "housing.erasure_wished"
    offer.refresh_from_db()
    offer.answer_erasure(by=Actor.staff(lead), answer="Wir löschen, sobald der Vertrag geschlossen ist.")
    assert not Offer.objects.with_erasure_wished().exists()
    assert "sobald der Vertrag geschlossen ist" in Letter.objects.latest("pk").text
