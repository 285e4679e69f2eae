"""Writing an issue in the back office: a form per version, and suggestions (N-010 to N-024)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern
from django.utils.translation import gettext as now_say
from django.utils.translation import gettext_lazy as _

from goslar_portal.access import many_fields
from goslar_portal.journal.models import Actor
from newsletters import suggestions
from newsletters.admin.issue_pages import IssuePages
from newsletters.admin.next_step import page
from newsletters.blocks import Block, BlockKind
from newsletters.forms.issue_text import IssueText
from newsletters.models import Issue, SavedMeanwhileError, Version


class TextPages(IssuePages):
    """The pages on which a version is written; only whoever may change issues gets in."""

    def text_urls(self) -> list[URLPattern]:
        return self.paths({
            "text": ("<int:pk>/text/<slug:code>/", self.text_view),
            "suggestions": ("<int:pk>/text/<slug:code>/vorschlaege/", self.suggestions_view),
            "picture": ("<int:pk>/bild/<int:picture>/", self.picture_view),
        })  # fmt: skip

    def draft_version(self, request: HttpRequest, pk: int, code: str) -> Version:
        """The version to write in. Whoever only reads is shown to the preview by the page of the issue."""
        issue: Issue = self.row_or_404(request, pk)
        self.must_write(request)
        version = next((row for row in issue.versions.all() if row.language == code), None)
        if version is None:
            raise Http404
        version.issue = issue
        return version

    # The text ---------------------------------------------------------------------------------------------

    @many_fields
    def text_view(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        version = self.draft_version(request, pk, code)
        if not version.issue.is_draft:
            return self.text_page(request, version, IssueText(version, ()), status=409)
        own = [row.pk for row in version.issue.pictures.all()]
        if request.method != "POST":
            return self.text_page(request, version, IssueText(version, own))
        text = IssueText(version, own, request)
        if not text.is_valid():
            return self.text_page(request, version, text, status=422)
        return self.save(request, version, text)

    def save(self, request: HttpRequest, version: Version, text: IssueText) -> HttpResponse:
        """Keep what was typed; somebody else's newer text is never overwritten unseen (N-014)."""
        issue = version.issue
        blocks, new = self.with_changes(request, version, text.blocks)
        try:
            by = Actor.staff(request.user)
            issue.write(version.language, by=by, seen=text.stamp, head=text.typed_head, blocks=blocks)
        except SavedMeanwhileError:
            issue.refresh_from_db()
            text.go_on_from(issue.stamp)
            return self.text_page(request, version, text, status=409)
        except ValidationError as error:
            text.head.add_error(None, error)
            return self.text_page(request, version, text, status=422)
        self.tell(request, text)
        return HttpResponseRedirect(self.after(request, version, new))

    def with_changes(
        self, request: HttpRequest, version: Version, blocks: list[Block]
    ) -> tuple[list[Block], str]:
        """What a button of the form asks for beside saving: a new block, an entry taken over anew."""
        if "anfuegen" in request.POST and request.POST.get("neu") in BlockKind.values:
            added = Block(request.POST["neu"])
            return [*blocks, added], added.uid
        if "|" in request.POST.get("uebernehmen", ""):
            source, _bar, key = request.POST["uebernehmen"].partition("|")
            return suggestions.renewed(version, blocks, source, key)
        return blocks, ""

    def tell(self, request: HttpRequest, text: IssueText) -> None:
        if text.removed:
            gone = ", ".join(f"{name} ({count})" for name, count in text.removed.items())
            self.message_user(request, _("Nicht erlaubt und deshalb entfernt: %s") % gone, messages.WARNING)
        if not {"anfuegen", "uebernehmen"} & set(self.pressed(request)):
            self.message_user(request, _("Gespeichert."), messages.SUCCESS)

    def pressed(self, request: HttpRequest) -> list[str]:
        return [
            name for name in ("anfuegen", "uebernehmen", "pruefen", "vorschlaege") if name in request.POST
        ]

    def after(self, request: HttpRequest, version: Version, uid: str) -> str:
        where = page(version.issue, "text", version.language)
        if uid:
            return f"{where}?baustein={uid}#b-{uid}"
        pressed = self.pressed(request)
        if "pruefen" in pressed:
            return page(version.issue, "check")
        if "vorschlaege" in pressed:
            return page(version.issue, "suggestions", version.language)
        return where

    def text_page(
        self, request: HttpRequest, version: Version, text: IssueText, *, status: int = 200
    ) -> HttpResponse:
        issue = version.issue
        standings = suggestions.standings(version) if issue.is_draft else {}
        opened, are_few = request.GET.get("baustein", ""), len(text.parts) <= FEW
        for part in text.parts:
            part.stand(standings)
            part.is_open = are_few or part.has_errors or part.uid == opened
        context = self.about(request, issue) | {
            "title": now_say("Text schreiben"),
            "version": version,
            "text": text,
            "is_late": status == 409,
            "kinds": BlockKind.choices,
            "page_error": status == 422,
        }
        return self.answer(request, "admin/newsletters/issue_text.html", context, status=status)

    def picture_view(self, request: HttpRequest, pk: int, picture: int) -> HttpResponse:
        issue: Issue = self.row_or_404(request, pk)
        found = next((row for row in issue.pictures.numbered([picture])), None)
        if found is None or request.method not in ("GET", "HEAD"):
            raise Http404
        return HttpResponse(found.upload.content(), content_type=f"image/{found.upload.kind}")

    # Suggestions ------------------------------------------------------------------------------------------

    def suggestions_view(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        """GET lists what the areas offer, POST copies what was ticked (N-020)."""
        version = self.draft_version(request, pk, code)
        issue = version.issue
        if request.method == "POST":
            return self.take(request, version)
        context = self.about(request, issue) | {
            "title": now_say("Vorschläge aus dem Portal"),
            "version": version,
            "offers": suggestions.offers(version),
        }
        return self.answer(
            request, "admin/newsletters/suggestions.html", context, status=200 if issue.is_draft else 409
        )

    def take(self, request: HttpRequest, version: Version) -> HttpResponse:
        names = request.POST.getlist("eintrag")
        blocks = suggestions.chosen(version, names)
        issue, by = version.issue, Actor.staff(request.user)
        try:
            issue.write(version.language, by=by, seen=issue.stamp, head={}, blocks=blocks)
        except SavedMeanwhileError:
            told = _("Die Ausgabe wurde inzwischen geändert oder freigegeben. Bitte wählen Sie noch einmal.")
            self.message_user(request, told, messages.WARNING)
            return HttpResponseRedirect(page(issue, "suggestions", version.language))
        except ValidationError as error:
            self.message_user(request, " ".join(error.messages), messages.ERROR)
            return HttpResponseRedirect(page(issue, "suggestions", version.language))
        count = len({name for name in names if name})
        self.message_user(
            request, _("%(count)s übernommen. Sie können alles ändern.") % {"count": count}, messages.SUCCESS
        )
        return HttpResponseRedirect(page(issue, "text", version.language))


FEW = 6  # blocks; with more of them only the one that is asked for is open
