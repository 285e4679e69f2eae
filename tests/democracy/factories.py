"""Invented rows of this area, made by the real verbs."""

import io
import uuid
from datetime import date, time, timedelta
from typing import Any

import pikepdf

from democracy.models import (
    AdviceRequest,
    Event,
    EventProposal,
    FundingPeriod,
    Leaflet,
    LeafletVersion,
    Venue,
)
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


def create_venue(**more: Any) -> Venue:
    facts = {
        "name": "Gemeindehaus",
        "municipality": "goslar",
        "town": "Goslar",
        "is_wheelchair_accessible": True,
    }
    return Venue.objects.create(**facts | more)


def create_event(slug: str = "treff", *, is_public: bool = True, ahead: int = 7, **more: Any) -> Event:
    """An event at six in the evening, by default in a week, published with its dates."""
    day = today() + timedelta(days=ahead)
    facts = {
        "title": f"Treff {slug}",
        "teaser": "Wir treffen uns.",
        "organiser": "Initiative",
        "category": "treffen",
        "starts_on": day,
        "starts_time": time(18),
        "ends_on": day,
        "ends_time": time(20),
        "body": "<p>Text.</p>",
    }
    event = Event(slug=slug, **facts | more)
    if event.venue_id is None and not event.online_url:
        event.venue = Venue.objects.first() or create_venue()
    event.store(by=OFFICE, verb="add")
    if is_public:
        event.publish(by=OFFICE)
    return event


def fill_events(count: int) -> None:
    for number in range(count):
        create_event(f"viele-{number}", ahead=number % 20 + 1)


def proposal_facts(**more: Any) -> dict[str, Any]:
    """What the form leaves of a reported event."""
    day = today() + timedelta(days=20)
    facts = {
        "title": "Gemeldetes Fest",
        "teaser": "Wir feiern.",
        "body": "<p>Text.</p>",
        "online_url": "",
        "rule": "",
        "category": "fest",
        "audiences": [],
        "languages": ["de"],
        "has_interpreting": False,
        "has_sign_language": False,
        "has_childcare": False,
        "is_free": True,
        "price": "",
        "registration": "none",
        "registration_to": "",
        "image_alt": "",
        "image_credit": "",
        "place_name": "Dorfplatz",
        "place_street": "",
        "place_postal_code": "",
        "place_municipality": "goslar",
        "place_is_wheelchair_accessible": False,
        "contact_email": "",
        "contact_phone": "",
        "starts_on": day.isoformat(),
        "ends_on": day.isoformat(),
        "starts_time": "15:00:00",
        "ends_time": "18:00:00",
        "registration_until": None,
        "extra_dates": [],
        "left_out_dates": [],
    }
    return facts | more


def create_proposal(*, is_confirmed: bool = True, **more: Any) -> EventProposal:
    """A reported event, confirmed by its sender unless said otherwise."""
    facts = proposal_facts(**more)
    proposal = EventProposal.objects.submit(
        by=ASKER,
        submit_key=uuid.uuid4(),
        facts=facts,
        organisation="Dorfverein",
        email="meldung@example.org",
        last_day=date.fromisoformat(facts["ends_on"]),
    )
    if is_confirmed:
        proposal.confirm(by=ASKER)
    return proposal
