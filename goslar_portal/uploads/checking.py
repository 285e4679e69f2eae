"""From a file of a stranger to bytes we keep: known by content, opened apart (G-141, G-142)."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from goslar_portal.numbers import number
from goslar_portal.uploads.kinds import DOCUMENTS, MB, PHOTOS, Accept, Kind, kind_of

DECODER = Path(__file__).with_name("decoder.py")
TURNSTILE = threading.BoundedSemaphore(2)  # decoders at a time per web process, see MEMORY in decoder.py
PATIENCE = 30  # seconds of the clock; the decoder itself gets less of the processor

SENTENCES = {
    "bytes": _("„%(name)s“ ist zu groß. Erlaubt sind %(megabytes)s MB. Bitte verkleinern Sie die Datei."),
    "kind": _("„%(name)s“ hat eine Art, die wir nicht annehmen. Bitte wählen Sie %(kinds)s."),
    "pixels": _("Das Bild „%(name)s“ hat zu viele Bildpunkte. Bitte verkleinern Sie es."),
    "broken": _("„%(name)s“ lässt sich nicht öffnen und ist wohl beschädigt. Bitte speichern Sie sie neu."),
    "too_much": _("„%(name)s“ ist zu aufwendig zum Öffnen. Bitte speichern Sie die Datei kleiner."),
    "encrypted": _("„%(name)s“ ist mit einem Kennwort geschützt. Bitte speichern Sie das PDF ohne Schutz."),
    "active": _("„%(name)s“ enthält Programmteile. Bitte drucken Sie das PDF in ein neues PDF."),
    "embedded": _("„%(name)s“ enthält weitere Dateien. Bitte drucken Sie das PDF in ein neues PDF."),
    "pages": _("„%(name)s“ hat zu viele Seiten. Erlaubt sind %(pages)s. Bitte teilen Sie das PDF."),
    "number": _("Mehr als %(number)s Dateien gehen hier nicht. „%(name)s“ wurde nicht übernommen."),
}


@dataclass(frozen=True)
class Clean:
    """A file that was opened and found good: only these bytes are ever stored."""

    content: bytes
    kind: Kind
    width: int
    height: int
    pages: int
    preview: "Clean | None" = None
    fingerprint: int | None = None
    document: dict[str, Any] = field(default_factory=dict)  # what a PDF says of itself, where asked for


def check(file: File[Any] | IO[bytes], accept: Accept) -> Clean:
    """Raises `ValidationError` with a sentence for the person; nothing is written anywhere."""
    content = file.read(accept.most_bytes + 1)
    if len(content) > accept.most_bytes:
        raise _refused(file, accept, "bytes")
    kind = kind_of(content)
    if kind is None or kind not in accept.kinds:
        raise _refused(file, accept, "kind")
    facts, kept = _decode(content, kind, accept)
    if "refused" in facts:
        raise _refused(file, accept, facts["refused"])
    return _clean(facts, kept)


def _clean(facts: dict[str, Any], kept: bytes) -> Clean:
    """What the decoder wrote: the file, and behind it the preview, if one was asked for."""
    size = facts.get("bytes", len(kept))
    small = None
    if "preview" in facts:
        width, height = facts["preview"]
        small = Clean(kept[size:], Kind.JPEG, width, height, 1)
    kind, print_ = Kind(facts["kind"]), facts.get("fingerprint")
    shape = (facts["width"], facts["height"], facts["pages"])
    return Clean(kept[:size], kind, *shape, small, print_, facts.get("document", {}))


def sort_out(files: Iterable[Any], accept: Accept) -> tuple[list[Clean], list[ValidationError]]:
    """The good files, and one sentence for each of the others: one bad photo costs nobody the rest."""
    good: list[Clean] = []
    refused: list[ValidationError] = []
    for file in files:
        try:
            if len(good) >= accept.number:
                raise _refused(file, accept, "number")
            good.append(check(file, accept))
        except ValidationError as error:
            refused.append(error)
    return good, refused


def _decode(content: bytes, kind: Kind, accept: Accept) -> tuple[dict[str, Any], bytes]:
    demands = {
        "kind": kind.value,
        "most_pixels": accept.most_pixels,
        "longest_edge": accept.longest_edge,
        "pages": accept.pages,
        "as_jpeg": accept.as_jpeg,
        "preview_edge": accept.preview_edge,
        "describe": accept.describe,
    }
    argv = [sys.executable, "-I", "-B", str(DECODER), json.dumps(demands)]
    try:
        with TURNSTILE:
            done = subprocess.run(  # noqa: S603  # our own script; the file goes through a pipe
                argv, input=content, capture_output=True, timeout=PATIENCE, check=False, env={}
            )
    except subprocess.TimeoutExpired:
        return {"refused": "too_much"}, b""
    if done.returncode:  # killed by its own limits
        return {"refused": "too_much"}, b""
    facts, _newline, kept = done.stdout.partition(b"\n")
    return json.loads(facts), kept


def _refused(file: Any, accept: Accept, code: str) -> ValidationError:
    facts = {
        "name": Path(str(getattr(file, "name", "") or _("Datei"))).name[:60],
        "megabytes": number(round(Decimal(accept.most_bytes) / MB, 1)),
        "kinds": _spoken(accept.kinds),
        "pages": accept.pages,
        "number": accept.number,
    }
    return ValidationError(SENTENCES[code], code=code, params=facts)


def _spoken(kinds: frozenset[Kind]) -> str:
    photos, documents = kinds & PHOTOS, kinds & DOCUMENTS
    if photos and documents:
        return str(_("ein Foto (JPEG, PNG, WebP, HEIC) oder ein PDF"))
    return str(_("ein Foto (JPEG, PNG, WebP, HEIC)") if photos else _("ein PDF"))
