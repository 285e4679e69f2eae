"""Pages in the back office: the tree, one form for a text, its versions, its place."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from goslar_portal import search
from goslar_portal.accounts.roles import Role
from goslar_portal.dates import today
from goslar_portal.journal.models import Actor, record
from goslar_portal.states import WrongStateError
from goslar_portal.verbs import Verb, VerbAdmin
from integration.admin.inlines import NamedTabularInline
from integration.comparison import compare
from integration.forms import AddressForm, NewPageForm, PageText, PlaceForm
from integration.models import (
    SOURCE,
    Page,
    PageContact,
    PageVersion,
    SavedMeanwhileError,
    ShownPage,
    Tree,
)

EDITORS = {Role.EDITING}
PUBLISHERS = {Role.EDITING, Role.LEAD}


class PageContactInline(NamedTabularInline):
    model = PageContact
    fields = ["contact", "position"]


@admin.register(Page)
class PageAdmin(VerbAdmin[Page]):
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
        Verb("archive", _("Ins Archiv"), roles=PUBLISHERS, is_danger=True),
        Verb("revive", _("Aus dem Archiv holen"), roles=PUBLISHERS),
        Verb("withdraw", _("Zurückziehen"), roles=PUBLISHERS, is_danger=True),
    ]

    def get_urls(self) -> list[URLPattern]:
        version = "<int:pk>/fassung/<int:number>/"
        views: dict[str, tuple[str, Any]] = {
            "text": ("<int:pk>/text/", self.text_view),
            "version": (version, self.version_view),
            "preview": (f"{version}vorschau/", self.preview_view),
            "restore": (f"{version}wiederherstellen/", require_POST(self.restore_view)),
        }
        own = [
            path(pattern, self.admin_site.admin_view(view), name=f"integration_page_{name}")
            for name, (pattern, view) in views.items()
        ]
        return [*own, *super().get_urls()]

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

    def text_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        page = self.visible(request, pk)
        newest = PageVersion.objects.of_page(page, SOURCE).newest_first().first()
        text = PageText(request, newest)
        if request.method != "POST":
            return self.text_page(request, page, text)
        if not self.has_change_permission(request, page):
            return self.publish_only(request, page, newest)
        if not text.is_valid():
            return self.text_page(request, page, text, status=422)
        return self.save(request, page, text)

    def save(self, request: HttpRequest, page: Page, text: PageText) -> HttpResponse:
        """Keep what was typed as draft, and publish it when that was the button."""
        by = Actor.staff(request.user)
        try:
            draft = page.save_draft(language=SOURCE, by=by, after=text.after, **text.text)
            if "publish" in request.POST:
                draft.publish(by=by)
        except SavedMeanwhileError as error:
            text.go_on_from(error.newest)
            return self.text_page(request, page, text, status=409, theirs=error.newest)
        except WrongStateError as error:
            return self.text_page(request, page, text, status=409, theirs=error.row)
        except ValidationError as error:
            text.head.add_error(None, error)
            text.go_on_from(PageVersion.objects.of_page(page, SOURCE).newest_first()[0])
            return self.text_page(request, page, text, status=422)
        self.tell(request, draft, text)
        return HttpResponseRedirect(self.text_url(page))

    def publish_only(self, request: HttpRequest, page: Page, newest: PageVersion | None) -> HttpResponse:
        """Leitung reads and publishes what Redaktion wrote, without changing a word."""
        if "publish" not in request.POST or not self.may_publish(request):
            raise PermissionDenied
        if newest is None or str(newest.number) != request.POST.get("after"):
            raise Http404
        try:
            newest.publish(by=Actor.staff(request.user))
        except (ValidationError, WrongStateError) as error:
            reasons = getattr(error, "messages", [gettext("Das ist schon geschehen.")])
            self.message_user(request, " ".join(reasons), messages.ERROR)
        return HttpResponseRedirect(self.text_url(page))

    def tell(self, request: HttpRequest, version: PageVersion, text: PageText) -> None:
        """What happened, what cleaning removed, what the editor should look at again (I-025, I-028)."""
        saved = _("Entwurf gespeichert. Leser sehen ihn noch nicht.")
        self.message_user(request, _("Veröffentlicht.") if version.is_published else saved, messages.SUCCESS)
        if text.removed:
            gone = ", ".join(f"{name} ({count})" for name, count in text.removed.items())
            self.message_user(request, _("Nicht erlaubt und deshalb entfernt: %s") % gone, messages.WARNING)
        for doubt in version.doubts():
            self.message_user(request, doubt, messages.WARNING)

    def text_page(
        self, request: HttpRequest, page: Page, text: PageText, *, status: int = 200, theirs: Any = None
    ) -> TemplateResponse:
        versions = list(PageVersion.objects.of_page(page, SOURCE).newest_first().with_author()[:20])
        context = {
            "title": versions[0].title if versions else page.slug,
            "page": page,
            "public_url": page.get_absolute_url() if any(row.is_published for row in versions) else "",
            "text": text,
            "versions": versions,
            "newest": versions[0] if versions else None,
            "theirs": theirs,
            "their_changes": compare(theirs, text.text) if theirs and text.is_valid() else [],
            "may_write": self.has_change_permission(request, page),
            "may_publish": self.may_publish(request),
        }
        return self.answer(request, "integration/admin/page_text.html", context, status=status)

    def version_view(self, request: HttpRequest, pk: int, number: int) -> TemplateResponse:
        """One version beside what readers see now."""
        page = self.visible(request, pk)
        version = self.version_of(page, number)
        shown = PageVersion.objects.of_page(page, SOURCE).published().first()
        context = {
            "title": gettext("Fassung %(number)s: %(title)s") % {"number": number, "title": version.title},
            "page": page,
            "version": version,
            "shown": shown,
            "changes": compare(shown, version.text) if shown else [],
            "may_write": self.has_change_permission(request, page),
        }
        return self.answer(request, "integration/admin/page_version.html", context)

    def preview_view(self, request: HttpRequest, pk: int, number: int) -> TemplateResponse:
        """The version in the public template (I-102)."""
        page = self.visible(request, pk)
        version = self.version_of(page, number)
        tree = Tree.of(SOURCE)
        node = tree.by_slug[page.slug]
        shown = ShownPage.of(tree, node, SOURCE, version=version)
        context = {"page": shown, "preview": version, "back_url": self.text_url(page)}
        return TemplateResponse(request, shown.template, context, headers={"X-Robots-Tag": "noindex"})

    def restore_view(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        page = self.visible(request, pk)
        if not self.has_change_permission(request, page):
            raise PermissionDenied
        self.version_of(page, number).restore(by=Actor.staff(request.user))
        self.message_user(request, _("Der frühere Text ist jetzt ein Entwurf."), messages.SUCCESS)
        return HttpResponseRedirect(self.text_url(page))

    def get_fields(self, request: HttpRequest, obj: Page | None = None) -> Any:
        return self.fields if obj else ["parent", "slug"]

    def get_inlines(self, request: HttpRequest, obj: Page | None) -> Any:
        return self.inlines if obj else []

    def get_form(self, request: HttpRequest, obj: Page | None = None, *args: Any, **kwargs: Any) -> Any:
        new = {} if obj else {"form": NewPageForm}
        return super().get_form(request, obj, *args, **kwargs, **new)  # type: ignore[misc, arg-type]  # passed on

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
        return HttpResponseRedirect(self.text_url(obj))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        row = self.get_object(request, object_id)
        extra = {"text_url": self.text_url(row)} if row else {}
        return super().change_view(request, object_id, form_url, (extra_context or {}) | extra)

    def has_delete_permission(self, request: HttpRequest, obj: Page | None = None) -> bool:
        return False  # a page is archived or withdrawn, its address stays (I-012)

    def visible(self, request: HttpRequest, pk: int) -> Page:
        page = self.get_object(request, str(pk))
        if page is None or not self.has_view_permission(request, page):
            raise Http404
        return page

    def version_of(self, page: Page, number: int) -> PageVersion:
        version = PageVersion.objects.of_page(page, SOURCE).numbered(number).with_author().with_page().first()
        if version is None:
            raise Http404
        return version

    def may_publish(self, request: HttpRequest) -> bool:
        return request.user.has_role(*PUBLISHERS)  # type: ignore[union-attr]  # admin views have a login

    def text_url(self, page: Page) -> str:
        return reverse("admin:integration_page_text", args=[page.pk], current_app=self.admin_site.name)

    def answer(
        self, request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
    ) -> TemplateResponse:
        whole = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, template, whole, status=status)
