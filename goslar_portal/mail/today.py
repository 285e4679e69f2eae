"""Letters that did not arrive, or perhaps not, on „Heute“ of those whose they are (G-073)."""

from collections.abc import Collection

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from goslar_portal.mail import reach
from goslar_portal.mail.models import Letter
from goslar_portal.registry import Card

TITLE = _("Briefe ohne Zustellung")


def card(prefix: str, roles: Collection[str]) -> Card:
    """For the letters of one area; without `prefix` for all of them."""
    return Card(
        f"mail.{prefix or 'all'}",
        format_lazy("{title}: {area}", title=TITLE, area=reach.area_label(prefix)) if prefix else TITLE,
        roles,
        lambda: Letter.objects.troubled(prefix),
        since="posted_at",
        line=lambda letter: f"{letter.subject or letter.area_label} ({letter.get_state_display()})",
        link="admin:mail_letter_changelist?stand=offen",
        action=_("Klären"),
    )
