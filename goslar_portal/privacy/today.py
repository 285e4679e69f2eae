"""What waits at the privacy desk, on the first page of the back office (G-101)."""

from django.utils.translation import gettext_lazy as _

from goslar_portal import registry
from goslar_portal.accounts.roles import Role
from goslar_portal.privacy.models import PrivacyCase
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
