"""Accounts on „Heute“: invitations that ran out, logins nobody uses (G-054)."""

from django.utils.translation import gettext_lazy as _

from goslar_portal import registry
from goslar_portal.accounts.models import User
from goslar_portal.accounts.roles import Role
from goslar_portal.registry import Card


def register() -> None:
    registry.today.add(
        Card(
            "accounts.never_begun",
            _("Einladungen, die abgelaufen sind"),
            {Role.ENGINEERING},
            User.objects.invitation_over,
            since="joined_at",
            action=_("Neu einladen oder pausieren"),
        ),
        Card(
            "accounts.silent",
            _("Konten, die seit 180 Tagen niemand benutzt"),
            {Role.ENGINEERING, Role.LEAD},
            User.objects.silent,
            since="used_at",
            action=_("Nachfragen oder pausieren"),
        ),
        Card(
            "accounts.without_role",
            _("Konten ohne Rolle"),
            {Role.LEAD},
            User.objects.without_role,
            since="joined_at",
            action=_("Rolle geben"),
        ),
    )
