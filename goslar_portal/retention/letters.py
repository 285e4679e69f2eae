"""Kinds of letters an area keeps shorter than all others (G-077)."""

from django.db.models import Q

from goslar_portal import office
from goslar_portal.retention import inventory
from goslar_portal.retention.declarations import Period, Retention, Rule, Words, blank

CONTENT = ("recipient", "subject", "text", "html")


def letters_kept(kind: str, *, name: str, what: Words, starts: Words, period: Period) -> None:
    """Empty letters whose kind begins so after this period; called by an area in `ready()`.

    letters_kept("integration.help_", name="integration.help_letter_days", what=_("Brief zu einer
    Hilfe-Anfrage"), starts=_("Absenden"), period=days(90, low=30, high=365))
    """
    rule = Rule(
        name,
        what,
        starts=starts,
        clock="ended_at",
        rows="with_end",
        period=period,
        then=blank(*CONTENT),
        where=Q(kind__startswith=kind),
    )
    inventory.extend("mail.Letter", Retention(rules=[rule]))
    if not period.is_fixed:
        office.add(rule.office_value())
