"""The overview of all topics."""

from typing import Any

import pytest
from django.test import Client

from integration.models import Page
from tests.integration.records import create_contact, create_published


def test_reader_finds_every_topic_in_the_order_of_the_tree(overview: Page, reader: Client) -> None:
    for slug in ("b", "a", "c"):
        create_published(slug, parent=overview, texts={"title": slug.upper()})
    assert [node.title for node in reader.get("/integration/").context["page"].children] == ["B", "A", "C"]


@pytest.mark.parametrize("rows", [1, 30])
def test_overview_costs_three_queries(
    overview: Page, reader: Client, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        create_published(f"t-{number}", parent=overview)
        create_contact(f"k-{number}", page=overview)
    with django_assert_num_queries(3):
        shown = reader.get("/integration/").context["page"]
    assert (len(shown.children), len(shown.contacts)) == (rows, rows)


def test_reader_finds_the_overview_and_the_contacts_in_the_menu(overview: Page, reader: Client) -> None:
    labels = [item["label"] for item in reader.get("/integration/").context["menu_items"]]
    assert (labels[0], labels[-1]) == ("Hilfe und Beratung", "Kontakt")
