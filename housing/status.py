"""Where an offer stands, in words for its landlord: what is, what comes next, when (H-072, H-090)."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goslar_portal.dates import today
from goslar_portal.languages import in_german
from housing.models import Offer, OfferState
from housing.models.offer_states import OPEN, STARTS

S = OfferState

# The way of an offer as a landlord sees it; the states in which a stage is the present one.
STAGES: tuple[tuple[Promise, frozenset[str]], ...] = (
    (gettext_lazy("Angebot eingegangen"), frozenset({S.DRAFT, S.UNCONFIRMED, S.RECEIVED})),
    (gettext_lazy("Wir prüfen Ihre Angaben"), frozenset({S.IN_REVIEW, S.QUERY})),
    (gettext_lazy("Wir sehen uns die Wohnung an, wenn es nötig ist"), frozenset({S.VIEWING})),
    (gettext_lazy("Wir suchen, wer passt"), frozenset({S.AVAILABLE})),
    (gettext_lazy("Ein Haushalt möchte einziehen"), frozenset({S.RESERVED})),
    (gettext_lazy("Vermittelt"), frozenset({S.LET})),
)
ENDED = frozenset({S.WITHDRAWN, S.REJECTED, S.EXPIRED})


# Heading, what is, what comes next. {day} and {reason} are filled in; no promise the office cannot keep.
CALL = gettext_lazy("Rufen Sie uns gern an, wenn Sie Fragen haben.")
ENDED_WORDS = gettext_lazy("Dieses Angebot ist beendet. {reason}")
LET_ELSEWHERE = "let_elsewhere"  # no state of its own, yet not what one calls withdrawn
WORDS: dict[str, tuple[Promise, Promise, Promise]] = {
    S.DRAFT: (gettext_lazy("Noch nicht abgesendet"), gettext_lazy("Noch nicht abgesendet."), CALL),
    S.UNCONFIRMED: (
        gettext_lazy("Bitte bestätigen Sie Ihre E-Mail-Adresse"),
        gettext_lazy("Bearbeiten können wir Ihr Angebot erst, wenn Sie Ihre E-Mail-Adresse bestätigt haben."),
        gettext_lazy("Öffnen Sie den Link in unserer E-Mail und drücken Sie dort auf die Schaltfläche."),
    ),
    S.RECEIVED: (
        gettext_lazy("Ihr Angebot ist da"),
        gettext_lazy("Wir melden uns bis zum {day}."),
        gettext_lazy(
            "Sie müssen jetzt nichts tun. Eine Person aus der Koordinierung Wohnraum meldet sich bei Ihnen."
        ),
    ),
    S.IN_REVIEW: (
        gettext_lazy("Wir prüfen Ihr Angebot"),
        gettext_lazy("Wir sehen uns Ihre Angaben an."),
        gettext_lazy("Wenn etwas fehlt, fragen wir nach. Sonst sagen wir Ihnen, wie es weitergeht."),
    ),
    S.QUERY: (
        gettext_lazy("Wir haben eine Frage"),
        gettext_lazy("Wir brauchen noch etwas von Ihnen."),
        gettext_lazy("Bitte beantworten Sie unsere Frage. Danach prüfen wir weiter."),
    ),
    S.VIEWING: (
        gettext_lazy("Wir sehen uns die Wohnung an"),
        gettext_lazy("Wir kommen vorbei und sehen uns alles an."),
        gettext_lazy("Nach der Besichtigung sagen wir Ihnen, ob wir die Wohnung vermitteln können."),
    ),
    S.AVAILABLE: (
        gettext_lazy("Wir suchen für Ihre Wohnung"),
        gettext_lazy("Wir suchen passende Mieterinnen und Mieter."),
        gettext_lazy(
            "Wenn es passt, rufen wir Sie an. Nach 60 Tagen fragen wir, ob die Wohnung noch frei ist."
        ),
    ),
    S.RESERVED: (
        gettext_lazy("Die Wohnung ist reserviert"),
        gettext_lazy("Es gibt einen Haushalt, der einziehen möchte."),
        gettext_lazy(
            "Wir sprechen die nächsten Schritte mit Ihnen ab. Den Mietvertrag schließen Sie selbst."
        ),
    ),
    S.PAUSED: (
        gettext_lazy("Ihr Angebot ist pausiert"),
        gettext_lazy("Pausiert bis zum {day}."),
        gettext_lazy("Danach geht es von selbst weiter."),
    ),
    S.LET: (
        gettext_lazy("Vermittelt"),
        gettext_lazy("Vielen Dank!"),
        gettext_lazy("Möchten Sie noch eine Wohnung anbieten? Wir freuen uns."),
    ),
    S.WITHDRAWN: (
        gettext_lazy("Angebot zurückgezogen"),
        gettext_lazy("Sie haben das Angebot zurückgezogen."),
        gettext_lazy("Sie können jederzeit eine neue Wohnung anbieten."),
    ),
    LET_ELSEWHERE: (
        gettext_lazy("Ihre Wohnung ist vermietet"),
        gettext_lazy("Sie haben uns gesagt, dass die Wohnung vermietet ist. Wir suchen nicht mehr für sie."),
        gettext_lazy("Möchten Sie noch eine Wohnung anbieten? Wir freuen uns."),
    ),
    S.REJECTED: (gettext_lazy("Angebot beendet"), ENDED_WORDS, CALL),
    S.EXPIRED: (
        gettext_lazy("Angebot abgelaufen"),
        ENDED_WORDS,
        gettext_lazy("Ist die Wohnung noch frei? Rufen Sie uns an, dann öffnen wir das Angebot wieder."),
    ),
    S.ANONYMISED: (gettext_lazy("Angebot beendet"), ENDED_WORDS, CALL),
}
LATE = gettext_lazy("Es dauert leider länger, als wir zugesagt haben. Wir melden uns, sobald wir können.")
LEVELS = {S.QUERY: "warning", S.UNCONFIRMED: "warning", S.LET: "success"}


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


@in_german()
def of(offer: Offer) -> Status:
    is_let = offer.state == S.WITHDRAWN and offer.is_let_elsewhere
    heading, sentence, next_step = WORDS[LET_ELSEWHERE if is_let else offer.state]
    if offer.state == S.RECEIVED and offer.reply_by and offer.reply_by < today():
        sentence = LATE
    day = offer.paused_until if offer.state == S.PAUSED else offer.reply_by
    filled = str(sentence).format(day=_day(day), reason=offer.landlord_reason_text).strip()
    level = LEVELS.get(S(offer.state), "info")
    return Status(str(heading), filled, str(next_step), level, _stages(offer))


def _day(day: date | None) -> str:
    return str(date_format(day, "j. F Y")) if day else ""


def _stages(offer: Offer) -> list[Stage]:
    """Empty for an offer that ended before its goal: the way shown would no longer be true."""
    state = offer.state_before_pause if offer.state == S.PAUSED else offer.state
    now = next((place for place, (_title, states) in enumerate(STAGES) if state in states), None)
    if offer.state in ENDED or now is None:
        return []
    final = offer.state == S.LET
    return [
        Stage(str(title), "done" if place < now or final else "now" if place == now else "next")
        for place, (title, _states) in enumerate(STAGES)
    ]


# What landlords may do by their own hand, and when; a reserved flat ends only by the staff (H-091).
CHOICES: dict[str, frozenset[str]] = {
    "free": STARTS["confirm_free"],
    "pause": STARTS["pause"],
    "go_on": STARTS["resume"],
    "withdraw": OPEN - {S.RESERVED},
    "change": STARTS["change"],
    "consents": OPEN,
    "erase": frozenset(S) - {S.DRAFT, S.ANONYMISED},
}


def choices(offer: Offer) -> frozenset[str]:
    return frozenset(name for name, states in CHOICES.items() if offer.state in states)


NEWS = {
    "geaendert": gettext_lazy("Ihre Änderung ist gespeichert."),
    "gewuenscht": gettext_lazy(
        "Für diese Wohnung gibt es schon einen Haushalt. Wir prüfen Ihre Änderung und sagen Ihnen Bescheid."
    ),
    "adresse": gettext_lazy(
        "Wir haben Ihnen an die neue Adresse geschrieben. Sie gilt, sobald Sie dort den Link geöffnet haben."
    ),
    "beantwortet": gettext_lazy("Danke, Ihre Antwort ist bei uns. Wir prüfen jetzt weiter."),
    "frei": gettext_lazy("Danke! Wir suchen weiter für Ihre Wohnung."),
}


def news(query: Container[str]) -> str:
    """What has just happened, said once on the page that follows."""
    return next((str(text) for name, text in NEWS.items() if name in query), "")
