"""Writing letters: one call in the caller's transaction; rolled back means no letter (G-071)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils import translation

from goslar_portal.languages import SOURCE, Language, catalogue
from goslar_portal.mail.models import Letter, LetterAttachment

SUBJECT = re.compile(r"\ABetreff:\s*(?P<subject>[^\n]+)\n\s*\n(?P<text>.*)\Z", re.DOTALL)
ADDRESS_LINE = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Attachment:
    """A PDF to be made by the worker from facts frozen now, or a file that is there already.

    `context` must be plain JSON.
    """

    filename: str
    template: str = ""
    context: dict[str, Any] = field(default_factory=dict)
    content: bytes | None = None
    content_type: str = "application/pdf"


@transaction.atomic
def post(
    *,
    kind: str,
    to: str,
    language: str,
    once: str,
    about: Model | None,
    context: Mapping[str, Any],
    attachments: Sequence[Attachment] = (),
) -> Letter:
    """Put a letter into the outbox; a second call with the same `once` changes nothing.

    `about` is the thing it speaks of: the letter is shown on its page and erased with it.
    `kind` is `area.name`; the text comes from `templates/<area>/letters/<name>.txt`, whose first line is
    `Betreff: …`. Raises `ValueError` when the template does not begin that way.
    """
    subject, text, html = _render(kind, language, dict(context))
    letter = Letter(
        once=once, kind=kind, recipient=to, language=language, subject=subject, text=text, html=html
    )
    if about is not None:
        letter.about_kind, letter.about_number = about._meta.label_lower, about.pk
    earlier = _insert(letter)
    if earlier is not None:
        return earlier
    LetterAttachment.objects.bulk_create(LetterAttachment(letter=letter, **vars(row)) for row in attachments)
    from goslar_portal.mail.jobs import deliver_letter

    deliver_letter.defer(number=letter.pk)
    return letter


def _insert(letter: Letter) -> Letter | None:
    """Write the letter; the one that is there already, if there is one with the same `once`."""
    try:
        with transaction.atomic():
            letter.save(force_insert=True)
    except IntegrityError:
        earlier = Letter.objects.filter(once=letter.once).first()
        if earlier is None:
            raise
        return earlier
    return None


@dataclass(frozen=True)
class Written:
    """A letter in one language."""

    language: Language
    subject: str
    text: str

    @property
    def paragraphs(self) -> list[dict[str, Any]]:
        return paragraphs(self.text)


def _render(kind: str, language: str, context: dict[str, Any]) -> tuple[str, str, str]:
    """Subject, text and HTML: in the person's language, with the German below, as that one binds (G-174)."""
    first, german = _written(kind, language, context), _written(kind, SOURCE, context)
    both = [first] if first.text == german.text else [first, german]
    text = f"\n{'-' * 40}\n\n".join(written.text for written in both)
    return first.subject, text, render_to_string("mail/letter.html", {"letters": both})


def _written(kind: str, language: str, context: dict[str, Any]) -> Written:
    area, _dot, name = kind.partition(".")
    with translation.override(language):
        written = render_to_string(f"{area}/letters/{name}.txt", context | {"site_url": settings.SITE_URL})
    found = SUBJECT.match(written.strip() + "\n")
    if found is None:
        raise ValueError(f"the template of {kind} must begin with a line „Betreff: …“ and an empty line")
    text = re.sub(r"\n{3,}", "\n\n", found["text"]).strip() + "\n"
    return Written(catalogue()[language], str(found["subject"]).strip(), text)


def paragraphs(text: str) -> list[dict[str, Any]]:
    """The text in parts for the HTML letter: the same words, a lone address after a colon is a button."""
    parts: list[dict[str, Any]] = []
    for block in text.strip().split("\n\n"):
        lines = [line.strip() for line in block.splitlines()]
        if len(lines) == 2 and lines[0].endswith(":") and ADDRESS_LINE.fullmatch(lines[1]):
            parts.append({"kind": "button", "label": lines[0].rstrip(":"), "url": lines[1]})
        elif all(line.startswith(("- ", "• ")) for line in lines):
            parts.append({"kind": "list", "lines": [line[2:] for line in lines]})
        else:
            parts.append({"kind": "text", "lines": lines})
    return parts
