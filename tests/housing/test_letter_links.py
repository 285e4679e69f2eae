"""Scanners of mailboxes open every link of every letter: nothing may change (H-063, H-300)."""

import re

import pytest
from django.db import connection
from django.test import Client

from goslar_portal.journal.models import Actor
from tests.housing.every_letter import write_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starting_content")]
COUNTED = re.compile(r"^(limits_|journal_viewentry|django_session)")  # H-300 lets these be written


def rows() -> dict[str, str]:
    """A print of every table."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if not COUNTED.match(table):
                cursor.execute(f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM \"{table}\" t")  # noqa: S608
                found[table] = cursor.fetchone()[0]
    return found


@pytest.mark.req("H-063", "H-300")
def test_crawler_that_opens_every_link_of_every_letter_changes_no_row(
    reader: Client, by_clerk: Actor
) -> None:
    texts = [letter.text for letter in write_all(by_clerk)]
    todo = sorted({link for text in texts for link in re.findall(r"https?://[^/\s]+(/\S+)", text)})
    before, opened, pages = rows(), set(), 0
    while todo:
        path = todo.pop()
        opened.add(path)
        response = reader.get(path)
        assert reader.head(path).status_code == response.status_code
        assert response.status_code in {200, 302, 404}
        if response.status_code == 200 and "/mein-angebot/" in path:
            pages += 1
            inside = re.findall(r'href="(/wohnraum/mein-angebot/[^"#?]+/)"', response.content.decode())
            todo += sorted(set(inside) - opened - set(todo))
    assert pages > 40
    assert rows() == before
