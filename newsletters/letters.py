"""E-mails about subscriptions: data in, a row of the outbox out; issues go through the ledger (N-085).

Subjects name the newsletter at most. No letter holds anything a person typed (N-104).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from goslar_portal import languages, office
from goslar_portal.mail.outbox import Attachment, post
from newsletters.tokens import Purpose, sign

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from newsletters.models import Channel, Issue, Proof, SignUp, Subscription


def signup_received(signup: SignUp, channels: Sequence[Channel], token: str) -> None:
    """Please confirm: two links, nothing else (N-104)."""
    context = _confirmation(signup.language, signup.way) | {
        "names": _names(channels, signup.language),
        "confirm_url": _absolute("signup_confirm", signup.language, token),
        "deny_url": _absolute("signup_deny", signup.language, token),
    }
    _to(signup, "signup_received", f"{signup.pk}", context)


def confirmation_wording(language: str, way: str) -> str:
    """The words of that mail with neither address nor link, kept as proof (N-120)."""
    context = _confirmation(language, way) | {"names": ["…"], "confirm_url": "…", "deny_url": "…"}
    with translation.override(language):
        return render_to_string("newsletters/letters/signup_received.txt", context).strip() + "\n"


def already_subscribed(signup: SignUp, subscriptions: Sequence[Subscription]) -> None:
    """You have it already; here are your settings (N-103)."""
    rows = [
        {"name": _name(row.channel, signup.language), "url": settings_url(row, signup.language)}
        for row in subscriptions
    ]
    _to(signup, "already_subscribed", f"{signup.pk}", {"subscriptions": rows})


def renewal_asked(subscription: Subscription, kind: str, *, ends_on: datetime) -> None:
    """„Möchten Sie den Newsletter weiter bekommen?“: one link to one button (N-160)."""
    token = sign(Purpose.RENEWAL, subscription.key)
    context = {
        "is_reminder": kind == "reminder",
        "name": _name(subscription.channel, subscription.language),
        "ends_on": timezone.localtime(ends_on),
        "renew_url": _absolute("subscription_renew", subscription.language, token),
    }
    turn = f"{subscription.pk}:{subscription.renewed_at:%Y%m%dT%H%M%S%f}:{kind}"
    _to(subscription, "renewal_asked", turn, context)


def renewal_wording(language: str) -> str:
    """The words of that mail with neither name, day nor link, kept as proof (N-120)."""
    context = {"is_reminder": False, "name": "…", "ends_on": None, "renew_url": "…"}
    with translation.override(language):
        return render_to_string("newsletters/letters/renewal_asked.txt", context).strip() + "\n"


def data_sent(subscription: Subscription, proofs: Sequence[Proof]) -> None:
    """Everything stored about one subscription, to read and as JSON (N-115)."""
    stored = facts(subscription, proofs)
    context = {
        "subscription": subscription,
        "name": _name(subscription.channel, subscription.language),
        "language_name": languages.catalogue()[subscription.language].native,
        "proofs": proofs,
        "settings_url": settings_url(subscription),
    }
    content = json.dumps(stored, ensure_ascii=False, indent=2).encode()
    attachment = Attachment("meine-daten.json", content=content, content_type="application/json")
    turn = f"{subscription.pk}:{subscription.data_sent_at:%Y%m%dT%H%M%S%f}"
    _to(subscription, "data_sent", turn, context, [attachment])


def limit_reached(channel: Channel, hour: datetime) -> None:
    """To the office: the form takes no more for this hour; at most one such mail a day (N-133)."""
    day = timezone.localtime(hour)
    context = {"name": _name(channel, "de"), "hour": day}
    _write("limit_reached", channel, f"{day:%Y-%m-%d}", context, to=channel.reply_address, language="de")


def issue_stopped(issue: Issue, reason: str) -> None:
    """To the office: an issue does not go on by itself; at most one such mail an hour and issue (N-073)."""
    hour = timezone.localtime(timezone.now())
    context = {"issue": str(issue), "name": _name(issue.channel, "de"), "reason": reason}
    turn = f"{issue.pk}:{hour:%Y-%m-%d-%H}"
    _write("issue_stopped", issue, turn, context, to=issue.channel.reply_address, language="de")


# Parts ------------------------------------------------------------------------------------------------------


def facts(subscription: Subscription, proofs: Sequence[Proof]) -> dict[str, Any]:
    return {
        "newsletter": subscription.channel.slug,
        "email": subscription.email,
        "language": subscription.language,
        "state": subscription.state,
        "confirmed_at": subscription.confirmed_at.isoformat(),
        "last_confirmed_at": subscription.renewed_at.isoformat(),
        "proofs": [proof.as_json() for proof in proofs],
    }


def settings_url(subscription: Subscription, language: str = "") -> str:
    token = sign(Purpose.SUBSCRIPTION, subscription.key)
    return _absolute("subscription_settings", language or subscription.language, token)


def _confirmation(language: str, way: str) -> dict[str, Any]:
    return {
        "way": way,
        "hours": int(office.value("newsletters.opt_in_hours")),
        "days": int(office.value("newsletters.invitation_days")),
    }


def _names(channels: Sequence[Channel], language: str) -> list[str]:
    return [_name(channel, language) for channel in channels]


def _name(channel: Channel, language: str) -> str:
    with translation.override(language):
        return channel.name


def _absolute(view: str, language: str, *args: str) -> str:
    with translation.override(language):
        return f"{settings.SITE_URL.rstrip('/')}{reverse(f'newsletters:{view}', args=args)}"


def _to(
    row: SignUp | Subscription,
    name: str,
    turn: str,
    context: dict[str, Any],
    attachments: Sequence[Attachment] = (),
) -> None:
    """To the person, in the language they chose."""
    _write(name, row, turn, context, to=row.email, language=row.language, attachments=attachments)


def _write(
    name: str,
    about: Channel | Issue | SignUp | Subscription,
    turn: str,
    context: dict[str, Any],
    *,
    to: str,
    language: str,
    attachments: Sequence[Attachment] = (),
) -> None:
    post(
        kind=f"newsletters.{name}",
        to=to,
        language=language,
        once=f"newsletters.{name}:{turn}",
        about=about,
        context=context,
        attachments=attachments,
    )
