"""The first page of the form: what is needed, how long it takes, what happens with the data."""

import pytest
from django.test import Client

from tests.housing.filling import words

pytestmark = pytest.mark.django_db


@pytest.mark.req("H-030")
def test_landlord_sees_the_steps_before_beginning(reader: Client) -> None:
    response = reader.get("/wohnraum/angebot/")
    assert [step.code for step in response.context["steps"]] == [
        "wohnung", "kosten", "ausstattung", "fotos", "kontakt", "absenden",
    ]  # fmt: skip
    assert 'href="/wohnraum/angebot/wohnung/"' in response.content.decode()
    assert "Ausstattung (freiwillig)" in words(response)


@pytest.mark.req("H-031")
def test_reading_the_first_page_sets_no_cookie(reader: Client) -> None:
    assert reader.get("/wohnraum/angebot/").cookies == {}
