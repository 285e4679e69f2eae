"""What must be true before web and worker start: schema, roles, content, files, a first login (G-009)."""

import secrets
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from goslar_portal import clock, content
from goslar_portal.accounts import roles
from goslar_portal.accounts.models import User
from goslar_portal.catalogues import books
from goslar_portal.health.models import JobRun
from goslar_portal.static_files import collect_changed
from goslar_portal.views import pending_migrations

LOCK = 5_306_153  # any number, the same in every process: two starts migrate one after the other


class Command(BaseCommand):
    help = "Bringt Datenbank, Rollen, Inhalte und Dateien auf den Stand dieses Programms."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true", help="lädt auch die Beispieldaten")

    def handle(self, *args: Any, **options: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SET lock_timeout = 0; SET statement_timeout = 0; SELECT pg_advisory_lock(%s)", [LOCK]
            )
            try:
                self.prepare(demo=options["demo"])
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
        connection.close()

    def prepare(self, *, demo: bool) -> None:
        if pending_migrations():
            call_command("migrate", verbosity=0, interactive=False)
        books.compile_changed()
        collect_changed()  # before the content: loading it renders pages
        roles.sync()
        if settings.PORTAL_LOCAL and not User.objects.exists():
            self.first_login()
        content.load_missing(demo=demo)
        JobRun.objects.expect(clock.watched())

    def first_login(self) -> None:
        """A login for the person who started a local installation; its password is shown only here."""
        password = secrets.token_urlsafe(12)
        User.objects.create_superuser("verwaltung@goslar.example", password, display_name="Verwaltung")
        self.stdout.write(f"Anmeldung für Mitarbeitende: verwaltung@goslar.example  Passwort: {password}")
