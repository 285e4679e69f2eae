"""One of each kind of letter to a landlord, written by the real verbs."""

import datetime as dt
from typing import Any

from django.utils import timezone

from goslar_portal.dates import today
from goslar_portal.journal.models import Actor
from goslar_portal.mail.models import Letter
from tests.housing import factories
from tests.housing.factories import LANDLORD, reason

CLOCK = Actor.clock("probe")


def write_all(by: Actor) -> list[Letter]:
    _until_review(by)
    _viewings(by)
    _waiting(by)
    newest = {letter.kind: letter for letter in Letter.objects.order_by("pk")}
    return list(newest.values())


def _until_review(by: Actor) -> None:
    draft = factories.create_draft()
    draft.save_for_later(by=LANDLORD, email="spaeter@example.org")
    draft.remind_of_draft(by=CLOCK)
    asked = factories.create_offer(state="query")
    asked.renew_link(by=LANDLORD)
    factories.create_offer(state="available").withdraw(by=LANDLORD)
    factories.create_offer().reject(by=by, reason=reason("offer_rejection.too_expensive"))
    factories.create_offer(state="unconfirmed").remind(by=CLOCK)
    factories.take_in()
    factories.take_in_list("Musterweg", "Probegasse")


def _viewings(by: Actor) -> None:
    offer = factories.create_offer(state="in_review")
    noon = timezone.localtime().replace(hour=12)
    when: dict[str, Any] = {"by": by, "minutes": 30, "participants": ["landlord"], "meeting_point": "Am Tor"}
    offer.plan_viewing(starts_at=noon + dt.timedelta(days=3), **when)
    offer.move_viewing(starts_at=noon + dt.timedelta(days=4), **when)
    offer.remind_of_viewing(by=CLOCK)
    offer.cancel_viewing(by=by, reason=reason("viewing_cancellation.staff_prevented"))


def _waiting(by: Actor) -> None:
    """What is written while an offer waits, and at its end."""
    free = factories.create_offer(state="available")
    free.ask_if_free(by=CLOCK)
    free.pause(by=LANDLORD, until=today() + dt.timedelta(days=5))
    free.resume(by=CLOCK)
    free.reserve(by=by)
    free.wish_erasure(by=LANDLORD)
    free.answer_erasure(by=by, answer="Wir löschen nach dem Vertrag.")
    for decide in ("adopt_change", "refuse_change"):
        seen = free.fingerprint_of(["deposit"])
        free.change(by=LANDLORD, facts={"deposit": len(decide)}, seen=seen)
        getattr(free, decide)(by=by, **({"answer": "Leider nicht."} if decide == "refuse_change" else {}))
    free.let(by=by, contract_on=today())
    silent = factories.create_offer(state="query")
    silent.remind_of_query(by=CLOCK)
    silent.expire(by=CLOCK)
    moved = factories.create_offer()
    assert moved.landlord is not None
    moved._ask_for_proof(LANDLORD, moved.landlord, "neu@example.org")
    factories.create_offer().wish_erasure(by=LANDLORD)
    lost = factories.create_offer(state="in_review")
    call: dict[str, Any] = {"channel": "phone", "direction": "out"}
    for _try in range(3):
        lost.note_contact(by=by, result=reason("contact_result.not_reached"), **call)
    lost.write_unreachable(by=by)
