"""Pages of the back office about retention: how it stands, a new period, the offer to the archive."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from goslar_portal.access import bound, form_page
from goslar_portal.accounts.roles import Role
from goslar_portal.journal.models import Actor
from goslar_portal.retention import archive, forms, proof, table
from goslar_portal.retention.eraser import rule_named
from goslar_portal.retention.models import Report
from goslar_portal.retention.papers import Month


def retention_state(request: HttpRequest) -> HttpResponse:
    """Every rule with its period in force and what the last run did; `?bericht=2026-10` is a month as PDF."""
    if wanted := request.GET.get("bericht"):
        return month_report(wanted)
    facts: dict[str, Any] = {
        "title": _("Aufbewahrung"),
        "state": proof.state(),
        "groups": proof.with_reports(table.groups()),
        "months": Report.objects.months(),
        "may_change": request.user.has_role(Role.PRIVACY),  # type: ignore[union-attr]  # has a login
    }
    return form_page(request, "retention/state.html", **admin.site.each_context(request) | facts)


def month_report(wanted: str) -> HttpResponse:
    """What was erased in a month that has reports."""
    known = {f"{month:%Y-%m}": month.date() for month in Report.objects.months()}
    if wanted not in known:
        raise Http404
    content = Month.of(known[wanted]).as_pdf()
    name = {"Content-Disposition": f'attachment; filename="loeschbericht-{wanted}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=name)


def retention_period(request: HttpRequest, name: str) -> HttpResponse:
    """A new length of one period, with the reason."""
    if not request.user.has_role(Role.PRIVACY):  # type: ignore[union-attr]  # has a login
        raise PermissionDenied
    try:
        model, rule = rule_named(name)
    except LookupError:
        raise Http404 from None
    if rule.period.is_fixed:
        raise Http404
    form = bound(forms.PeriodForm, request, model=model, rule=rule)
    if form.is_valid():
        form.save(by=request.user)
        messages.success(request, _("Die neue Frist gilt ab heute."))
        return redirect("admin:retention_state")
    facts: dict[str, Any] = {
        "title": _("Frist ändern"),
        "form": form,
        "line": table.line_of(rule),
        "promised": bool(rule.promised_on),
    }
    return form_page(request, "retention/period.html", **admin.site.each_context(request) | facts)


def retention_archive(request: HttpRequest) -> HttpResponse:
    """Records whose period is over, to be offered to the archive before they go."""
    waiting = archive.waiting()
    choices = [(row.key, f"{capfirst(row.label)} ({_since(row)})") for row in waiting]
    form = bound(forms.ArchiveForm, request, choices=choices)
    if form.is_valid():
        data, by = form.cleaned_data, Actor.staff(request.user)
        count = archive.answer(data["records"], answer=data["answer"], by=by)
        messages.success(request, _("Vermerkt: %(count)s.") % {"count": count})
        return redirect("admin:retention_archive")
    facts = {"title": _("Anbietung an das Archiv"), "form": form, "waiting": waiting}
    return form_page(request, "retention/archive.html", **admin.site.each_context(request) | facts)


def _since(row: archive.Waiting) -> str:
    return _("Frist abgelaufen am %(day)s") % {"day": date_format(row.since, "d.m.Y")}
