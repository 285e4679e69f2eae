"""Writing a text in the back office: one form for German, one beside it for each other language."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from goslar_portal.journal.models import Actor
from goslar_portal.languages import SOURCE, active, catalogue
from goslar_portal.links.models import AccessLink
from goslar_portal.states import WrongStateError
from goslar_portal.verbs import VerbAdmin
from integration.admin import steps
from integration.admin.cells import cells_of
from integration.admin.desk import Desk
from integration.admin.matrix import language_end
from integration.admin.small_texts import small_matrix, small_text
from integration.comparison import compare
from integration.forms import GiveForm, MinorForm, PageText, TranslatedText, german_of
from integration.models import (
    PREVIEW,
    CellState,
    Page,
    PageTranslation,
    PageVersion,
    SavedMeanwhileError,
)
from integration.previews import preview
from integration.roles import TASKS

if TYPE_CHECKING:
    Base = VerbAdmin[Page]
else:
    Base = VerbAdmin

LINK_LIFE = timedelta(days=7)  # I-102
View = Callable[..., HttpResponse]


class TextViews(Base):
    """The pages of one text; `language` is German unless the address names another."""

    def text_urls(self) -> list[URLPattern]:
        version = "fassung/<int:number>/"
        views: dict[str, tuple[str, View]] = {
            "version": (version, self.version_view),
            "preview": (f"{version}vorschau/", self.preview_view),
            "restore": (f"{version}wiederherstellen/", require_POST(self.restore_view)),
            "link": (f"{version}link/", require_POST(self.link_view)),
            "unlink": (f"{version}link-beenden/", require_POST(self.unlink_view)),
        }
        found = [path("<int:pk>/text/", self.own(self.text_view), name="integration_page_text")]
        for name, (pattern, view) in views.items():
            found += [
                path(f"<int:pk>/{pattern}", self.own(view), name=f"integration_page_{name}"),
                path(
                    f"<int:pk>/text/<slug:language>/{pattern}",
                    self.own(view),
                    name=f"integration_page_{name}",
                ),
            ]
        found += small_urls(self.own)
        text, step = "<int:pk>/text/<slug:language>/", "<int:pk>/text/<slug:language>/<slug:step>/"
        return [
            *found,
            path("<int:pk>/sprachen/", self.own(self.languages_view), name="integration_page_languages"),
            path(text, self.own(self.translation_view), name="integration_page_translation"),
            path(step, self.own(self.step_view), name="integration_page_step"),
        ]

    def languages_view(self, request: HttpRequest, pk: int) -> TemplateResponse:
        """One page in every language, with what changed in German since each was written (I-092)."""
        page = self.visible(request, pk)
        cells = cells_of(page)
        answered = PageVersion.objects.of_page(page, SOURCE).by_hash({cell.answers for cell in cells})
        german = PageVersion.objects.of_page(page, SOURCE).published().first()
        rows = []
        for cell in cells:
            before = answered.get(cell.answers) if cell.state == CellState.OUTDATED else None
            rows.append({"cell": cell, "changes": compare(before, german.text) if before and german else []})
        context = {
            "title": german.title if german else page.slug,
            "page": page,
            "german": german,
            "rows": rows,
            "give": GiveForm(row=None) if request.user.has_role(*TASKS) else None,  # type: ignore[union-attr]  # admin pages have a login
        }
        return self.answer(request, "integration/admin/page_languages.html", context)

    def own(self, view: View) -> View:
        return self.admin_site.admin_view(view)

    def desk(self, request: HttpRequest, pk: int, language: str) -> Desk:
        if language not in {row.code for row in active()}:
            raise Http404
        return Desk(self.visible(request, pk), language, request.user)

    # Writing ----------------------------------------------------------------------------------------------

    def text_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        desk = self.desk(request, pk, SOURCE)
        return self.write(request, desk, PageText(request, desk.newest))

    def translation_view(self, request: HttpRequest, pk: int, language: str) -> HttpResponse:
        desk = self.desk(request, pk, language)
        if desk.is_source:
            return HttpResponseRedirect(desk.url)
        german = _german_beside(request, desk)
        if german is None:
            return self.answer(request, "integration/admin/no_german.html", self.about(desk))
        answers = desk.newest.answers if desk.newest else ""
        answered = PageVersion.objects.of_page(desk.page, SOURCE).with_text(answers)
        text = TranslatedText(
            request, desk.newest, german=german, answered=answered, language=catalogue()[language]
        )
        return self.write(request, desk, text)

    def write(self, request: HttpRequest, desk: Desk, text: PageText) -> HttpResponse:
        if request.method != "POST":
            return self.text_page(request, desk, text)
        if not desk.may_write:
            return self.publish_only(request, desk)
        minor = MinorForm(request.POST)
        if not text.is_valid() or not minor.is_valid():
            return self.text_page(request, desk, text, status=422)
        return self.save(request, desk, text, minor.cleaned_data["minor"])

    def save(self, request: HttpRequest, desk: Desk, text: PageText, minor: str) -> HttpResponse:
        """Keep what was typed as draft, and publish it when that was the button."""
        by, is_public = Actor.staff(request.user), "publish" in request.POST
        if is_public and not desk.may_publish:
            raise PermissionDenied
        fitted, kept = _outdated(desk.page), desk.draft_kept()
        try:
            saved = desk.page.save_draft(
                language=desk.code, by=by, after=text.after, **_origin(text, by), **text.text
            )
            _vouch(saved, text, by)
            said = _publish(saved, text, by, minor) if is_public else kept
        except SavedMeanwhileError as error:
            text.go_on_from(error.newest)
            return self.text_page(request, desk, text, status=409, theirs=error.newest)
        except WrongStateError as error:
            return self.text_page(request, desk, text, status=409, theirs=error.row)
        except ValidationError as error:
            text.head.add_error(None, error)
            text.go_on_from(PageVersion.objects.of_page(desk.page, desk.code).newest_first()[0])
            return self.text_page(request, desk, text, status=422)
        self.message_user(request, said, messages.SUCCESS)
        self.tell(request, desk, saved, text, fitted)
        return HttpResponseRedirect(desk.url)

    def publish_only(self, request: HttpRequest, desk: Desk) -> HttpResponse:
        """Leitung and Freigabe read and publish what others wrote, without changing a word."""
        newest = desk.newest
        if "publish" not in request.POST or not desk.may_publish:
            raise PermissionDenied
        if newest is None or str(newest.number) != request.POST.get("after"):
            raise Http404
        try:
            newest.publish(by=Actor.staff(request.user))
            self.message_user(request, _("Veröffentlicht."), messages.SUCCESS)
        except (ValidationError, WrongStateError) as error:
            reasons = getattr(error, "messages", [gettext("Das ist schon geschehen.")])
            self.message_user(request, " ".join(reasons), messages.ERROR)
        return HttpResponseRedirect(desk.url)

    def tell(
        self, request: HttpRequest, desk: Desk, version: PageVersion, text: PageText, fitted: set[str]
    ) -> None:
        """What cleaning removed, what to look at again, which translations no longer fit (I-025, I-028)."""
        if text.removed:
            gone = ", ".join(f"{name} ({count})" for name, count in text.removed.items())
            self.message_user(request, _("Nicht erlaubt und deshalb entfernt: %s") % gone, messages.WARNING)
        for doubt in version.doubts():
            self.message_user(request, doubt, messages.WARNING)
        if isinstance(text, TranslatedText) and text.missing:
            names = ", ".join(text.missing)
            self.message_user(request, _("Noch ohne Übersetzung: %s") % names, messages.WARNING)
        stale = _outdated(desk.page) - fitted if desk.is_source else set()
        if stale:
            names = ", ".join(row.german for row in active() if row.code in stale)
            self.message_user(
                request, _("Diese Übersetzungen passen jetzt nicht mehr: %s") % names, messages.WARNING
            )

    def about(self, desk: Desk) -> dict[str, Any]:
        """What every page of a text needs."""
        german = desk.german_shown
        return {
            "title": desk.newest.title if desk.newest else german.title if german else desk.page.slug,
            "page": desk.page,
            "desk": desk,
            "others": cells_of(desk.page),
            "steps": steps.possible(desk),
        }

    def text_page(
        self, request: HttpRequest, desk: Desk, text: PageText, *, status: int = 200, theirs: Any = None
    ) -> TemplateResponse:
        context = {
            **self.about(desk),
            "text": text,
            "minor": MinorForm(request.POST or None) if desk.is_source and desk.shown else None,
            "theirs": theirs,
            "their_changes": compare(theirs, text.text) if theirs and text.is_valid() else [],
        }
        name = "page_text" if desk.is_source else "page_translation"
        return self.answer(request, f"integration/admin/{name}.html", context, status=status)

    # Versions ---------------------------------------------------------------------------------------------

    def version_view(
        self, request: HttpRequest, pk: int, number: int, language: str = SOURCE, link: str = ""
    ) -> TemplateResponse:
        """One version beside what readers see now."""
        desk = self.desk(request, pk, language)
        version = self.version_of(desk, number)
        context = {
            **self.about(desk),
            "title": gettext("Fassung %(number)s: %(title)s") % {"number": number, "title": version.title},
            "version": version,
            "changes": compare(desk.shown, version.text) if desk.shown else [],
            "link": link,
            "link_count": AccessLink.objects.of(version, PREVIEW).valid().count(),
        }
        return self.answer(request, "integration/admin/page_version.html", context)

    def preview_view(
        self, request: HttpRequest, pk: int, number: int, language: str = SOURCE
    ) -> HttpResponse:
        """The version in the public template, in its language and direction (I-102)."""
        desk = self.desk(request, pk, language)
        return preview(request, self.version_of(desk, number), back_url=desk.url)

    def restore_view(
        self, request: HttpRequest, pk: int, number: int, language: str = SOURCE
    ) -> HttpResponse:
        desk = self.desk(request, pk, language)
        if not desk.may_write:
            raise PermissionDenied
        self.version_of(desk, number).restore(by=Actor.staff(request.user))
        self.message_user(request, _("Der frühere Text ist jetzt ein Entwurf."), messages.SUCCESS)
        return HttpResponseRedirect(desk.url)

    def link_view(self, request: HttpRequest, pk: int, number: int, language: str = SOURCE) -> HttpResponse:
        """A link for proofreaders outside; it is shown once, as only its hash is kept (I-102)."""
        desk = self.desk(request, pk, language)
        if not (desk.may_write or desk.may_publish):
            raise PermissionDenied
        version = self.version_of(desk, number)
        token = AccessLink.objects.mint(version, purpose=PREVIEW, lifetime=LINK_LIFE)
        address = request.build_absolute_uri(reverse("integration:page_preview", args=[token]))
        return self.version_view(request, pk, number, language, link=address)

    def unlink_view(self, request: HttpRequest, pk: int, number: int, language: str = SOURCE) -> HttpResponse:
        desk = self.desk(request, pk, language)
        if not (desk.may_write or desk.may_publish):
            raise PermissionDenied
        AccessLink.objects.revoke(self.version_of(desk, number), PREVIEW)
        self.message_user(request, _("Die Links gelten nicht mehr."), messages.SUCCESS)
        return HttpResponseRedirect(_version_url(desk, number))

    # Steps ------------------------------------------------------------------------------------------------

    def step_view(self, request: HttpRequest, pk: int, language: str, step: str) -> HttpResponse:
        """GET shows what a button does and asks for what it needs, POST does it."""
        desk, found = self.desk(request, pk, language), steps.find(step)
        if found is None:
            raise Http404
        if not found.is_allowed(desk):
            raise PermissionDenied
        row = found.target(desk)
        form = found.verb.form(request.POST if request.method == "POST" else None, row=row or desk.newest)
        if row is None:
            return self.step_page(request, desk, found, form, status=409)
        if not form.is_valid():
            return self.step_page(request, desk, found, form, status=422 if form.is_bound else 200)
        if row.pk is None:
            row = PageTranslation.objects.find_or_begin(desk.page.pk, desk.code)
        return self.do(request, desk, found, form, row)

    def do(self, request: HttpRequest, desk: Desk, step: steps.Step, form: Any, row: Any) -> HttpResponse:
        try:
            getattr(row, step.name)(by=Actor.staff(request.user), **form.cleaned_data)
        except WrongStateError:
            return self.step_page(request, desk, step, form, status=409)
        except ValidationError as error:
            form.add_error(None, error)
            return self.step_page(request, desk, step, form, status=422)
        self.message_user(request, _("Erledigt: %(verb)s.") % {"verb": step.verb.label}, messages.SUCCESS)
        return HttpResponseRedirect(desk.url)

    def step_page(
        self, request: HttpRequest, desk: Desk, step: steps.Step, form: Any, *, status: int
    ) -> TemplateResponse:
        context = {
            **self.about(desk),
            "title": step.verb.label,
            "verb": step.verb,
            "form": form,
            "too_late": status == 409,
        }
        return self.answer(request, "integration/admin/page_step.html", context, status=status)

    # Finding ----------------------------------------------------------------------------------------------

    def visible(self, request: HttpRequest, pk: int) -> Page:
        page = self.get_object(request, str(pk))
        if page is None or not self.has_view_permission(request, page):
            raise Http404
        return page

    def version_of(self, desk: Desk, number: int) -> PageVersion:
        rows = PageVersion.objects.of_page(desk.page, desk.code).numbered(number)
        version = rows.with_author().with_page().first()
        if version is None:
            raise Http404
        return version

    def answer(
        self, request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
    ) -> TemplateResponse:
        whole = {**admin.site.each_context(request), "opts": self.opts, **context}
        return TemplateResponse(request, template, whole, status=status)


def _german_beside(request: HttpRequest, desk: Desk) -> PageVersion | None:
    """The German text on the other side: the one of the form sent, the one chosen, else what readers see."""
    wanted = german_of(request) if request.method == "POST" else None
    if wanted is not None:
        return PageVersion.objects.of_page(desk.page, SOURCE).at(wanted)
    chosen = request.GET.get("deutsch", "")
    found = [row for row in desk.german if str(row.number) == chosen]
    return next(iter([*found, *([desk.german_shown] if desk.german_shown else []), *desk.german]), None)


def _origin(text: PageText, by: Actor) -> dict[str, Any]:
    """What only a translation says: which German text it answers, and who vouches for it."""
    if not isinstance(text, TranslatedText):
        return {}
    return {"answers": text.german.followed(), "provenance": text.provenance(by)}


def _vouch(saved: PageVersion, text: PageText, by: Actor) -> None:
    """An unchanged text makes no new version, but somebody may have checked it now."""
    if isinstance(text, TranslatedText):
        told = text.provenance(by)
        if told.origin == "checked":
            saved.approve(by=by)
        if "read_on" in text.head.fields and told.read_on != saved.read_on:
            saved.note_reading(read_on=told.read_on, by=by)


def _publish(saved: PageVersion, text: PageText, by: Actor, minor: str) -> Any:
    """Answers with what to tell the editor (I-076, I-078)."""
    if not saved.is_published:
        before = saved.translation.published
        saved.publish(by=by, minor=minor)
        if before is not None and before.text_hash == saved.text_hash:
            return _(
                "Veröffentlicht. Der Text ist derselbe wie vorher, die Übersetzungen bleiben, wie sie sind."
            )
        return (
            _("Veröffentlicht. Übersetzungen, die vorher passten, passen weiterhin.")
            if saved.minor
            else _("Veröffentlicht.")
        )
    if isinstance(text, TranslatedText) and saved.translation.still_fits(german=text.german.number, by=by):
        return _("Der Text ist unverändert und gilt jetzt als Übersetzung des neuen deutschen Textes.")
    return _("Der Text ist unverändert. Es gab nichts zu veröffentlichen.")


def _outdated(page: Page) -> set[str]:
    rows = PageTranslation.objects.of_one(page).in_state(CellState.OUTDATED)
    return set(rows.values_list("language", flat=True))


def small_urls(own: Callable[[View], View]) -> list[URLPattern]:
    """The matrix of short texts hangs on the pages, whose readers may see it."""
    place = "kurze-texte/<slug:kind>/"
    return [
        path("sprache/<slug:language>/beenden/", own(language_end), name="integration_language_end"),
        path(place, own(small_matrix), name="integration_small_matrix"),
        path(f"{place}<int:pk>/<slug:language>/", own(small_text), name="integration_small_text"),
    ]


def _version_url(desk: Desk, number: int) -> str:
    place: list[Any] = [desk.page.pk, number] if desk.is_source else [desk.page.pk, desk.code, number]
    return reverse("admin:integration_page_version", args=place)
