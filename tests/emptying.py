"""Empties the database after a test that commits: deleting its few rows is fifty times quicker than TRUNCATE.

TRUNCATE gives each of 170 tables and all their indexes new files, which takes seconds on a busy disk.
"""

from django.db import connection, transaction
from django.test import TransactionTestCase

FROM_MIGRATIONS = {"django_content_type", "auth_permission"}  # Django's own flush writes them anew each time
by_django = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]  # untyped, and not public


def empty(case: TransactionTestCase) -> None:
    """What `flush` leaves, by another way; without the rights of a superuser by Django's own."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        if not cursor.fetchone()[0]:
            by_django(case)
            return
        # No triggers: journals refuse to shrink.
        cursor.execute("SET LOCAL session_replication_role = replica")
        tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
        names = sorted(set(tables) - FROM_MIGRATIONS)
        filled = (f"SELECT '{name}' WHERE EXISTS (SELECT FROM \"{name}\")" for name in names)  # noqa: S608  # of the database
        cursor.execute(" UNION ALL ".join(filled))
        for (name,) in cursor.fetchall():
            cursor.execute(f'DELETE FROM "{name}"')  # noqa: S608  # the same
