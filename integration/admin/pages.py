"""Pages in the back office: the tree, one form for a text, its versions, its place."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.forms import ChoiceField, Field, Select
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from goslar_portal import search
from goslar_portal.dates import today
from goslar_portal.journal.models import Actor, record
from goslar_portal.timeline import Part
from goslar_portal.verbs import Verb, VerbAdmin
from integration.addresses import text_url
from integration.admin.inlines import NamedTabularInline
from integration.admin.texts import TextViews
from integration.forms import AddressForm, NewPageForm, PlaceForm
from integration.models import (
    SOURCE,
    Page,
    PageContact,
    PageVersion,
    Tree,
)
from integration.models.contact import COLUMN
from integration.roles import PUBLISHERS, WRITERS

EDITORS = WRITERS


class PageContactInline(NamedTabularInline):
    model = PageContact
    fields = ["contact", "place", "position"]

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Field | None:
        """The place is chosen: beside the text, or one of its sections (I-021)."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name != "place" or field is None or request.resolver_match is None:
            return field
        page = request.resolver_match.kwargs.get("object_id", "0")
        newest = PageVersion.objects.of_page(page, SOURCE).newest_first().first()
        sections = [(part.key, part.heading) for part in newest.parts] if newest else []
        choices = [(COLUMN, _("neben dem Text")), *sections]
        widget = Select(attrs={"aria-label": str(db_field.verbose_name)})
        return ChoiceField(label=db_field.verbose_name, choices=choices, initial=COLUMN, widget=widget)


@admin.register(Page)
class PageAdmin(TextViews, VerbAdmin[Page]):
    """The list leads to the text; everything about the page but its text stands on the settings page."""

    change_form_template = "integration/admin/page_settings.html"
    inlines = [PageContactInline]
    fields = ["in_menu", "role", "review_months", "needs_confirmation"]
    verbs = [
        Verb(
            "confirm",
            _("Text ist noch richtig"),
            roles=PUBLISHERS,
            explanation=_("Sie haben den Text gelesen und er stimmt noch. Die nächste Prüfung beginnt neu."),
        ),
        Verb("put", _("Verschieben"), roles=EDITORS, form=PlaceForm),
        Verb("rename", _("Adresse ändern"), roles=EDITORS, form=AddressForm),
        Verb(
            "archive",
            _("Ins Archiv"),
            roles=PUBLISHERS,
            is_danger=True,
            explanation=_(
                "Die Seite bleibt lesbar und sagt, dass niemand sie mehr pflegt. Sie verlässt alle Listen."
            ),
        ),
        Verb("revive", _("Aus dem Archiv holen"), roles=PUBLISHERS),
        Verb(
            "withdraw",
            _("Zurückziehen"),
            roles=PUBLISHERS,
            is_danger=True,
            explanation=_(
                "Die Seite ist dann sofort in keiner Sprache mehr zu lesen. Die Texte bleiben erhalten."
            ),
        ),
    ]

    def get_urls(self) -> list[URLPattern]:
        return [*self.text_urls(), *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        states = PageVersion.objects.states_of(SOURCE)
        pages = Page.objects.in_bulk()
        rows = [
            {"node": node, "page": pages[node.pk], "states": states.get(node.pk, [])}
            for node in Tree.of(SOURCE)
        ]
        context = {
            "title": gettext("Seiten"),
            "rows": rows,
            "today": today(),
            "may_add": self.has_add_permission(request),
        }
        return self.answer(request, "integration/admin/page_list.html", context)

    def verbs_for(self, request: HttpRequest, row: Page) -> list[dict[str, Any]]:
        """Into the archive or out of it: only what is possible now."""
        done = "archive" if row.is_archived else "revive"
        return [button for button in super().verbs_for(request, row) if button["verb"].name != done]

    def get_fields(self, request: HttpRequest, obj: Page | None = None) -> Any:
        return self.fields if obj else ["parent", "slug"]

    def get_inlines(self, request: HttpRequest, obj: Page | None) -> Any:
        return self.inlines if obj else []

    def get_form(self, request: HttpRequest, obj: Page | None = None, *args: Any, **kwargs: Any) -> Any:
        new = {} if obj else {"form": NewPageForm}
        return super().get_form(request, obj, *args, **kwargs, **new)  # type: ignore[misc, arg-type]  # passed on

    def timeline_parts(self, row: Page) -> list[Part]:
        versions = PageVersion.objects.of_pages([row.pk]).values("pk")
        by = {"pgh_obj_id__in": versions}
        return [Part(PageVersion, by, is_open=True, is_quiet=True, is_told=True)]

    def save_model(self, request: HttpRequest, obj: Page, form: Any, change: bool) -> None:  # noqa: FBT001  # Django's signature
        by = Actor.staff(request.user)
        with transaction.atomic():
            if not change:
                obj.position = Page.objects.next_position(obj.parent)
            super().save_model(request, obj, form, change)
            record(obj, "change" if change else "add", by=by)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001  # Django's signature
        super().save_related(request, form, formsets, change)
        form.instance.renew_search()
        search.refresh("integration.contacts")

    def response_add(self, request: HttpRequest, obj: Page, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponseRedirect(text_url(obj.pk, SOURCE))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        row = self.get_object(request, object_id)
        extra = {"text_url": text_url(row.pk, SOURCE)} if row else {}
        return super().change_view(request, object_id, form_url, (extra_context or {}) | extra)

    def has_delete_permission(self, request: HttpRequest, obj: Page | None = None) -> bool:
        return False  # a page is archived or withdrawn, its address stays (I-012)
