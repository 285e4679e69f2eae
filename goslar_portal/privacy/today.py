"""What waits at the privacy desk, on the first page of the back office (G-101)."""

from django.utils.translation import gettext_lazy as _

from goslar_portal import registry
from goslar_portal.accounts.roles import Role
from goslar_portal.privacy.models import Correction, PrivacyCase
from goslar_portal.registry import Card


def register() -> None:
    registry.today.add(
        Card(
            "privacy.cases",
            _("Datenschutz-Anfragen"),
            roles={Role.PRIVACY},
            rows=PrivacyCase.objects.by_deadline,
            since="received_on",
            due="due_on",
            owner="responsible",
            link="admin:privacy_privacycase_changelist",
            action=_("Zu den Anfragen"),
            line=lambda case: case.headline,
        ),
        Card(
            "privacy.second",
            _("Löschung bestätigen"),
            roles={Role.LEAD, Role.PRIVACY},
            rows=PrivacyCase.objects.waiting_for_second,
            due="due_on",
            link="admin:privacy_privacycase_changelist",
            action=_("Zur Bestätigung"),
            line=lambda case: case.headline,
        ),
    )


def ask_for_corrections(roles: frozenset[str]) -> None:
    """One card for all records that the same people work with."""
    registry.today.add(
        Card(
            f"privacy.corrections.{'-'.join(sorted(roles))}",
            _("Angaben berichtigen"),
            roles=roles,
            rows=lambda: Correction.objects.open().of_kinds(kinds_of(roles)),
            since="asked_at",
            link="admin:privacy_correction_changelist",
            action=_("Zu den Berichtigungen"),
            line=lambda correction: correction.headline,
        )
    )


def kinds_of(roles: frozenset[str]) -> list[str]:
    return [source.name for source in registry.persons if frozenset(source.roles) == roles]
