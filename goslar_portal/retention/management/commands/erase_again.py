"""After a backup came back: what was erased since is erased once more (G-097, G-244)."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from goslar_portal.retention import eraser, graves


class Command(BaseCommand):
    help = "Löscht nach dem Zurückspielen einer Sicherung noch einmal, was seit ihr gelöscht wurde."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--list", action="store_true", help="schreibt die Vermerke der Löschungen heraus")
        parser.add_argument("--from", dest="source", type=Path, help="liest Vermerke, die --list schrieb")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            graves.write(self.stdout)
            return
        if options["source"]:
            with options["source"].open(encoding="utf-8") as lines:
                graves.read(lines)
        self.stdout.write(f"Noch einmal gelöscht: {eraser.erase_again()}")
