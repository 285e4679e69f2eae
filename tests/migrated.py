"""Two hundred migrations take half a minute: each process copies a database that ran them already.

The copy is kept in the server of the tests and named by the migrations, so that a new one makes a new copy.
"""

import hashlib
from pathlib import Path

import psycopg
from django.apps import apps
from django.db import connection

PREFIX = "portal_migrated_"
ALONE = 20261126  # number of the lock: the first process makes the copy, the others wait for it


class Migrated:
    """`look` before the database of the tests is made, `keep` after."""

    def __init__(self) -> None:
        parameters = connection.get_connection_params()
        place = {key: parameters[key] for key in ("host", "port", "user", "password") if key in parameters}
        self.server = psycopg.connect(**place, dbname="postgres", autocommit=True)
        self.name = PREFIX + _sum_of_migrations()

    def look(self) -> None:
        self.server.execute("SELECT pg_advisory_lock(%s)", [ALONE])
        if self.name in self._kept():
            connection.settings_dict["TEST"]["TEMPLATE"] = self.name

    def keep(self) -> None:
        if self.name not in self._kept():
            own = connection.settings_dict["NAME"]
            connection.close()
            connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL has one; nobody may be inside
            for old in self._kept():
                self.server.execute(f'DROP DATABASE "{old}"')
            self.server.execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{own}"')
        self.server.close()

    def _kept(self) -> list[str]:
        rows = self.server.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        return [name for (name,) in rows]


def _sum_of_migrations() -> str:
    found = hashlib.sha256()
    for app in apps.get_app_configs():
        for file in sorted(Path(app.path).glob("migrations/*.py")):
            found.update(file.name.encode() + file.read_bytes())
    return found.hexdigest()[:16]
