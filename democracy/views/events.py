"""Events for everybody: the list, the month, one event, its picture."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from democracy import month as months
from democracy.forms import EventFilter
from democracy.forms.event_filter import PARAMETERS
from democracy.json_ld import events as json_ld
from democracy.models import Event, EventTerm, Occurrence
from democracy.month import Month
from goslar_portal.access import must_exist, page
from goslar_portal.dates import today
from goslar_portal.page_cache import right_until
from goslar_portal.qr import qr_path
from goslar_portal.uploads.public import ASK_AGAIN, send_public

PER_PAGE = 30
AT_ONCE = 12  # dates on the page of an event


@page(topics=["events"], parameters=(*PARAMETERS, "seite"))
def event_list(request: HttpRequest) -> HttpResponse:
    """From today on, grouped by day; the whole calendar, nothing exists only in the month (D-080)."""
    form = EventFilter(request.GET, EventTerm.objects.words())
    if form.is_refused:
        return render(request, "democracy/event_list.html", {"form": form, "days": []}, status=400)
    rows = form.narrow(Occurrence.objects.public().upcoming()).with_event().in_order()
    shown = Paginator(rows, PER_PAGE).get_page(request.GET.get("seite"))
    if shown.object_list:
        right_until(min(row.ends_at for row in shown))
    response = render(request, "democracy/event_list.html", _list_context(form, shown))
    if request.GET:
        response.headers["Cache-Control"] = "no-cache"  # every filter is a page of its own: not kept (D-111)
    return response


def _list_context(form: EventFilter, shown: Any) -> dict[str, Any]:
    days: dict[Any, list[Occurrence]] = {}
    for row in shown:
        days.setdefault(max(row.starts_on, today()), []).append(row)
    return {
        "form": form,
        "days": list(days.items()),
        "shown": shown,
        "month": Month.of(today()),
        "query": form.query,
        "qr": qr_path(form.feed_url) if form.query else None,
    }


@page(topics=["events"])
def event_month(request: HttpRequest, year: str, number: str) -> HttpResponse:
    """A real table; its months end, so that a crawler does too (D-081, D-110)."""
    if not 1 <= int(number) <= 12:
        raise Http404
    month, day = Month(int(year), int(number)), today()
    if not month.exists(day):
        raise Http404
    rows = Occurrence.objects.month(month.first, month.last, months.MOST)
    before, after = month.plus(-1), month.plus(1)
    context = {
        "month": month,
        "weeks": months.weeks(month, rows, day),
        "is_empty": not rows,
        "next_with_events": None if rows else _next_month(month, day),
        "before": before,
        "after": after,
        "has_before": before.exists(day),
        "has_after": after.exists(day),
    }
    return render(request, "democracy/event_month.html", context)


def _next_month(month: Month, day: date) -> Month | None:
    """The next month with a date, if it is within reach (D-084)."""
    found = Occurrence.objects.next_month_after(month.last)
    following = Month.of(found) if found else None
    return following if following is not None and following.exists(day) else None


@page
def event_month_respell(request: HttpRequest, year: str, number: str) -> HttpResponse:
    """/2026/3/ is /2026/03/."""
    if not 1 <= int(number) <= 9:
        raise Http404
    return HttpResponsePermanentRedirect(Month(int(year), int(number)).url)


@page(topics=["events", "periods"], parameters=("alle",))
def event_detail(request: HttpRequest, slug: str) -> HttpResponse:
    event = must_exist(Event.objects.at_slug(slug))
    if not event.is_shown:
        return render(request, "democracy/event_gone.html", {"event": event}, status=410)
    rows = list(
        event.occurrences.public().upcoming().in_order()[: 500 if "alle" in request.GET else AT_ONCE + 1]
    )
    for row in rows:
        row.event = event
    if rows:
        right_until(min(row.ends_at for row in rows))
    has_more = "alle" not in request.GET and len(rows) > AT_ONCE
    shown = rows[:AT_ONCE] if has_more else rows
    context = {
        "event": event,
        "dates": shown,
        "has_more": has_more,
        "words": EventTerm.objects.words(),
        "json_ld": json_ld(event, shown[:AT_ONCE]),
        "is_over": not rows,
    }
    return render(request, "democracy/event_detail.html", context)


@page
def event_image(request: HttpRequest, slug: str) -> HttpResponse:
    event = must_exist(Event.objects.at_slug(slug))
    if not event.is_shown or event.image is None or not event.image.is_open:
        raise Http404
    return send_public(request, event.image, name=slug, sha256=event.image_hash, cache=ASK_AGAIN)
