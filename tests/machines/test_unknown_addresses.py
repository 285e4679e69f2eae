"""An address that leads nowhere, in every area: search, topics, a way on, and next to no work (I-210)."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from integration.models import Page

pytestmark = pytest.mark.django_db
# What the topics cost; a slug that is looked up costs one more.
TOPICS = 1


@pytest.mark.req("I-210")
@pytest.mark.parametrize(
    ("address", "looked_up"),
    [
        ("/gibt-es-nicht/", 0),
        ("/zz/kontakt/", 0),
        ("/integration/gibt-es-nicht/", 1),
        ("/demokratie/gibt-es-nicht/", 0),
        ("/demokratie/merkblaetter/gibt-es-nicht/", 1),
        ("/demokratie/veranstaltungen/gibt-es-nicht/", 1),
        ("/newsletter/gibt-es-nicht/", 1),
        ("/newsletter/demokratie/gibt-es-nicht/", 1),
    ],
)
def test_unknown_address_shows_search_and_topics_for_one_look(
    starting_content: None, reader: Client, address: str, looked_up: int
) -> None:
    reader.get("/gibt-es-nicht/")
    with CaptureQueriesContext(connection) as asked:
        answer = reader.get(address)
    page = answer.content.decode()
    assert answer.status_code == 404
    assert 'action="/suche/"' in page
    if address.startswith("/integration/"):
        assert Page.objects.get(slug="wohnraum").get_absolute_url() in page
    assert len(asked) <= TOPICS + looked_up
