"""„Das war ich nicht“: the address is never written to again (N-108, N-123)."""

import pytest
from django.test import Client

from goslar_portal.mail.models import Letter
from newsletters.models import SignUp, Subscription, Suppression
from tests.newsletters import factories
from tests.newsletters.filling import subscribe, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("channels")]


@pytest.fixture
def link(reader: Client) -> str:
    subscribe(reader)
    factories.answer_all()
    return factories.link_to("nicht-ich")


@pytest.mark.req("N-108")
def test_one_button_deletes_the_wish_and_suppresses_the_address_for_all(reader: Client, link: str) -> None:
    page = reader.get(link)
    assert page.content.decode().split("<main")[1].count("<button") == 1
    assert "Diese Adresse nie wieder anschreiben" in words(page)
    response = reader.post(link)
    assert "Wir schreiben Ihnen nicht mehr" in words(response)
    assert SignUp.objects.count() == 0
    row = Suppression.objects.get()
    assert (row.channel, row.reason) == (None, "not_me")
    assert reader.get(link).status_code == 404


@pytest.mark.req("N-108", "N-123", "N-192")
def test_nothing_reaches_the_address_any_more(reader: Client, link: str) -> None:
    reader.post(link)
    Letter.objects.all().delete()
    for slug in ("migration-und-teilhabe", "demokratie"):
        assert subscribe(reader, slug, email="LESERIN@example.org").status_code == 302
    factories.answer_all()
    assert (factories.letters(), SignUp.objects.count()) == ([], 0)


@pytest.mark.req("N-108")
def test_living_subscriptions_of_the_address_end_too(reader: Client, link: str) -> None:
    row = factories.create_subscription()
    Suppression.objects.all().delete()
    SignUp.objects.filter(confirmed_at=None).first().deny(by=factories.PERSON)  # type: ignore[union-attr]
    row.refresh_from_db()
    assert (row.state, row.end_reason, row.email) == ("ended", "suppressed", "")


@pytest.mark.req("N-108")
def test_link_of_a_confirmed_wish_denies_nothing(reader: Client, link: str) -> None:
    reader.post(link.replace("nicht-ich", "bestaetigen"))
    assert reader.post(link).status_code == 302
    assert (Suppression.objects.count(), Subscription.objects.live().count()) == (0, 1)
