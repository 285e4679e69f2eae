"""When nobody can log in any more: an account that may do everything, for one hour (G-055)."""

import secrets
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from goslar_portal.accounts.models import User
from goslar_portal.journal.models import Actor


class Command(BaseCommand):
    help = "Legt für eine Stunde einen Zugang an, der alles darf, und schreibt es jeder Leitung."

    def handle(self, *args: Any, **options: Any) -> None:
        password = secrets.token_urlsafe(15)
        user = User.objects.begin_emergency(password, by=Actor.clock("emergency_login"))
        until = timezone.localtime(user.ends_at)
        self.stdout.write(f"Notfallzugang bis {until:%H:%M} Uhr: {user.email}  Passwort: {password}")
