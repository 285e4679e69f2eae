"""A database with the wrong character type is refused."""

import pytest
from django.core.checks import run_checks
from django.db import connection

from goslar_portal.search.checks import judged, letters_are_known


@pytest.mark.req("I-124")
def test_database_that_knows_letters_of_all_scripts_is_accepted(db: None) -> None:
    assert letters_are_known(databases=["default"]) == []
    assert "portal.E010" not in [message.id for message in run_checks(databases=["default"])]


@pytest.mark.req("I-124")
def test_database_with_plain_c_is_refused(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("""SELECT lower('ÄЖع' COLLATE "C"), 'ж' COLLATE "C" ~ '[[:alpha:]]'""")
        small, are_letters = cursor.fetchone()
    assert [error.id for error in judged(small, are_letters=are_letters)] == ["portal.E010"]
