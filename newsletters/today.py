"""What the newsletters put on „Heute“, for each role its own newsletters (N-164, N-073, N-133, N-153)."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as now_say
from django.utils.translation import gettext_lazy as _

from goslar_portal import registry
from goslar_portal.accounts.roles import Role
from goslar_portal.limits.declarations import KINDS, limit
from goslar_portal.registry import Card, Line
from newsletters.models import Channel, Delivery, Issue, ReachedLimit, RenewalMail, ReturnBox
from newsletters.models.channel import OWNERS
from newsletters.roles import STAFF

DELIVERIES = "admin:newsletters_delivery_changelist"
RETURNS = "admin:newsletters_stray_changelist"
ONE_ISSUE, RESEND = "admin:newsletters_delivery_issue", "admin:newsletters_delivery_resend"


def register() -> None:
    registry.today.add(*(card for role in OWNERS for card in _cards(role)))
    registry.today.add(
        Card(
            "newsletters.returns",
            _("Postfach der Rückläufer"),
            STAFF,
            _returns,
            link=RETURNS,
            action=_("Ansehen"),
        )
    )


def _cards(role: Role) -> Iterator[Card]:
    """Leitung sees those of all roles."""
    readers = {role, Role.LEAD}
    yield from _of_sending(role, readers)
    yield from _of_subscribing(role, readers)


def _of_sending(role: Role, readers: set[Role]) -> Iterator[Card]:
    yield Card(
        f"newsletters.stopped.{role}",
        _("Ausgaben, die auf eine Entscheidung warten"),
        readers,
        lambda: Issue.objects.of_role(role).waiting_for_a_person(),
        since="stopped_at",
        line=lambda row: f"{row}: {row.get_state_display()}",
        link=DELIVERIES,
        goes_to=lambda row: reverse(ONE_ISSUE, args=[row.pk]),
        action=_("Entscheiden"),
    )
    yield Card(
        f"newsletters.unclear.{role}",
        _("Unklare Zustellungen"),
        readers,
        lambda: _unclear(role),
        link=DELIVERIES,
        action=_("Ansehen"),
    )
    yield Card(
        f"newsletters.self_test.{role}",
        _("Versand-Selbsttest fällig"),
        readers,
        lambda: Channel.objects.of_role(role).without_fresh_test(),
        line=lambda row: row.sender_name,
        link="admin:newsletters_self_test",
        goes_to=lambda _row: reverse("admin:newsletters_self_test"),
        action=_("Testen"),
    )


def _of_subscribing(role: Role, readers: set[Role]) -> Iterator[Card]:
    yield Card(
        f"newsletters.limits.{role}",
        _("Sehr viele Anmeldungen"),
        readers,
        lambda: ReachedLimit.objects.lately().of_role(role),
        since="hour",
        line=_limit,
        link="admin:newsletters_channel_changelist",
        goes_to=lambda row: reverse("admin:newsletters_channel_verb", args=[row.channel_id, "close_signup"]),
        action=_("Anmeldung schließen"),
    )
    yield Card(
        f"newsletters.renewals.{role}",
        _("Abos, die noch nicht nach der Erneuerung gefragt sind"),
        readers,
        lambda: RenewalMail.objects.left_behind().of_role(role),
        since="renewed_at",
        link="admin:office_officevalue_changelist",
        action=_("Mehr E-Mails am Tag erlauben"),
    )


def _returns() -> Iterator[Line]:
    """The mailbox of returns, when nobody could read it for a day (N-140)."""
    box = ReturnBox.objects.known() if settings.BOUNCE_IMAP_URL else None
    if box is not None and box.is_unread:
        yield Line(now_say("Seit einem Tag nicht gelesen"), reverse(RETURNS), since=box.read_at)


def _unclear(role: Role) -> Iterator[Line]:
    for row in Delivery.objects.of_role(role).unclear_per_issue():
        words = now_say("Nr. %(number)s/%(year)s: %(count)s ohne klare Antwort des Mailservers") % {
            "number": row["issue__number"],
            "year": row["issue__year"],
            "count": row["count"],
        }
        yield Line(words, reverse(RESEND, args=[row["issue_id"]]), since=row["since"])


def _limit(row: Any) -> str:
    return now_say("Grenze %(which)s: mehr als %(most)s in der Stunde ab %(hour)s Uhr") % {
        "which": KINDS[row.kind],
        "most": limit("newsletters.signup").most(row.kind),
        "hour": f"{timezone.localtime(row.hour):%H}",
    }
