"""The page of figures in the back office, and the same figures as a file (G-115)."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from goslar_portal.dates import today
from goslar_portal.exports.files import csv_lines
from goslar_portal.forms import DateField, PortalForm
from goslar_portal.registry import Statistic
from goslar_portal.statistics.reading import Shown, may_export, shown, visible_to


class PeriodForm(PortalForm):
    """Which figures, from when to when; the names stand in the address, so that a page can be kept."""

    zahl = forms.ChoiceField(label=_("Zahlen"))
    von = DateField(label=_("vom"))
    bis = DateField(label=_("bis zum"))

    def __init__(self, *args: Any, statistics: list[Statistic], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["zahl"]
        field.choices = [(row.name, row.title) for row in statistics]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("von") and said.get("bis") and said["bis"] < said["von"]:
            self.add_error("bis", _("Das Ende liegt vor dem Anfang. Bitte ändern Sie einen der beiden Tage."))
        return said


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    statistics = visible_to(request.user)
    form = PeriodForm(asked(request, statistics), statistics=statistics)
    table = _table(form, statistics) if statistics and form.is_valid() else None
    wants_file = request.GET.get("form") == "csv"
    if wants_file and table is None:
        raise Http404
    if wants_file and table is not None:
        return _file(request, table, form)
    context = {
        **admin.site.each_context(request),
        "title": _("Zahlen"),
        "form": form if statistics else None,
        "table": table,
        "may_export": table is not None and may_export(request.user, table.statistic),
        "query": request.GET.urlencode(),
    }
    status = 422 if statistics and form.errors else 200
    return TemplateResponse(request, "admin/statistics/figures.html", context, status=status)


def asked(request: HttpRequest, statistics: list[Statistic]) -> dict[str, Any]:
    """What the address says; without a word about it the first figures of this year."""
    this_year = {
        "zahl": statistics[0].name if statistics else "",
        "von": f"{date(today().year, 1, 1):%d.%m.%Y}",
        "bis": f"{today():%d.%m.%Y}",
    }
    return this_year | {name: request.GET[name] for name in this_year if name in request.GET}


def _table(form: PeriodForm, statistics: list[Statistic]) -> Shown:
    said = form.cleaned_data
    chosen = next(row for row in statistics if row.name == said["zahl"])
    return shown(chosen, said["von"], said["bis"])


def _file(request: HttpRequest, table: Shown, form: PeriodForm) -> HttpResponse:
    """The table as it is shown, for a spreadsheet: semicolons, and a mark that it is UTF-8."""
    if not may_export(request.user, table.statistic):
        raise PermissionDenied
    lines = [table.head, *table.lines, *([table.foot] if table.foot else [])]
    days = f"{form.cleaned_data['von']:%Y-%m-%d}-{form.cleaned_data['bis']:%Y-%m-%d}"
    name = f"{table.statistic.name.replace('.', '-')}-{days}.csv"
    response = HttpResponse("".join(csv_lines(lines)), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
