"""`./portal manage metrics`: what /healthz/metrics shows, and what /healthz finds wrong (G-162)."""

from typing import Any

from django.core.management.base import BaseCommand

from goslar_portal.health import checks, measurements


class Command(BaseCommand):
    help = "Zeigt die Messwerte des Portals und was gerade nicht stimmt."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(measurements.as_text(), ending="")
        for name, word in checks.problems(started=0).items():
            self.stderr.write(f"{name}: {word}")
