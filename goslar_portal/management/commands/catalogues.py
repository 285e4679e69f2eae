"""`./portal manage catalogues update|check|compile [code …]`: the interface words of every language."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from goslar_portal.catalogues import books


class Command(BaseCommand):
    help = "Bringt die Kataloge der Oberflächentexte auf den Stand des Programms, prüft oder übersetzt sie."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["update", "check", "compile"])
        parser.add_argument("codes", nargs="*", help="Kürzel der Sprachen; ohne sie alle begonnenen")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "compile":
            self.stdout.write(f"Neu geschrieben: {' '.join(books.compile_changed()) or 'nichts'}")
            return
        chosen = [books.interface(code) for code in options["codes"]] or books.begun()
        for book in chosen if options["action"] == "update" else []:
            book.update()
        for book in chosen:
            self.stdout.write(f"{book.code}: {len(book.gaps())} von {len(book.words)} Einträgen fehlen")
        found = [line for book in chosen for line in book.problems()]
        if found and options["action"] == "check":
            raise CommandError("\n".join(found))
