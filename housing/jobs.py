"""What the clock does with offers: forget, remind, wake. Each job may run twice (H-062, H-280)."""

from goslar_portal.clock import every
from goslar_portal.journal.models import Actor
from goslar_portal.retention.eraser import apply_rule
from goslar_portal.states import WrongStateError
from housing.models import Offer

AT_ONCE = 500  # rows of one run; the next one follows within the hour


@every("7 * * * *", name="erase_forgotten_drafts")
def erase_forgotten_drafts() -> int:
    """Drafts nobody has touched for a day, saved ones after a month (H-031, H-033)."""
    return apply_rule("housing.draft_hours") + apply_rule("housing.resume_days")


@every("*/10 * * * *", name="erase_unconfirmed_offers")
def erase_unconfirmed_offers() -> int:
    """Offers whose e-mail address was not confirmed in time go completely (H-062)."""
    return apply_rule("housing.opt_in_hours")


@every("*/10 * * * *", name="remind_unconfirmed_offers")
def remind_unconfirmed_offers() -> int:
    """One reminder, half-way (H-062)."""
    by = Actor.clock("remind_unconfirmed_offers")
    return sum(offer.remind(by=by) for offer in Offer.objects.to_remind()[:AT_ONCE])


@every("35 8 * * *", name="remind_saved_drafts")
def remind_saved_drafts() -> int:
    """One reminder of a draft that waits for its landlord (H-033)."""
    by = Actor.clock("remind_saved_drafts")
    return sum(draft.remind_of_draft(by=by) for draft in Offer.objects.drafts_to_remind()[:AT_ONCE])


@every("20 3 * * *", name="resume_paused_offers")
def resume_paused_offers() -> int:
    """A pause that is over ends by itself, back in the state before (H-091)."""
    by = Actor.clock("resume_paused_offers")
    return sum(_resumed(offer, by) for offer in Offer.objects.pause_is_over()[:AT_ONCE])


def _resumed(offer: Offer, by: Actor) -> bool:
    """False when somebody was faster: the row is no longer paused, which is fine."""
    try:
        offer.resume(by=by)
    except WrongStateError:
        return False
    return True
