"""The form of one version: title and subject, then its blocks in order (N-010 to N-014)."""

from collections.abc import Collection, Iterator
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from goslar_portal import notation
from goslar_portal.forms import PortalForm
from newsletters.blocks import MOST, MOST_BLOCKS, Block, BlockKind, Entry
from newsletters.forms.blocks import ENTRY_FIELDS, BlockForm, EntryForm, speak
from newsletters.models import Version
from newsletters.suggestions import Standings

K = BlockKind
STEP = 10  # between the numbers of two blocks there is room for nine more
EMPTY_ROWS = {K.LINKS: 2}  # beside those that are there; of the others one


class HeadForm(PortalForm):
    """Title, subject and preview line, and the stamp of the content the person began from (N-014)."""

    conditional = {"subject", "preview"}

    title = forms.CharField(
        label=_("Titel"),
        max_length=160,
        help_text=_("Steht groß über der Ausgabe, in der E-Mail und im Archiv."),
    )
    subject = forms.CharField(
        label=_("Betreff der E-Mail"),
        max_length=90,
        required=False,
        help_text=_("Das Wichtigste zuerst: Am Telefon sieht man nur die ersten 40 Zeichen."),
    )
    preview = forms.CharField(
        label=_("Vorschauzeile"),
        max_length=140,
        required=False,
        help_text=_("Steht im Postfach hinter dem Betreff. Darf leer bleiben."),
    )
    stamp = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class BlockPart:
    """A block with its entries, as one person fills them in."""

    def __init__(self, form: BlockForm, entries: list[EntryForm]) -> None:
        self.form = form
        self.entries = entries
        self.kind = str(form["kind"].value())
        self.is_open = True
        self.uid = str(form["uid"].value())

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), *(row.is_valid() for row in self.entries if not row.is_gone)])

    def stand(self, standings: Standings) -> None:
        """Mark copied entries whose source has changed or gone (N-022)."""
        for row in self.entries:
            source, key, _fingerprint = row.came_from
            row.standing = standings.get((source, key))

    @property
    def has_entries(self) -> bool:
        return self.kind in ENTRY_FIELDS

    @property
    def has_errors(self) -> bool:
        return self.form.is_bound and not self.is_valid()

    @property
    def stays(self) -> bool:
        return not self.form.is_gone

    @property
    def position(self) -> int:
        return int(self.form.cleaned_data.get("position") or 10_000)

    def block(self) -> Block:
        rows = (row.entry for row in self.entries if not row.is_gone)
        return self.form.block([row for row in rows if row is not None])


class IssueText:
    """The form of one version: its head, and its blocks in order. `bausteine` says how many came."""

    def __init__(self, version: Version, own: Collection[int], request: HttpRequest | None = None) -> None:
        self.version, self.own = version, own
        self.data = request.POST if request is not None else None
        self.files = request.FILES if request is not None else None
        self.head = HeadForm(self.data, initial=_head_of(version))
        self.parts = list(self._typed() if self.data is not None else self._stored())
        for form in (self.head, *(form for part in self.parts for form in (part.form, *part.entries))):
            speak(form, version.speech)

    def _stored(self) -> Iterator[BlockPart]:
        for number, block in enumerate(self.version.parts):
            yield self._part(number, block.kind, _block_of(block, (number + 1) * STEP), block.entries)

    def _typed(self) -> Iterator[BlockPart]:
        for number in range(_count(self.data, "bausteine", MOST_BLOCKS)):
            kind = self.data.get(f"baustein-{number}-kind", "") if self.data is not None else ""
            if kind in K.values:
                yield self._part(number, kind, {}, ())

    def _part(self, number: int, kind: str, initial: dict[str, Any], entries: tuple[Entry, ...]) -> BlockPart:
        prefix = f"baustein-{number}"
        sent = (self.data, self.files)
        form = BlockForm(*sent, prefix=prefix, initial=initial, kind=kind, version=self.version, own=self.own)
        if kind not in ENTRY_FIELDS:
            return BlockPart(form, [])
        most = MOST[K(kind)]
        shown = min(len(entries) + EMPTY_ROWS.get(K(kind), 1), most)
        count = shown if self.data is None else _count(self.data, f"{prefix}-eintraege", most)
        known = [_entry_of(entry) for entry in entries]
        rows = [
            EntryForm(
                self.data,
                prefix=f"{prefix}-eintrag-{row}",
                kind=kind,
                initial=known[row] if row < len(known) else {},
            )
            for row in range(count)
        ]
        return BlockPart(form, rows)

    # What was typed -------------------------------------------------------------------------------------

    def is_valid(self) -> bool:
        fine = [self.head.is_valid(), *(part.is_valid() for part in self.parts if part.stays)]
        return all(fine) and self._has_one_order()

    def _has_one_order(self) -> bool:
        """Equal numbers are refused with the two blocks named (N-011); without a number comes last."""
        seen: dict[int, BlockPart] = {}
        for part in (part for part in self.parts if part.stays):
            number = part.form.cleaned_data.get("position")
            if number in seen:
                names = {"one": seen[number].form.label, "two": part.form.label, "number": number}
                said = _("„%(one)s“ und „%(two)s“ haben beide die Nummer %(number)s.") % names
                part.form.add_error("position", said)
                return False
            if number:
                seen[number] = part
        return True

    @property
    def blocks(self) -> list[Block]:
        rows = sorted((part for part in self.parts if part.stays), key=lambda part: part.position)
        return [part.block() for part in rows]

    @property
    def typed_head(self) -> dict[str, str]:
        return {name: self.head.cleaned_data[name] for name in ("title", "subject", "preview")}

    @property
    def stamp(self) -> int:
        return int(self.head.cleaned_data["stamp"])

    @property
    def removed(self) -> dict[str, int]:
        """What cleaning took out, over all blocks."""
        total: dict[str, int] = {}
        for part in self.parts:
            for name, count in part.form.removed.items():
                total[name] = total.get(name, 0) + count
        return total

    def go_on_from(self, stamp: int) -> None:
        """The next save replaces what somebody else saved: the person has seen it now."""
        self.head.data = {**dict(self.head.data.items()), "stamp": str(stamp)}


def _count(data: Any, name: str, most: int) -> int:
    typed = str(data.get(name, ""))
    return min(int(typed), most) if typed.isdecimal() and len(typed) < 4 else 0


def _head_of(version: Version) -> dict[str, Any]:
    names = ("title", "subject", "preview")
    return {name: getattr(version, name) for name in names} | {"stamp": version.issue.stamp}


def _block_of(block: Block, position: int) -> dict[str, Any]:
    facts = {name: getattr(block, name) for name in Block.__dataclass_fields__ if name != "entries"}
    return facts | {"body": notation.to_text(block.body), "position": position}


def _entry_of(entry: Entry) -> dict[str, Any]:
    facts = {name: getattr(entry, name) for name in ("title", "teaser", "place", "url", "is_cancelled")}
    origin = f"{entry.source}|{entry.key}|{entry.fingerprint}" if entry.key else ""
    return facts | {"starts_at": entry.moment, "origin": origin}
