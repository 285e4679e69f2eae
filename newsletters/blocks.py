"""What an issue is made of: blocks and their entries, cleaned on every way in (N-011 to N-013)."""

import json
import re
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as now_say
from django.utils.translation import gettext_lazy as _

from goslar_portal.texts import Profile, address_problem, clean_line, clean_text, plain

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

MOST_BLOCKS = 40
MOST_IMAGES = 5
MOST_ENTRIES = 20
LARGEST = 200 * 1024  # bytes of a version as it is stored; its form then stays below the limit of forms
TEASER_LENGTH = 300
UID = re.compile(r"[a-z0-9]{6}")

_TURNING = {"lang", "dir"}
NEWSLETTER = Profile(
    elements=frozenset({
        "p", "br", "strong", "em", "h3", "ul", "ol", "li", "a", "blockquote", "span",
    }),
    attributes={"a": {"href", "hreflang"} | _TURNING, "span": _TURNING, "p": _TURNING, "li": _TURNING},
)  # fmt: skip


class BlockKind(models.TextChoices):
    INTRO = "intro", _("Einleitung")
    STORY = "story", _("Meldung")
    EVENTS = "events", _("Termine")
    NEWS = "news", _("Aus dem Portal")
    HINT = "hint", _("Hinweis")
    IMAGE = "image", _("Bild")
    LINKS = "links", _("Linkliste")
    CONTACT = "contact", _("Kontakt")


K = BlockKind
# Characters of running text, and entries, per kind (the table of N-011).
LONGEST = {K.INTRO: 2000, K.STORY: 4000, K.HINT: 800, K.CONTACT: 1000}
MOST = {K.EVENTS: MOST_ENTRIES, K.NEWS: MOST_ENTRIES, K.LINKS: 15}
COPIED = frozenset({K.EVENTS, K.NEWS})  # filled from suggestions
WITH_IMAGE = frozenset({K.STORY, K.IMAGE})


@dataclass(frozen=True)
class Entry:
    """A date, a piece of news or a link; `source` and `key` say where it was copied from."""

    title: str = ""
    teaser: str = ""
    url: str = ""
    starts_at: str = ""  # ISO 8601, as JSON knows no moments
    place: str = ""
    is_cancelled: bool = False
    source: str = ""
    key: str = ""
    fingerprint: str = ""

    @property
    def moment(self) -> datetime | None:
        return parse_datetime(self.starts_at) if self.starts_at else None


@dataclass(frozen=True)
class Block:
    """`uid` stays with a block for its life: findings and suggestions point at it."""

    kind: str
    uid: str = field(default_factory=lambda: secrets.token_hex(3))
    heading: str = ""
    body: str = ""
    link_url: str = ""
    link_text: str = ""
    image: int | None = None
    alt: str = ""
    is_decorative: bool = False
    caption: str = ""
    credit: str = ""
    role: str = ""
    phone: str = ""
    email: str = ""
    hours: str = ""
    entries: tuple[Entry, ...] = ()

    @classmethod
    def read(cls, row: dict[str, Any]) -> Self:
        known = {entry.name for entry in fields(cls)}
        facts = {name: value for name, value in row.items() if name in known}
        return cls(**facts | {"entries": tuple(Entry(**entry) for entry in row.get("entries", ()))})

    @property
    def label(self) -> str:
        """What staff call it: its heading, else its kind."""
        return self.heading or str(BlockKind(self.kind).label)

    @property
    def length(self) -> int:
        words = [plain(self.body), self.role, self.phone, self.email, self.hours]
        return sum(map(len, words))


def clean_blocks(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Blocks as they are stored: known kinds, clean text, within their limits."""
    blocks = [row if isinstance(row, Block) else Block.read(row) for row in rows]
    if len(blocks) > MOST_BLOCKS:
        raise ValidationError(now_say("Eine Sprachfassung hat höchstens %s Bausteine.") % MOST_BLOCKS)
    if sum(block.image is not None for block in blocks) > MOST_IMAGES:
        raise ValidationError(now_say("Eine Sprachfassung hat höchstens %s Bilder.") % MOST_IMAGES)
    if len({block.uid for block in blocks}) < len(blocks):
        raise ValidationError(now_say("Ein Baustein steht zweimal da."))
    clean = [clean_block(block) for block in blocks]
    if len(json.dumps(clean, ensure_ascii=False).encode()) > LARGEST:
        raise ValidationError(
            now_say("Die Sprachfassung ist insgesamt zu lang. Bitte machen Sie zwei Ausgaben daraus.")
        )
    return clean


def clean_block(block: Block) -> dict[str, Any]:
    if block.kind not in BlockKind.values or not UID.fullmatch(block.uid):
        raise ValidationError(now_say("Diesen Baustein gibt es nicht."))
    lines = ("heading", "link_text", "alt", "caption", "credit", "role", "phone", "email", "hours")
    clean = asdict(block) | {name: clean_line(getattr(block, name)) for name in lines}
    clean["body"] = clean_text(block.body, NEWSLETTER)
    clean["link_url"] = clean_address(block.link_url)
    clean["entries"] = [_clean_entry(entry) for entry in block.entries]
    _measure(Block.read(clean))
    return clean


def _clean_entry(entry: Entry) -> dict[str, Any]:
    clean = asdict(entry)
    for name in ("title", "place"):
        clean[name] = clean_line(clean[name])
    clean["teaser"] = clean_line(entry.teaser)[:TEASER_LENGTH]
    clean["url"] = clean_address(entry.url)
    if entry.starts_at and entry.moment is None:
        raise ValidationError(now_say("„%s“ ist kein Zeitpunkt.") % entry.starts_at)
    return clean


def clean_address(address: str) -> str:
    """Raises `ValidationError` for an address that may not stand in a link (I-024)."""
    problem = address_problem(address) if address else ""
    if problem:
        raise ValidationError(problem % {"address": address[:80]}, code="address")
    return address


def _measure(block: Block) -> None:
    most, entries = LONGEST.get(BlockKind(block.kind)), MOST.get(BlockKind(block.kind), 0)
    if most is not None and block.length > most:
        raise ValidationError(
            now_say("„%(block)s“ ist um %(too_many)s Zeichen zu lang. Bitte kürzen Sie den Text.")
            % {"block": block.label, "too_many": block.length - most}
        )
    if len(block.entries) > entries:
        raise ValidationError(
            now_say("„%(block)s“ hat mehr als %(most)s Einträge.") % {"block": block.label, "most": entries}
        )


class BlocksField(models.JSONField):
    """Cleans on the way to the database, so that no way in goes around it."""

    def get_db_prep_save(self, value: Any, connection: "BaseDatabaseWrapper") -> Any:
        return super().get_db_prep_save(clean_blocks(value), connection)
