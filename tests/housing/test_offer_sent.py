"""The page after sending: masked address, once more by mail (H-062)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from goslar_portal.mail.models import Letter
from housing.models import Offer
from housing.views.parts import masked
from tests.housing.filling import fill, link_in, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_content")]


@pytest.fixture
def sent_page(reader: Client) -> str:
    """Where the landlord stands after sending."""
    fill(reader)
    return str(send(reader).headers["Location"])


@pytest.mark.req("H-062")
def test_landlord_sees_the_masked_address_and_what_to_do(reader: Client, sent_page: str) -> None:
    response = reader.get(sent_page)
    text = words(response)
    assert "Bitte bestätigen Sie Ihre E-Mail-Adresse" in text
    assert "v…n@example.org" in text
    assert "vermieterin@example.org" not in response.content.decode()
    assert (response.headers["Referrer-Policy"], response.headers["X-Robots-Tag"]) == (
        "strict-origin",
        "noindex",
    )


@pytest.mark.req("H-062")
@pytest.mark.parametrize(
    ("address", "shown"),
    [("erika@example.org", "e…a@example.org"), ("ab@example.org", "a…@example.org"), ("", "")],
)
def test_address_is_masked_so_that_only_its_owner_knows_it(address: str, shown: str) -> None:
    assert masked(address) == shown


@pytest.mark.req("H-062")
def test_letter_comes_three_times_more_and_then_a_telephone_helps(reader: Client, sent_page: str) -> None:
    for _turn in range(3):
        response = reader.post(sent_page, follow=True)
        assert "Wir haben die E-Mail noch einmal geschickt." in words(response)
    response = reader.post(sent_page)
    assert response.status_code == 422
    assert "Wir haben die E-Mail schon mehrmals geschickt. Bitte rufen Sie uns an." in words(response)
    assert Letter.objects.count() == 4


@pytest.mark.req("H-062")
def test_every_repeated_letter_opens_the_offer(
    reader: Client, sent_page: str, mailbox: Callable[[], list[Any]]
) -> None:
    reader.post(sent_page)
    letters = mailbox()
    pages = [reader.get(link_in(letter.get_body(("plain",)).get_content())).status_code for letter in letters]
    assert pages == [200, 200]


@pytest.mark.req("H-300")
def test_looking_sends_nothing(reader: Client, sent_page: str) -> None:
    reader.get(sent_page)
    assert (Letter.objects.count(), Offer.objects.get().opt_in_count) == (1, 1)
