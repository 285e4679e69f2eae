"""Where an offer stands, in words for its landlord: what is, what comes next, when (H-072, H-090)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goslar_portal import office
from housing.models import Offer, OfferState

S = OfferState

# The way of an offer as a landlord sees it; the states in which a stage is the present one.
STAGES: tuple[tuple[Promise, frozenset[str]], ...] = (
    (gettext_lazy("Angebot eingegangen"), frozenset({S.DRAFT, S.UNCONFIRMED, S.RECEIVED})),
    (gettext_lazy("Wir prüfen Ihre Angaben"), frozenset({S.IN_REVIEW, S.QUERY})),
    (gettext_lazy("Wir sehen uns die Wohnung an"), frozenset({S.VIEWING})),
    (gettext_lazy("Wir suchen, wer passt"), frozenset({S.AVAILABLE, S.PAUSED})),
    (gettext_lazy("Ein Haushalt möchte einziehen"), frozenset({S.RESERVED})),
    (gettext_lazy("Vermittelt"), frozenset({S.LET})),
)
ENDED = frozenset({S.WITHDRAWN, S.REJECTED, S.EXPIRED})


@dataclass(frozen=True)
class Stage:
    title: str
    state: str  # done, now, next

    @property
    def word(self) -> str:
        return {"done": _("erledigt"), "now": _("jetzt"), "next": _("danach")}[self.state]


@dataclass(frozen=True)
class Status:
    """`level` is that of a notice: info, warning when the landlord is asked for something, success."""

    heading: str
    sentence: str
    next_step: str
    level: str
    stages: list[Stage]


def of(offer: Offer) -> Status:
    heading, sentence, next_step = _words(offer)
    level = {S.QUERY: "warning", S.UNCONFIRMED: "warning", S.LET: "success"}.get(S(offer.state), "info")
    return Status(heading, sentence, next_step, level, _stages(offer))


def _words(offer: Offer) -> tuple[str, str, str]:
    """Heading, what is, what comes next. No promise the office cannot keep."""
    days = _("Rufen Sie uns gern an, wenn Sie Fragen haben.")
    words = {
        S.DRAFT: (_("Noch nicht abgesendet"), _("Noch nicht abgesendet."), days),
        S.UNCONFIRMED: (
            _("Bitte bestätigen Sie Ihre E-Mail-Adresse"),
            _(
                "Ihr Angebot ist angekommen. Bearbeiten können wir es erst, wenn Sie Ihre E-Mail-Adresse "
                "bestätigt haben."
            ),
            _("Öffnen Sie den Link in unserer E-Mail und drücken Sie dort auf die Schaltfläche."),
        ),
        S.RECEIVED: (
            _("Ihr Angebot ist da"),
            _received(offer),
            _(
                "Sie müssen jetzt nichts tun. Eine Person aus der Koordinierung Wohnraum meldet sich bei "
                "Ihnen."
            ),
        ),
        S.IN_REVIEW: (
            _("Wir prüfen Ihr Angebot"),
            _("Wir sehen uns Ihre Angaben an."),
            _("Wenn etwas fehlt, fragen wir nach. Sonst sagen wir Ihnen, wie es weitergeht."),
        ),
        S.QUERY: (
            _("Wir haben eine Frage"),
            _("Wir brauchen noch etwas von Ihnen."),
            _("Bitte beantworten Sie unsere Frage. Danach prüfen wir weiter."),
        ),
        S.VIEWING: (
            _("Wir sehen uns die Wohnung an"),
            _("Den Termin machen wir mit Ihnen aus."),
            _("Nach der Besichtigung sagen wir Ihnen, ob wir die Wohnung vermitteln können."),
        ),
        S.AVAILABLE: (
            _("Wir suchen für Ihre Wohnung"),
            _("Wir suchen passende Mieterinnen und Mieter."),
            _("Wenn es passt, rufen wir Sie an. Nach 60 Tagen fragen wir, ob die Wohnung noch frei ist."),
        ),
        S.RESERVED: (
            _("Die Wohnung ist reserviert"),
            _("Es gibt einen Haushalt, der einziehen möchte."),
            _("Wir sprechen die nächsten Schritte mit Ihnen ab. Den Mietvertrag schließen Sie selbst."),
        ),
        S.PAUSED: (
            _("Ihr Angebot ist pausiert"),
            _("Pausiert bis zum {day}.").format(day=_day(offer.paused_until)),
            _("Danach geht es von selbst weiter."),
        ),
        S.LET: (
            _("Vermittelt"),
            _("Vermittelt. Vielen Dank!"),
            _("Möchten Sie noch eine Wohnung anbieten? Wir freuen uns."),
        ),
        S.WITHDRAWN: (
            _("Angebot zurückgezogen"),
            _("Sie haben das Angebot zurückgezogen."),
            _("Sie können jederzeit eine neue Wohnung anbieten."),
        ),
        S.REJECTED: (_("Angebot beendet"), _ended(offer), days),
        S.EXPIRED: (
            _("Angebot abgelaufen"),
            _ended(offer),
            _("Ist die Wohnung noch frei? Rufen Sie uns an, dann öffnen wir das Angebot wieder."),
        ),
    }
    return words.get(S(offer.state), (_("Angebot beendet"), _("Beendet."), days))


def _received(offer: Offer) -> str:
    if offer.reply_by is None:
        return _("Wir melden uns bei Ihnen.")
    return _("Wir melden uns bis zum {day}.").format(day=_day(offer.reply_by))


def _ended(offer: Offer) -> str:
    """The public text of the reason, never a comment (H-310)."""
    return f"{_('Dieses Angebot ist beendet.')} {offer.landlord_reason_text}".strip()


def _day(day: date | None) -> str:
    return str(date_format(day, "j. F Y")) if day else ""


def _stages(offer: Offer) -> list[Stage]:
    """Empty for an offer that ended before its goal: the way shown would no longer be true."""
    now = next((place for place, (_title, states) in enumerate(STAGES) if offer.state in states), None)
    if offer.state in ENDED or now is None:
        return []
    final = offer.state == S.LET
    return [
        Stage(str(title), "done" if place < now or final else "now" if place == now else "next")
        for place, (title, _states) in enumerate(STAGES)
    ]


def erased_on(offer: Offer) -> date | None:
    """The day on which everything that points to the landlord goes; None while the offer is open (H-280)."""
    if offer.closed_at is None:
        return None
    name = "housing.let_offer_days" if offer.state == S.LET else "housing.closed_offer_days"
    return timezone.localdate(offer.closed_at) + timedelta(days=int(office.value(name)))


def may_withdraw(offer: Offer) -> bool:
    """By the landlord's own hand; a reserved flat only by the staff (H-091)."""
    return offer.is_open and offer.state != S.RESERVED
