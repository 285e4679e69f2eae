"""After a change of SECRET_KEY: encrypt the secrets of second factors under the new one (G-063)."""

from typing import Any

from django.core.management.base import BaseCommand

from goslar_portal.accounts import second_factor


class Command(BaseCommand):
    help = (
        "Verschlüsselt gespeicherte Geheimnisse neu; danach darf der alte Schlüssel aus SECRET_KEY_FALLBACKS."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Neu verschlüsselt: {second_factor.renew_keys()}")
