"""`./portal manage texts begin|stamp|check [code …]`: the files of a translation (docs/translating.md)."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from goslar_portal.catalogues import books
from goslar_portal.languages import SOURCE
from integration import text_files


class Command(BaseCommand):
    help = "Beginnt eine Sprache, stempelt ihre Seiten, prüft ihre Dateien."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["begin", "stamp", "check"])
        parser.add_argument("codes", nargs="*", help="Kürzel der Sprachen; ohne sie alle begonnenen")

    def handle(self, *args: Any, **options: Any) -> None:
        begun = [code for code, _name in settings.LANGUAGES if text_files.folder(code).is_dir()]
        codes = options["codes"] or [code for code in begun if code != SOURCE]
        unknown = set(codes) - {code for code, _name in settings.LANGUAGES} | {SOURCE} & set(codes)
        if unknown:
            raise CommandError(f"Keine Übersetzungssprache: {' '.join(sorted(unknown))}")
        {"begin": self.begin, "stamp": self.stamp, "check": self.judge}[options["action"]](codes)

    def begin(self, codes: list[str]) -> None:
        for code in codes:
            text_files.folder(code).mkdir(parents=True, exist_ok=True)
            for book in (books.interface(code), text_files.book(code)):
                book.update()
                self.stdout.write(f"{book.path}: {len(book.gaps())} Einträge fehlen")

    def stamp(self, codes: list[str]) -> None:
        for code in codes:
            self.stdout.write(f"{code}: {' '.join(text_files.stamp(code))}")

    def judge(self, codes: list[str]) -> None:
        found: list[str] = []
        for code in codes:
            book = text_files.book(code)
            missing = f"{len(book.gaps())} kurze Texte" if book.path.exists() else "alle kurzen Texte"
            self.stdout.write(
                f"{code}: es fehlen {missing}; veraltet: {text_files.outdated(code) or 'nichts'}"
            )
            found += text_files.problems(code) + (book.problems() if book.path.exists() else [])
        if found:
            raise CommandError("\n".join(found))
