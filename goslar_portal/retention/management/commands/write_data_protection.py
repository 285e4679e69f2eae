"""Writes docs/data-protection.md anew from the declarations (G-098)."""

from typing import Any

from django.core.management.base import BaseCommand

from goslar_portal.retention import document


class Command(BaseCommand):
    help = "Schreibt docs/data-protection.md neu."

    def handle(self, *args: Any, **options: Any) -> None:
        document.FILE.write_text(document.text(), encoding="utf-8")
