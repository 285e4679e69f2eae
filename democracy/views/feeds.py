"""The calendar for other programs: .ics of all, one event, one date, and Atom (D-100 to D-108)."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import http_date, parse_etags
from django.utils.translation import gettext as _

from democracy.calendar_file import calendar
from democracy.forms import EventFilter
from democracy.models import Event, EventTerm, Occurrence
from democracy.models.occurrence_questions import OccurrenceQuerySet
from goslar_portal import office
from goslar_portal.access import must_exist, page
from goslar_portal.dates import months_after, today
from goslar_portal.forms import DateField

BACK = timedelta(days=30)
AHEAD = 18  # months
MOST = 500
NEWEST = 50
VERSION = "1"  # raise it when the same rows give other bytes
ICS = "text/calendar; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"


@page
def calendar_feed(request: HttpRequest) -> HttpResponse:
    """All public dates, with the filters of the list."""
    form = EventFilter(request.GET, EventTerm.objects.words())
    if form.is_refused:
        return HttpResponse(
            _("Diese Auswahl gibt es nicht."), status=400, content_type="text/plain; charset=utf-8"
        )
    name = ", ".join([_("Demokratie leben im Landkreis Goslar"), *form.spoken])
    rows = form.narrow(_window()).nearest(today(), MOST)
    return _calendar(request, rows, name, "kalender")


@page
def event_file(request: HttpRequest, slug: str) -> HttpResponse:
    """The next dates of one event, or one of them, with the same identities as in the feed (D-107)."""
    event = must_exist(Event.objects.at_slug(slug))
    rows = _window().of_event(event)
    if "termin" in request.GET:
        rows = rows.on_original(_day(request.GET["termin"]))
        if not rows.exists():
            raise Http404
    return _calendar(request, rows, event.title, slug)


@page
def event_feed(request: HttpRequest) -> HttpResponse:
    """The newest and lately changed events as Atom, with the filters of the list (D-108)."""
    form = EventFilter(request.GET, EventTerm.objects.words())
    if form.is_refused:
        return HttpResponse(
            _("Diese Auswahl gibt es nicht."), status=400, content_type="text/plain; charset=utf-8"
        )
    rows = form.narrow(Occurrence.objects.public())
    found = list(Event.objects.of_occurrences(rows).newest(NEWEST))
    last = max((event.changed_at for event in found), default=datetime(2026, 1, 1, tzinfo=UTC))
    sign = "|".join(f"{event.pk} {event.changed_at.isoformat()}" for event in found)
    fresh = _unless_known(request, sign + form.query, last)
    if fresh.status_code == 304:
        return fresh
    site = settings.SITE_URL.rstrip("/")
    context = {"events": found, "updated": last, "site": site, "query": form.query, "spoken": form.spoken}
    fresh.content = render(request, "democracy/event_feed.xml", context).content
    fresh.headers["Content-Type"] = ATOM
    return fresh


def _window() -> OccurrenceQuerySet:
    """From 30 days back to 18 months ahead; what was called off stays for a while (D-100, D-103)."""
    day = today()
    gone = timezone.now() - timedelta(days=int(office.value("democracy.cancelled_days")))
    return Occurrence.objects.in_feed(day - BACK, months_after(day, AHEAD), gone)


def _calendar(request: HttpRequest, rows: OccurrenceQuerySet, name: str, filename: str) -> HttpResponse:
    sign, last = rows.digest()
    answer = _unless_known(request, f"{sign} {name}", last)
    if answer.status_code != 304:
        answer.content = calendar(rows.with_event().in_order(), name=name)
        answer.headers["Content-Type"] = ICS
        answer.headers["Content-Disposition"] = f'inline; filename="{filename}.ics"'
    return answer


def _unless_known(request: HttpRequest, sign: str, last: datetime | None) -> HttpResponse:
    """304 for a reader who has it already, decided before anything is rendered."""
    whole = f"{VERSION} {settings.SITE_URL} {sign}"
    etag = f'"{hashlib.sha256(whole.encode()).hexdigest()[:32]}"'
    known = parse_etags(request.headers.get("If-None-Match", ""))
    answer = HttpResponse(status=304 if etag in known or "*" in known else 200)
    answer.headers["ETag"] = etag
    answer.headers["Cache-Control"] = "public, max-age=300"
    if last is not None:
        answer.headers["Last-Modified"] = http_date(last.timestamp())
    return answer


def _day(text: str) -> Any:
    try:
        return DateField().clean(text)
    except ValidationError as error:
        raise Http404 from error
