"""All contacts on one page."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from integration.models import Page, PageContact, PageKind
from tests.integration.records import create_contact, create_published, section


@pytest.fixture
def contacts(overview: Page) -> Page:
    return create_published(
        "kontakt",
        kind=PageKind.SERVICE,
        in_menu=False,
        texts={"sections": [section("stellen", "", kind="contacts")]},
    )


@pytest.mark.req("I-034")
def test_reader_finds_the_switchboard_first_then_the_contacts_in_tree_order(
    contacts: Page, overview: Page, reader: Client
) -> None:
    second = create_published("b", parent=overview)
    first = create_published("a", parent=second)
    create_contact("tief", page=first)
    create_contact("oben", page=second)
    both = create_contact("beide", page=first)
    PageContact.objects.create(page=overview, contact=both)
    create_contact("zentrale", page=contacts)
    create_contact("nirgends")
    shown = reader.get("/kontakt/").context["page"]
    assert [row.code for row in shown.contacts] == ["zentrale", "beide", "oben", "tief"]


def test_reader_finds_no_contact_that_has_ended(contacts: Page, reader: Client) -> None:
    create_contact("alt", page=contacts, valid_until=date(2020, 1, 1))
    create_contact("neu", page=contacts, valid_until=date(2099, 1, 1))
    assert [row.code for row in reader.get("/kontakt/").context["page"].contacts] == ["neu"]


@pytest.mark.parametrize("rows", [1, 30])
def test_contact_page_costs_three_queries(
    contacts: Page, reader: Client, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        create_contact(f"k-{number}", page=contacts)
    with django_assert_num_queries(3):
        shown = reader.get("/kontakt/").context["page"]
    assert len(shown.contacts) == rows
