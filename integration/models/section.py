"""The parts of a text: shape, cleaning on every way in, and the hash that tells whether a text changed."""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as now_say
from django.utils.translation import gettext_lazy as _

from goslar_portal.texts import PAGE, canonical, clean_line, clean_text

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

KEY = re.compile(r"[a-z][a-z0-9-]{0,39}")


class SectionKind(models.TextChoices):
    TEXT = "text", _("Text")
    LINKS = "links", _("Wegweiser: Liste von Links, jeder mit einer Zeile")
    ACTION = "action", _("Nächster Schritt: der letzte Link wird ein Knopf")
    CONTACTS = "contacts", _("Text und alle Kontakte der Seite")
    DOWNLOADS = "downloads", _("Text und Dateien der Seite")
    CHILDREN = "children", _("Text und Liste der Unterseiten")
    NOTICES = "notices", _("Text und aktuelle Hinweise")
    PERIODS = "periods", _("Text und Tabelle der Löschfristen")
    STATEMENT = "statement", _("Text und Stand der Barrierefreiheit")
    BARRIERS = "barriers", _("Text und Liste der bekannten Barrieren")
    ARBITRATION = "arbitration", _("Text und Schlichtungsstelle")
    IMPRINT = "imprint", _("Text und Angaben des Impressums")


@dataclass(frozen=True)
class Section:
    """A part of a page. Its key is the anchor: the same in all languages, even if the heading changes."""

    key: str
    kind: str
    heading: str
    body: str


def clean_sections(rows: Iterable[Any]) -> list[dict[str, str]]:
    """Sections as they are stored: known kinds, keys that are anchors, clean text (I-020, I-022)."""
    clean: list[dict[str, str]] = []
    for row in rows:
        section = row if isinstance(row, Section) else Section(**row)
        if not KEY.fullmatch(section.key) or section.key in [known["key"] for known in clean]:
            raise ValidationError(
                now_say("Der Anker „%(key)s“ ist nicht erlaubt oder kommt doppelt vor.")
                % {"key": section.key}
            )
        if section.kind not in SectionKind.values:
            raise ValidationError(now_say("Die Art „%(kind)s“ gibt es nicht.") % {"kind": section.kind})
        clean.append(
            asdict(section) | {"heading": clean_line(section.heading), "body": clean_text(section.body, PAGE)}
        )
    return clean


class SectionsField(models.JSONField):
    """Cleans on the way to the database, so that no way in goes around it."""

    def get_db_prep_save(self, value: Any, connection: "BaseDatabaseWrapper") -> Any:
        return super().get_db_prep_save(clean_sections(value), connection)


def text_hash(title: str, summary: str, sections: Iterable[Any]) -> str:
    """SHA-256 over the canonical form of a text; nothing but the text enters it (I-072)."""
    parts = [[canonical(row[name]) for name in ("key", "kind", "heading", "body")] for row in sections]
    whole = json.dumps([canonical(title), canonical(summary), parts], ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()
