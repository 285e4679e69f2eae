"""Invented rows of this area, made by the real verbs."""

import io
import uuid
from datetime import date, timedelta
from typing import Any

import pikepdf

from democracy.models import AdviceRequest, FundingPeriod, Leaflet, LeafletVersion
from goslar_portal.dates import today
from goslar_portal.journal.models import Actor

ASKER = Actor.person("asker")
OFFICE = Actor.clock("probe")
BODY = "<p>Muster.</p><h3>Was gilt</h3><ul><li>eins</li><li>zwei</li></ul>"


def create_advice(**facts: Any) -> AdviceRequest:
    given = {"topic": "idea", "message": "Muster", "email": "verein@example.org"} | facts
    return AdviceRequest.objects.submit(by=ASKER, submit_key=uuid.uuid4(), **given)


def create_period(
    number: int = 9, starts_on: date = date(2000, 1, 1), ends_on: date = date(2099, 12, 31), **more: Any
) -> FundingPeriod:
    facts = {"programme": "Programm", "body_singular": "Rat", "body_plural": "Räte"} | more
    return FundingPeriod.objects.create(number=number, starts_on=starts_on, ends_on=ends_on, **facts)


def create_leaflet(slug: str = "muster", *, is_public: bool = True, **more: Any) -> Leaflet:
    facts = {"title": f"Merkblatt {slug}", "audiences": ["both"], "summary": "Worum es geht."} | more
    leaflet = Leaflet.objects.create(slug=slug, mailbox="postfach@example.org", **facts)
    if is_public:
        leaflet.show(by=OFFICE)
    return leaflet


def create_draft(leaflet: Leaflet | None = None, *, starts: int = 0, **more: Any) -> LeafletVersion:
    """A written draft, valid from `starts` days after today."""
    first = today() + timedelta(days=starts)
    facts = {"as_of": first, "valid_from": first, "body": BODY, "news": "Neues."} | more
    version = LeafletVersion.objects.create(leaflet=leaflet or create_leaflet(), **facts)
    version.periods.add(FundingPeriod.objects.first() or create_period())
    return version


def create_version(leaflet: Leaflet | None = None, *, starts: int = 0, **more: Any) -> LeafletVersion:
    """A published one."""
    version = create_draft(leaflet, starts=starts, **more)
    version.publish(by=OFFICE)
    return version


def fill_leaflets(count: int) -> None:
    """So many versions of one of the ten, and so many more leaflets."""
    known = Leaflet.objects.get(slug="reisekosten")
    for turn in range(count):
        create_version(known, starts=turn - count + 1)
        create_leaflet(f"viele-{turn}")


def a_pdf(
    *, pages: int = 1, text: bool = True, title: str = "", author: str = "", language: str = ""
) -> bytes:
    """A small PDF with the given data; without `text` its pages hold only a line."""
    pdf = pikepdf.new()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    for _ in range(pages):
        page = pdf.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        shown = b"BT /F1 12 Tf 50 700 Td (Muster) Tj ET" if text else b"0 0 m 10 10 l S"
        page.Contents = pdf.make_stream(shown)
    if title:
        pdf.docinfo["/Title"] = title
    if author:
        pdf.docinfo["/Author"] = author
    if language:
        pdf.Root.Lang = pikepdf.String(language)
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()
