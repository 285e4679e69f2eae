"""States of a version, where its file comes from, what is known about barriers, what never changes."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.TextChoices):
    WRITTEN = "written", _("im Portal geschrieben")
    UPLOADED = "uploaded", _("PDF hochgeladen")


class Accessibility(models.TextChoices):
    UNCHECKED = "unchecked", _("Barrierefreiheit nicht geprüft")
    MARKED = "marked", _("Merkmale der Barrierefreiheit vorhanden")
    CHECKED = "checked", _("auf Barrierefreiheit geprüft")
    BARRIERS = "barriers", _("nicht barrierefrei")


class LeafletState(models.TextChoices):
    DRAFT = "draft", _("Entwurf")
    PUBLISHED = "published", _("veröffentlicht")
    WITHDRAWN = "withdrawn", _("zurückgezogen")


STEPS = (
    (LeafletState.DRAFT, LeafletState.PUBLISHED),
    (LeafletState.PUBLISHED, LeafletState.WITHDRAWN),
)
FIXED = (
    "leaflet_id", "number", "as_of", "valid_from", "source", "body", "body_hash", "news", "sha256",
    "size", "pages", "is_sample", "published_at",
)  # fmt: skip

# The file may only go, never change; an end may only come nearer (D-006).
NEVER_CHANGES = f"""
    IF {" OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in FIXED)}
       OR (NEW.upload_id IS DISTINCT FROM OLD.upload_id AND NEW.upload_id IS NOT NULL)
       OR (OLD.valid_until IS NOT NULL AND (NEW.valid_until IS NULL OR NEW.valid_until > OLD.valid_until))
    THEN
        RAISE EXCEPTION 'version % is published and does not change', OLD.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'version_published_never_changes';
    END IF;
    RETURN NEW;
"""

STARTS: dict[str, frozenset[str]] = {
    "publish": frozenset({LeafletState.DRAFT}),
    "ask_withdrawal": frozenset({LeafletState.PUBLISHED}),
    "withdraw": frozenset({LeafletState.PUBLISHED}),
    "end_earlier": frozenset({LeafletState.PUBLISHED}),
    "keep": frozenset({LeafletState.PUBLISHED, LeafletState.WITHDRAWN}),
    "note_accessibility": frozenset({LeafletState.PUBLISHED, LeafletState.DRAFT}),
}
