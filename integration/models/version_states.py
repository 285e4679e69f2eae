"""In which states a text can be, who wrote it, and why a change of it needs no new translation."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goslar_portal.journal.models import Actor

PREVIEW = "preview"  # purpose of a link for proofreaders outside (I-102)


class VersionState(models.TextChoices):
    DRAFT = "draft", _("Entwurf")
    SCHEDULED = "scheduled", _("geplant")
    PUBLISHED = "published", _("veröffentlicht")
    SUPERSEDED = "superseded", _("abgelöst")
    WITHDRAWN = "withdrawn", _("zurückgezogen")


OPEN = frozenset({VersionState.DRAFT, VersionState.SCHEDULED})  # at most one of a page and language (I-100)

STEPS = (
    (VersionState.DRAFT, VersionState.SCHEDULED),
    (VersionState.DRAFT, VersionState.PUBLISHED),
    (VersionState.DRAFT, VersionState.SUPERSEDED),
    (VersionState.SCHEDULED, VersionState.DRAFT),
    (VersionState.SCHEDULED, VersionState.PUBLISHED),
    (VersionState.SCHEDULED, VersionState.SUPERSEDED),
    (VersionState.PUBLISHED, VersionState.SUPERSEDED),
    (VersionState.PUBLISHED, VersionState.WITHDRAWN),
)


class Origin(models.TextChoices):
    """Who wrote a text (I-082); unchecked machine text says so to its readers."""

    HUMAN = "human", _("von einem Menschen geschrieben")
    CHECKED = "checked", _("maschinell übersetzt und geprüft")
    MACHINE = "machine", _("maschinell übersetzt, noch nicht geprüft")


class Minor(models.TextChoices):
    """Why a new German text says the same as the one before: its translations go on to fit (I-077)."""

    SPELLING = "spelling", _("Rechtschreibung oder Zeichensetzung")
    LAYOUT = "layout", _("Gestaltung, etwa Absätze oder Hervorhebungen")
    FIGURE = "figure", _("Datum oder Zahl, die in den Übersetzungen nicht anders lauten muss")


@dataclass(frozen=True)
class Provenance:
    """Where a text comes from, who has checked it against the German one and when (I-082, I-083)."""

    origin: str = Origin.HUMAN
    checked_by_id: int | None = None
    checked_at: datetime | None = None
    read_on: date | None = None

    @classmethod
    def checked(cls, *, by: Actor, read_on: date | None = None) -> Self:
        return cls(Origin.CHECKED, by.account_id, timezone.now(), read_on)
