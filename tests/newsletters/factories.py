"""Invented subscribers, brought to their state by the real verbs."""

import re
from typing import Any

from goslar_portal.journal.models import Actor
from goslar_portal.mail.models import Letter
from newsletters import jobs
from newsletters.models import SOURCE, Channel, SignUp, Subscription, Way, Wording

PERSON = Actor.person("subscriber")
OFFICE = Actor.clock("test")
ADDRESS = "leserin@example.org"


def answer_all() -> None:
    """What the worker does a moment after the form was sent."""
    for signup in SignUp.objects.filter(answered_at=None).order_by("pk"):
        jobs.answer_signup(number=signup.pk)


def ask(email: str = ADDRESS, *channels: Channel, language: str = SOURCE, **more: Any) -> SignUp:
    """A wish, and its mail."""
    current = Wording.objects.current(language)
    wanted = channels or (Channel.objects.get(slug="migration-und-teilhabe"),)
    signup = SignUp.objects.ask(
        email=email, language=language, wordings=[current[channel.pk] for channel in wanted], **more
    )
    signup.answer(by=OFFICE)
    return signup


def create_subscription(
    email: str = ADDRESS, channel: Channel | None = None, *, language: str = SOURCE
) -> Subscription:
    """Confirmed for one newsletter, not for the other; begun by the office, so that no limit counts it."""
    here = channel or Channel.objects.get(slug="migration-und-teilhabe")
    signup = ask(email, here, language=language, way=Way.STAFF)
    signup.refresh_from_db()
    signup.confirm(by=PERSON)
    return Subscription.objects.of_address(email).live().get(channel=here)


def letters() -> list[tuple[str, str]]:
    """Kind and recipient of every letter, oldest first."""
    rows = Letter.objects.filter(kind__startswith="newsletters.").order_by("pk")
    return [(row.kind.partition(".")[2], row.recipient) for row in rows]


def links_in(letter: Letter) -> list[str]:
    """The addresses of a letter as paths."""
    return [re.sub(r"^https?://[^/]+", "", found) for found in re.findall(r"https?://\S+", letter.text)]


def link_to(page: str) -> str:
    """The newest link in any letter that leads to this page, such as `bestaetigen`."""
    for letter in Letter.objects.order_by("-pk"):
        for link in links_in(letter):
            if link.endswith(f"/{page}/") or not page:
                return link
    raise LookupError(f"no letter leads to {page}")
