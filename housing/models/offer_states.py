"""States of an offer, which step leads where, and who starts from where (H-090, H-091)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from goslar_portal.registry import Words


class OfferState(models.TextChoices):
    DRAFT = "draft", _("Entwurf")
    UNCONFIRMED = "unconfirmed", _("Unbestätigt")
    RECEIVED = "received", _("Eingegangen")
    IN_REVIEW = "in_review", _("In Prüfung")
    QUERY = "query", _("Rückfrage")
    VIEWING = "viewing", _("Besichtigung")
    AVAILABLE = "available", _("Verfügbar")
    RESERVED = "reserved", _("Reserviert")
    PAUSED = "paused", _("Pausiert")
    LET = "let", _("Vermietet")
    WITHDRAWN = "withdrawn", _("Zurückgezogen")
    REJECTED = "rejected", _("Abgelehnt")
    EXPIRED = "expired", _("Abgelaufen")
    ANONYMISED = "anonymised", _("Anonymisiert")


S = OfferState
UNSENT = frozenset({S.DRAFT, S.UNCONFIRMED})
WORKED_ON = frozenset({S.RECEIVED, S.IN_REVIEW, S.QUERY, S.VIEWING, S.AVAILABLE})
OPEN = WORKED_ON | {S.RESERVED, S.PAUSED}
ENDED = frozenset({S.LET, S.WITHDRAWN, S.REJECTED, S.EXPIRED})
CLOSED = ENDED | {S.ANONYMISED}

# From which states a verb starts. `withdraw` by the landlord leaves out `reserved`, see the verb.
STARTS: dict[str, frozenset[str]] = {
    "submit": frozenset({S.DRAFT}),
    "send_again": frozenset({S.UNCONFIRMED}),
    "confirm": frozenset({S.UNCONFIRMED}),
    "take": frozenset({S.RECEIVED}),
    "ask": frozenset({S.IN_REVIEW, S.VIEWING, S.AVAILABLE}),
    "answer": frozenset({S.QUERY}),
    "plan_viewing": frozenset({S.IN_REVIEW}),
    "record_viewing": frozenset({S.VIEWING}),
    "accept": frozenset({S.IN_REVIEW}),
    "reserve": frozenset({S.AVAILABLE}),
    "release": frozenset({S.RESERVED}),
    "let": frozenset({S.RESERVED}),
    "pause": WORKED_ON,
    "resume": frozenset({S.PAUSED}),
    "withdraw": OPEN,
    "reject": WORKED_ON,
    "expire": frozenset({S.QUERY, S.AVAILABLE}),
    "reopen": ENDED,
    "anonymise": ENDED,
    "move_viewing": frozenset({S.VIEWING}),
    "cancel_viewing": frozenset({S.VIEWING}),
    "confirm_free": frozenset({S.AVAILABLE}),
    "change": OPEN,
    "note_contact": OPEN,
    "write_unreachable": OPEN,
    "add_task": OPEN,
    "assign": OPEN,
}
ENDS: dict[str, frozenset[str]] = {
    "submit": frozenset({S.UNCONFIRMED}),
    "confirm": frozenset({S.RECEIVED}),
    "take": frozenset({S.IN_REVIEW}),
    "ask": frozenset({S.QUERY}),
    "answer": frozenset({S.IN_REVIEW}),
    "plan_viewing": frozenset({S.VIEWING}),
    "record_viewing": frozenset({S.AVAILABLE, S.QUERY, S.REJECTED, S.IN_REVIEW}),
    "accept": frozenset({S.AVAILABLE}),
    "reserve": frozenset({S.RESERVED}),
    "release": frozenset({S.AVAILABLE}),
    "let": frozenset({S.LET}),
    "pause": frozenset({S.PAUSED}),
    "resume": WORKED_ON,
    "withdraw": frozenset({S.WITHDRAWN}),
    "reject": frozenset({S.REJECTED}),
    "expire": frozenset({S.EXPIRED}),
    "reopen": frozenset({S.IN_REVIEW}),
    "anonymise": frozenset({S.ANONYMISED}),
    "confirm_free": frozenset({S.AVAILABLE}),
}
TRANSITIONS: tuple[tuple[str, str], ...] = tuple(
    sorted({(str(a), str(b)) for verb, ends in ENDS.items() for a in STARTS[verb] for b in ends})
)

# What journal and timeline say of a verb once it is done.
TOLD: dict[str, Words] = {
    "save_for_later": _("Formular zum Weitermachen gespeichert"),
    "remind_of_draft": _("An das angefangene Formular erinnert"),
    "submit": _("Formular abgesendet"),
    "send_again": _("Bestätigungsmail erneut geschickt"),
    "remind": _("An die Bestätigung erinnert"),
    "confirm": _("E-Mail-Adresse bestätigt"),
    "take_in": _("Angebot aufgenommen"),
    "take": _("Übernommen"),
    "ask": _("Rückfrage gestellt"),
    "answer": _("Rückfrage beantwortet"),
    "accept": _("Freigegeben"),
    "confirm_free": _("Als frei bestätigt"),
    "ask_if_free": _("Gefragt, ob noch frei"),
    "remind_if_free": _("Erinnert: noch frei?"),
    "remind_of_query": _("An die Rückfrage erinnert"),
    "plan_viewing": _("Besichtigung geplant"),
    "move_viewing": _("Besichtigung verlegt"),
    "record_viewing": _("Besichtigung eingetragen"),
    "remind_of_viewing": _("An die Besichtigung erinnert"),
    "expire": _("Abgelaufen"),
    "reserve": _("Reserviert"),
    "release": _("Reservierung aufgehoben"),
    "let": _("Vermietet"),
    "change": _("Angaben geändert"),
    "wish_change": _("Änderung gewünscht"),
    "check_changes": _("Änderung gesehen"),
    "adopt_change": _("Änderung übernommen"),
    "refuse_change": _("Änderung nicht übernommen"),
    "ask_for_proof": _("Neue E-Mail-Adresse angegeben"),
    "prove_address": _("Neue E-Mail-Adresse bestätigt"),
    "change_consents": _("Einwilligungen geändert"),
    "wish_erasure": _("Löschung gewünscht"),
    "end_signal": _("Auffälligkeit entschieden"),
    "lift_hold": _("Betrugsverdacht ausgeräumt"),
    "resolve_duplicate": _("Dublette entschieden"),
    "answer_erasure": _("Löschwunsch beantwortet"),
    "pause": _("Pausiert"),
    "resume": _("Fortgesetzt"),
    "withdraw": _("Zurückgezogen"),
    "reject": _("Abgelehnt"),
    "reopen": _("Wieder geöffnet"),
    "anonymise": _("Persönliche Angaben gelöscht"),
    "assign": _("Zuständigkeit geändert"),
    "correct": _("Angaben geändert"),
    "write_unreachable": _("Brief: nicht erreicht"),
    "note_contact": _("Kontakt notiert"),
    "add_task": _("Aufgabe angelegt"),
    "finish_task": _("Aufgabe erledigt"),
    "add_photos": _("Fotos hinzugefügt"),
    "describe_photos": _("Fotos beschriftet"),
    "shift_photo": _("Fotos umgestellt"),
    "remove_photo": _("Foto entfernt"),
    "renew_link": _("Neuer Link zur Statusseite"),
}
