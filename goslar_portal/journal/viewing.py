"""The view log: who looked at a record that needs protection, written before anything is shown (G-085).

A model says that each view of it is logged:

    class Household(models.Model):
        each_view_is_logged = True

Then its admin is built on `EachViewLogged`, or the portal does not start. Any other place that shows such
a row (PDF, proposal) calls `record_view()` before anything of it is shown. How: docs/view-log.md.
"""

from collections.abc import Iterable, Iterator
from functools import wraps
from typing import Any, Generic, TypeVar

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from goslar_portal.journal.models import Actor, ShownAs, ViewEntry
from goslar_portal.requests import current_request_number
from goslar_portal.retention.declarations import PERSONAL
from goslar_portal.retention.inventory import kind_of

M = TypeVar("M", bound=models.Model)
FLAG = "each_view_is_logged"


def is_each_view_logged(model: type[models.Model]) -> bool:
    return bool(getattr(model, FLAG, False))


def record_view(
    rows: models.Model | Iterable[models.Model], *, by: Actor, place: str, shown_as: ShownAs = ShownAs.PAGE
) -> None:
    """Write that these rows are about to be shown, in one statement; call it before anything is.

    `place` is the name of an address or of a template, never an address. What goes wrong here goes up: then
    nothing may be shown.
    """
    shown = [rows] if isinstance(rows, models.Model) else list(rows)
    ViewEntry.objects.bulk_create(
        ViewEntry(
            actor_kind=by.kind,
            actor_name=by.name,
            account_id=by.account_id,
            kind=row._meta.label_lower,
            number=row.pk,
            reference=str(getattr(row, "reference", "") or ""),
            shown_as=shown_as,
            place=place,
            request_number=current_request_number(),
        )
        for row in shown
    )


class EachViewLogged(admin.ModelAdmin[M], Generic[M]):
    """Every page of one record writes into the view log first; lists show the pseudonym only.

    It wraps the addresses, not the views, so that pages an admin adds or replaces are logged as well.
    """

    @property
    def urls(self) -> list[URLPattern]:
        return [self._logged(entry) for entry in self.get_urls()]

    def _logged(self, entry: URLPattern) -> URLPattern:
        view: Any = entry.callback

        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            number = kwargs.get("object_id", kwargs.get("pk"))
            if number is not None and self.admin_site.has_permission(request):
                self.record_page(request, str(number))
            response: HttpResponse = view(request, *args, **kwargs)
            return response

        if entry.name:  # Django's redirect from an old address shows nothing and has no name
            entry.callback = answer
        return entry

    def record_page(self, request: HttpRequest, number: str) -> None:
        """Nothing for a row that will not be shown: it does not exist or is out of reach."""
        row = self.get_object(request, unquote(number))
        if row is not None and self.has_view_or_change_permission(request, row):
            match = request.resolver_match
            record_view(row, by=Actor.staff(request.user), place=match.view_name if match else "admin")


@register("journal")
def protected_records_are_shown_by_their_own_admin(**kwargs: Any) -> list[CheckMessage]:
    return list(findings(admin.site))


def findings(site: admin.AdminSite) -> Iterator[CheckMessage]:
    """Where a protected record could be seen without a trace."""
    for model, page in site._registry.items():
        if is_each_view_logged(model):
            if not isinstance(page, EachViewLogged):
                yield _problem(1, page, "zeigt Einträge, deren Einsicht mitgeschrieben wird.")
            yield from _in_list(model, page)
        for inline in page.inlines:
            if is_each_view_logged(inline.model):
                yield _problem(2, page, f"zeigt „{inline.model._meta.verbose_name}“ nebenbei.")


def _in_list(model: type[models.Model], page: Any) -> Iterator[CheckMessage]:
    for name in page.list_display:
        if _is_personal(model, name):
            yield _problem(3, page, f"zeigt in der Liste „{name}“; Listen zeigen nur das Pseudonym.")


def _is_personal(model: type[models.Model], name: Any) -> bool:
    try:
        field = model._meta.get_field(name)
    except (FieldDoesNotExist, TypeError):
        return False
    return isinstance(field, models.Field) and kind_of(model, field) == PERSONAL


def _problem(number: int, page: Any, sentence: str) -> Error:
    name = type(page).__name__
    return Error(
        f"{name} {sentence}",
        hint="Die Verwaltung auf `EachViewLogged` aufbauen: docs/view-log.md.",
        obj=page.model,
        id=f"journal.E{number:03}",
    )
