"""Links that lead nowhere, with the places to mend (I-191)."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from goslar_portal.dates import today
from goslar_portal.forms import DateField
from goslar_portal.read_only import ReadOnly
from goslar_portal.verbs import Verb, VerbAdmin, VerbForm
from integration.models import LinkCheck
from integration.roles import WRITERS

SHOWN = (
    *("address", "result", "status", "moved_to", "checked_at", "failed_on", "ignored_until"),
    *("what_to_do", "where"),
)


class IgnoreForm(VerbForm):
    until = DateField(label=_("Nicht melden bis"))


class Kinds(admin.SimpleListFilter):
    """Errors and hints, apart."""

    title = _("Liste")
    parameter_name = "liste"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("fehler", _("Fehler")), ("hinweise", _("Hinweise"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[LinkCheck]) -> QuerySet[LinkCheck]:
        lists = {"fehler": LinkCheck.objects.errors, "hinweise": LinkCheck.objects.hints}
        return lists[str(self.value())](today()) if self.value() in lists else queryset


@admin.register(LinkCheck)
class LinkCheckAdmin(ReadOnly, VerbAdmin[LinkCheck]):
    verbs: ClassVar[list[Verb]] = [
        Verb(
            "take_over",
            _("Neue Adresse übernehmen"),
            roles=WRITERS,
            explanation=_("Jeder Text mit diesem Link bekommt einen Entwurf mit der neuen Adresse."),
        ),
        Verb("ignore", _("Vorerst nicht melden"), roles=WRITERS, form=IgnoreForm),
    ]
    list_display = ["address", "result", "status", "checked_at"]
    list_filter = [Kinds]
    search_fields = ["address"]
    fields = SHOWN
    readonly_fields = SHOWN

    def may_press(self, request: HttpRequest, row: LinkCheck, verb: Verb) -> bool:
        return super().may_press(request, row, verb) and (verb.name != "take_over" or row.is_moved)

    @admin.display(description=_("Was tun?"))
    def what_to_do(self, row: LinkCheck) -> str:
        return row.advice

    @admin.display(description=_("Steht auf"))
    def where(self, row: LinkCheck) -> SafeString:
        lines = [
            (
                reverse("admin:integration_page_text", args=[place.version.translation.page_id]),
                place.version.title,
                place.version.translation.language,
                place.heading,
                place.words,
            )
            for place in row.places
        ]
        found = format_html_join("", '<li><a href="{}">{}</a> ({}), „{}“: {}</li>', lines)
        return format_html("<ul>{}</ul>", found)
