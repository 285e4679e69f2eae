"""Addresses written another way lead to the right one."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.req("I-211")
@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ("/integration", "/integration/"),
        ("/Integration/", "/integration/"),
        ("/INTEGRATION/Wohnraum", "/integration/wohnraum/"),
        ("/integration/Wohnraum/", "/integration/wohnraum/"),
        ("/integration/wohnraum", "/integration/wohnraum/"),
        ("/Kontakt", "/kontakt/"),
        ("/impressum", "/impressum/"),
        ("/BarriereFreiheit/?a=1&b=2", "/barrierefreiheit/?a=1&b=2"),
    ],
)
def test_reader_who_spells_an_address_differently_arrives(reader: Client, asked: str, right: str) -> None:
    response = reader.get(asked)
    assert (response.status_code, response.headers["Location"]) == (301, right)


@pytest.mark.req("I-211")
@pytest.mark.parametrize(
    "asked", ["/Gibtesnicht/", "/integration/a/b/", "/integration//wohnraum/", "/integration/a_b/"]
)
def test_reader_with_a_wrong_address_gets_the_page_that_says_so(reader: Client, asked: str) -> None:
    assert reader.get(asked).status_code == 404


@pytest.mark.req("I-212")
@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ("/de/", "/"),
        ("/de/kontakt/?a=1", "/kontakt/?a=1"),
        ("/de/integration/wohnraum/seite.pdf", "/integration/wohnraum/seite.pdf"),
        ("/de//example.org/", "/example.org/"),
        ("/de/%5Cexample.org/", "/%5Cexample.org/"),
    ],
)
def test_reader_who_writes_the_code_of_german_arrives_at_the_root(
    reader: Client, asked: str, right: str
) -> None:
    response = reader.get(asked)
    assert (response.status_code, response.headers["Location"]) == (301, right)


@pytest.mark.req("I-210")
def test_reader_who_is_lost_goes_back_to_the_start_page_of_their_language(
    reader: Client, every_language: None
) -> None:
    page = reader.get("/ar/gibt-es-nicht/").content.decode()
    assert '<a class="button" href="/ar/">' in page
