"""Send what is due, without any queue: the ledger is the truth (N-058)."""

from typing import Any

from django.core.management.base import BaseCommand

from newsletters.delivery import send_newsletters


class Command(BaseCommand):
    help = "Verschickt alle fälligen Zustellungen. Kann mehrmals zugleich laufen."

    def handle(self, *args: Any, **options: Any) -> None:
        count = send_newsletters()
        self.stdout.write(f"{count} Zustellungen beendet.")
