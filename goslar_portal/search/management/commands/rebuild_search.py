"""`./portal manage rebuild_search`: writes all entries of the search anew (G-113)."""

from typing import Any

from django.core.management.base import BaseCommand

from goslar_portal.search import rebuild


class Command(BaseCommand):
    help = "Schreibt alle Einträge der Suche neu; nötig ist das nach einer eingespielten Sicherung nicht."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{rebuild()} Einträge geändert.")
