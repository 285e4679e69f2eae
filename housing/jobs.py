"""What the clock does with offers: forget, remind, wake. Each job may run twice (H-062, H-280)."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from goslar_portal.clock import every
from goslar_portal.journal.models import Actor
from goslar_portal.retention.eraser import apply_rule
from goslar_portal.states import WrongStateError
from housing.models import Offer, Viewing

AT_ONCE = 500  # rows of one run; the next one follows within the hour


@every("7 * * * *", name="erase_forgotten_drafts", label=_("Vergessene Entwürfe löschen"))
def erase_forgotten_drafts() -> int:
    """Drafts nobody has touched for a day, saved ones after a month (H-031, H-033)."""
    return apply_rule("housing.draft_hours") + apply_rule("housing.resume_days")


@every("*/10 * * * *", name="erase_unconfirmed_offers", label=_("Unbestätigte Angebote löschen"))
def erase_unconfirmed_offers() -> int:
    """Offers whose e-mail address was not confirmed in time go completely (H-062)."""
    return apply_rule("housing.opt_in_hours")


@every("*/10 * * * *", name="remind_unconfirmed_offers", label=_("An die Bestätigung erinnern"))
def remind_unconfirmed_offers() -> int:
    """One reminder, half-way (H-062)."""
    by = Actor.clock("remind_unconfirmed_offers")
    return sum(offer.remind(by=by) for offer in Offer.objects.to_remind()[:AT_ONCE])


@every("35 8 * * *", name="remind_saved_drafts", label=_("An gespeicherte Entwürfe erinnern"))
def remind_saved_drafts() -> int:
    """One reminder of a draft that waits for its landlord (H-033)."""
    by = Actor.clock("remind_saved_drafts")
    return sum(draft.remind_of_draft(by=by) for draft in Offer.objects.drafts_to_remind()[:AT_ONCE])


@every("20 3 * * *", name="resume_paused_offers", label=_("Pausierte Angebote fortsetzen"))
def resume_paused_offers() -> int:
    """A pause that is over ends by itself, back in the state before (H-091)."""
    by = Actor.clock("resume_paused_offers")
    return sum(_done(offer.resume, by) for offer in Offer.objects.pause_is_over()[:AT_ONCE])


@every("* * * * *", name="look_closer", label=_("Neue Angebote auf Dubletten und Auffälligkeiten prüfen"))
def look_closer() -> int:
    """What came in or changed, compared with all other offers (H-120, H-290, H-292)."""
    offers = list(Offer.objects.to_look_at()[:AT_ONCE])
    for offer in offers:
        offer.look_closer()
    return len(offers)


@every("45 8 * * *", name="ask_if_free", label=_("Fragen, ob Wohnungen noch frei sind"))
def ask_if_free() -> int:
    """A mail with a link per answer, or a task for the telephone; then two reminders (H-130)."""
    by = Actor.clock("ask_if_free")
    asked = sum(offer.ask_if_free(by=by) for offer in Offer.objects.to_ask_if_free()[:AT_ONCE])
    return asked + sum(offer.remind_if_free(by=by) for offer in Offer.objects.to_remind_if_free()[:AT_ONCE])


@every("50 8 * * *", name="remind_of_queries", label=_("An offene Rückfragen erinnern"))
def remind_of_queries() -> int:
    by = Actor.clock("remind_of_queries")
    return sum(offer.remind_of_query(by=by) for offer in Offer.objects.to_remind_of_query()[:AT_ONCE])


@every("55 8 * * *", name="expire_silent_offers", label=_("Unbeantwortete Angebote ablaufen lassen"))
def expire_silent_offers() -> int:
    """Nobody answered the question, or whether the dwelling is still free (H-091, H-130)."""
    by = Actor.clock("expire_silent_offers")
    return sum(_done(offer.expire, by) for offer in Offer.objects.silent()[:AT_ONCE])


@every("5 9 * * 1-5", name="remind_of_viewings", label=_("An Besichtigungen erinnern"))
def remind_of_viewings() -> int:
    """One working day before the date (H-111)."""
    by = Actor.clock("remind_of_viewings")
    rows = Viewing.objects.to_remind()[:AT_ONCE]
    return sum(viewing.offer.remind_of_viewing(by=by) for viewing in rows)


def _done(verb: Callable[..., None], by: Actor) -> bool:
    """False when somebody was faster and the row is elsewhere by now, which is fine."""
    try:
        verb(by=by)
    except WrongStateError:
        return False
    return True
