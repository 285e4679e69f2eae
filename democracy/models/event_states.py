"""States of events and of their dates, and how one registers."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventState(models.TextChoices):
    DRAFT = "draft", _("Entwurf")
    PUBLISHED = "published", _("Veröffentlicht")
    CANCELLED = "cancelled", _("Abgesagt")
    WITHDRAWN = "withdrawn", _("Zurückgezogen")


class OccurrenceState(models.TextChoices):
    PLANNED = "planned", _("wie geplant")
    MOVED = "moved", _("verschoben")
    CANCELLED = "cancelled", _("abgesagt")
    REMOVED = "removed", _("entfallen")


class Registration(models.TextChoices):
    NONE = "none", _("nicht nötig")
    LINK = "link", _("über eine Internetseite")
    EMAIL = "email", _("per E-Mail")
    PHONE = "phone", _("am Telefon")


SHOWN = frozenset({EventState.PUBLISHED, EventState.CANCELLED})
EVENT_STEPS = (
    (EventState.DRAFT, EventState.PUBLISHED),
    (EventState.PUBLISHED, EventState.CANCELLED),
    (EventState.CANCELLED, EventState.PUBLISHED),
    (EventState.PUBLISHED, EventState.WITHDRAWN),
    (EventState.CANCELLED, EventState.WITHDRAWN),
)
EVENT_STARTS: dict[str, frozenset[str]] = {
    "publish": frozenset({EventState.DRAFT}),
    "cancel": frozenset({EventState.PUBLISHED}),
    "revive": frozenset({EventState.CANCELLED}),
    "withdraw": SHOWN,
}
OCCURRENCE_STEPS = tuple((start, to) for start in OccurrenceState for to in OccurrenceState if start != to)
OCCURRENCE_STARTS: dict[str, frozenset[str]] = {
    "change": frozenset({OccurrenceState.PLANNED, OccurrenceState.MOVED}),
    "cancel": frozenset({OccurrenceState.PLANNED, OccurrenceState.MOVED}),
    "restore": frozenset({OccurrenceState.CANCELLED, OccurrenceState.MOVED}),
}
