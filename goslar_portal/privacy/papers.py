"""The answer on paper and for machines: one tagged PDF, one JSON with the same content (Art. 15, Art. 20)."""

import base64
import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from goslar_portal import pdf
from goslar_portal.privacy import letters
from goslar_portal.privacy.disclosure import File, Part, Section, disclose

if TYPE_CHECKING:
    from goslar_portal.privacy.models import PrivacyCase

CONTROLLER = "Landkreis Goslar, Klubgartenstraße 6, 38640 Goslar"
AUTHORITY = "Die oder der Landesbeauftragte für den Datenschutz Niedersachsen"
ORIGIN = "Die Angaben kommen von Ihnen selbst oder entstanden bei der Bearbeitung."
NO_MACHINE_DECIDES = "Kein Programm entscheidet allein über Sie (Artikel 22)."
RIGHTS = (
    "Berichtigung falscher Angaben (Artikel 16)",
    "Löschung (Artikel 17)",
    "Einschränkung der Verarbeitung (Artikel 18)",
    "Daten zum Mitnehmen (Artikel 20)",
    "Widerspruch (Artikel 21)",
    "Widerruf einer Einwilligung, jederzeit und für die Zukunft (Artikel 7)",
    f"Beschwerde bei der Aufsicht: {AUTHORITY} (Artikel 77)",
)
TEMPLATE = "privacy/pdf/answer.html"
PICTURES = (".jpg", ".jpeg", ".png", ".webp")


def answer_pdf(case: "PrivacyCase", sections: Sequence[Section]) -> bytes:
    """PDF/UA; pictures are shown, other files named: they lie in the JSON."""
    pictures = {name: file.content for name, file in _pictures(sections)}
    return pdf.render(TEMPLATE, on_paper(case, sections), files=pictures)


def on_paper(case: "PrivacyCase", sections: Sequence[Section]) -> dict[str, Any]:
    """What the template of the PDF is given."""
    return frame(case) | {"case": case, "sections": [_on_paper(section) for section in sections]}


def frame(case: "PrivacyCase") -> dict[str, Any]:
    return {
        "controller": CONTROLLER,
        "authority": AUTHORITY,
        "origin": ORIGIN,
        "no_machine": NO_MACHINE_DECIDES,
        "rights": RIGHTS,
        "made_at": timezone.localtime(),
        "site_url": settings.SITE_URL,
    }


def _on_paper(section: Section) -> dict[str, Any]:
    """Beside each part its pictures under the names by which the template asks for them."""
    parts = [
        {
            "part": part,
            "said": [value for value in part.values if not value.is_unsaid],
            "unsaid": [value.label for value in part.values if value.is_unsaid],
            "pictures": [name for name, file in _pictures([section]) if file in part.files],
            "files": [file.name for file in part.files if not _is_picture(file)],
        }
        for part in section.parts
    ]
    return {"section": section, "parts": parts}


def _is_picture(file: File) -> bool:
    return file.name.lower().endswith(PICTURES)


def _pictures(sections: Sequence[Section]) -> Iterator[tuple[str, File]]:
    for section in sections:
        for part in section.parts:
            for file in part.files:
                if _is_picture(file):
                    yield file.name, file


def answer_json(case: "PrivacyCase", sections: Sequence[Section]) -> bytes:
    """Complete: files are in it as base64."""
    whole = {
        "controller": CONTROLLER,
        "reference": case.reference,
        "article": case.get_article_display(),
        "received_on": case.received_on.isoformat(),
        "made_at": timezone.localtime().isoformat(timespec="seconds"),
        "origin": ORIGIN,
        "automated_decisions": NO_MACHINE_DECIDES,
        "rights": list(RIGHTS),
        "supervisory_authority": AUTHORITY,
        "records": [_record(section) for section in sections],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2).encode()


def _record(section: Section) -> dict[str, Any]:
    return {
        "kind": section.kind,
        "title": section.title,
        "label": section.label,
        "area": section.area,
        "purpose": section.purpose,
        "read_by": section.readers,
        "recipients": [
            {"who": one.who, "what": one.what, "on": one.on.isoformat() if one.on else None}
            for one in section.recipients
        ],
        "periods": section.periods,
        "erased_on": section.ends_on.isoformat() if section.ends_on else None,
        "held_until": section.held_until.isoformat() if section.held_until else None,
        "parts": [_part(part) for part in section.parts],
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "kind": part.kind,
        "title": part.title,
        "is_earlier": part.is_earlier,
        "values": {value.name: {"label": value.label, "value": value.raw} for value in part.values},
        "files": [
            {"name": file.name, "base64": base64.b64encode(file.content).decode()} for file in part.files
        ],
    }


def letter_pdf(case: "PrivacyCase") -> bytes:
    """The words of the e-mail for whoever has none (G-107)."""
    text = render_to_string("privacy/letters/_answer.txt", letters.answer_facts(case))
    context = frame(case) | {
        "case": case,
        "paragraphs": [part for part in text.split("\n\n") if part.strip()],
    }
    return pdf.render("privacy/pdf/letter.html", context)


def make(case: "PrivacyCase") -> tuple[bytes, bytes]:
    """Both papers of one moment."""
    sections = disclose(case)
    return answer_pdf(case, sections), answer_json(case, sections)
