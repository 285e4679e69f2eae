"""From the mail back into the form, on the same device or another (H-033, H-034)."""

import pytest
from django.test import Client

from goslar_portal.links.models import AccessLink
from goslar_portal.mail.models import Letter
from housing.models import Offer, OfferState
from tests.housing.filling import FORM, costs, fill, link_in, send, the_offer, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_content")]


@pytest.fixture
def link(reader: Client) -> str:
    fill(reader, until="ausstattung")
    reader.post(f"{FORM}spaeter/", {"email": "vermieterin@example.org"})
    return link_in(Letter.objects.get().text)


@pytest.mark.req("H-033", "H-300")
def test_looking_at_the_link_changes_nothing(link: str) -> None:
    scanner = Client()
    before = list(Offer.objects.values())
    for method in (scanner.get, scanner.head):
        assert method(link).status_code == 200
    assert (list(Offer.objects.values()), AccessLink.objects.count()) == (before, 1)
    assert "wohnungsangebot" not in scanner.cookies


@pytest.mark.req("H-033")
def test_landlord_goes_on_with_another_device_and_the_first_one_still_works(
    reader: Client, link: str
) -> None:
    laptop = Client()
    response = laptop.post(link)
    assert response.headers["Location"] == f"{FORM}kontakt/"
    page = laptop.get(f"{FORM}kosten/")
    assert page.context["form"]["net_cold_rent"].value() == "420"
    assert reader.post(f"{FORM}kosten/", costs(net_cold_rent="430")).status_code == 302
    assert laptop.get(f"{FORM}kosten/").context["form"]["net_cold_rent"].value() == "430"
    fill(laptop)
    send(laptop)
    assert the_offer().state == OfferState.UNCONFIRMED
    assert (the_offer().resume_email, the_offer().saved_at) == ("", None)


@pytest.mark.req("H-034")
def test_link_of_a_sent_offer_opens_nothing_any_more(reader: Client, link: str) -> None:
    fill(reader)
    send(reader)
    late = Client()
    assert "Dieses Angebot ist schon abgesendet" in words(late.get(link))
    late.post(link)
    assert "wohnungsangebot" not in late.cookies
    assert Offer.objects.count() == 1


@pytest.mark.req("H-034")
def test_two_tabs_write_into_one_draft(reader: Client) -> None:
    fill(reader, until="ausstattung")
    second_tab = Client()
    second_tab.cookies = reader.cookies
    reader.post(f"{FORM}kosten/", costs(net_cold_rent="400"))
    second_tab.post(f"{FORM}wohnung/", {"living_area": "abc"})
    assert Offer.objects.count() == 1
    assert the_offer().answers["kosten"]["net_cold_rent"] == ["400"]
    assert the_offer().answers["wohnung"]["living_area"] == ["abc"]
