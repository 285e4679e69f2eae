"""The filtered list of an admin class as a file (G-088, H-132)."""

from collections.abc import Collection, Iterator
from typing import Any, ClassVar, Generic, TypeVar
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from goslar_portal.accounts import proof
from goslar_portal.dates import today
from goslar_portal.exports.columns import Column
from goslar_portal.exports.files import csv_lines, xlsx_file
from goslar_portal.exports.forms import ExportForm
from goslar_portal.exports.models import Export, FileKind
from goslar_portal.journal.models import Actor, ShownAs
from goslar_portal.journal.viewing import is_each_view_logged, record_view

BATCH = 500
M = TypeVar("M", bound=models.Model)


class Exportable(admin.ModelAdmin[M], Generic[M]):
    """Adds „Als Datei ausleiten“ to a list. Who may: `export_roles`; with names: `export_person_roles`."""

    export_columns: ClassVar[list[Column]] = []
    export_roles: ClassVar[Collection[str]] = frozenset()
    export_person_roles: ClassVar[Collection[str]] = frozenset()

    def get_urls(self) -> list[URLPattern]:
        address = path(
            "ausleiten/",
            self.admin_site.admin_view(self.export_view),
            name=f"{self.opts.app_label}_{self.opts.model_name}_export",
        )
        return [address, *super().get_urls()]

    def may_export(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request) and request.user.has_role(*self.export_roles)  # type: ignore[union-attr]  # has a login

    def columns_for(self, request: HttpRequest) -> list[Column]:
        is_allowed = request.user.has_role(*self.export_person_roles)  # type: ignore[union-attr]  # has a login
        return [column for column in self.export_columns if is_allowed or not column.is_personal]

    def export_rows(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        """What the columns need is fetched along here, so that a thousand rows cost what one does."""
        return rows

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        more = {"may_export": self.may_export(request)}
        return super().changelist_view(request, (extra_context or {}) | more)

    def export_view(self, request: HttpRequest) -> HttpResponseBase:
        """GET shows the form, POST writes the export down and hands out the file."""
        if not self.may_export(request):
            raise PermissionDenied
        proof.require_recent(request)
        rows, row_filter = self._listed(request)
        form = ExportForm(request.POST or None, columns=self.columns_for(request))
        count = rows.count()
        if form.is_valid():
            return self._file(request, form, rows, row_filter, count)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Als Datei ausleiten"),
            "opts": self.opts,
            "form": form,
            "count": count,
            "query": request.GET.urlencode(),
        }
        status = 422 if form.is_bound else 200
        return TemplateResponse(request, "admin/exports/export.html", context, status=status)

    def _listed(self, request: HttpRequest) -> tuple["QuerySet[Any]", str]:
        """The rows of the list as it is filtered, and the filter in codes without the words searched for."""
        try:
            shown = self.get_changelist_instance(request)
        except IncorrectLookupParameters as error:
            raise Http404 from error
        chosen = {name: value for name, value in request.GET.items() if name not in {"q", "o", "p"} and value}
        searched = {"q": "*"} if request.GET.get("q") else {}
        return self.export_rows(shown.queryset), urlencode(chosen | searched, safe="*")

    def _file(
        self, request: Any, form: ExportForm, rows: "QuerySet[Any]", row_filter: str, count: int
    ) -> HttpResponseBase:
        by, kind = Actor.staff(request.user), form.cleaned_data["file_kind"]
        with transaction.atomic():
            Export.objects.note(
                account_id=request.user.pk,
                kind=self.opts.label_lower,
                file_kind=kind,
                columns=[column.name for column in form.chosen],
                row_filter=row_filter,
                row_count=count,
                reason=form.cleaned_data.get("reason", ""),
            )
            if is_each_view_logged(self.model):
                record_view(rows, by=by, place=f"{self.opts.label_lower}.export", shown_as=ShownAs.EXPORT)
        return answer(kind, table(form.chosen, rows), str(self.opts.verbose_name_plural))


def table(columns: Collection[Column], rows: "models.QuerySet[Any]") -> Iterator[list[Any]]:
    yield [str(column.label) for column in columns]
    for row in rows.iterator(chunk_size=BATCH):
        yield [column.of(row) for column in columns]


def answer(kind: str, lines: Iterator[list[Any]], title: str) -> HttpResponseBase:
    name = f"{title}-{today():%Y-%m-%d}.{kind}"
    if kind == FileKind.XLSX:
        return FileResponse(xlsx_file(lines, title), as_attachment=True, filename=name)
    response = StreamingHttpResponse(csv_lines(lines), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
