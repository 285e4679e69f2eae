"""Releasing an issue: one page that shows everything, three buttons; corrections after (N-040 to N-047)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern
from django.utils.translation import gettext as now_say
from django.utils.translation import gettext_lazy as _

from goslar_portal.access import many_fields
from goslar_portal.journal.models import Actor
from goslar_portal.languages import catalogue
from goslar_portal.states import WrongStateError
from newsletters import release
from newsletters.admin.issue_pages import IssuePages
from newsletters.admin.next_step import page
from newsletters.forms.issue_text import IssueText
from newsletters.forms.release import NoteForm, ReleaseForm
from newsletters.models import Issue, SavedMeanwhileError, SelfTest, Version

DONE = {
    "senden": _("Freigegeben. Die E-Mails gehen jetzt hinaus."),
    "planen": _("Geplant. Die Ausgabe geht zur gewählten Zeit von selbst hinaus."),
    "archiv": _("Die Ausgabe steht im Archiv. Es wurde keine E-Mail gesendet."),
}


class ReleasePages(IssuePages):
    """Whoever releases answers for it, so everything that will leave is shown first."""

    def release_urls(self) -> list[URLPattern]:
        return self.paths({
            "release": ("<int:pk>/freigeben/", self.release_view),
            "correction": ("<int:pk>/korrektur/<slug:code>/", self.correction_view),
        })  # fmt: skip

    def release_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        issue: Issue = self.row_or_404(request, pk)
        self.must_release(request)
        ready = release.prepare(issue)
        form = ReleaseForm(request.POST or None, ready=ready)
        if not issue.is_draft:
            return self.release_page(request, issue, ready, form, status=409)
        pressed = next((name for name in DONE if name in request.POST), "")
        if pressed and form.is_valid():
            return self.go(request, issue, form, pressed)
        return self.release_page(request, issue, ready, form, status=422 if request.method == "POST" else 200)

    def go(self, request: HttpRequest, issue: Issue, form: ReleaseForm, pressed: str) -> HttpResponse:
        """One of the three; a refusal comes back with what is true now (N-041, N-045)."""
        typed = form.cleaned_data
        facts: dict[str, Any] = {
            "by": Actor.staff(request.user), "seen": typed["seen"], "noted": typed.get("noted", []),
        }  # fmt: skip
        try:
            if pressed == "planen":
                release.plan(issue, at=typed["at"], **facts)
            else:
                {"senden": release.send, "archiv": release.archive}[pressed](issue, **facts)
        except ValidationError as error:
            return self.refused(
                request, issue, form, error, at=typed.get("at") if pressed == "planen" else None
            )
        except (WrongStateError, SavedMeanwhileError):
            issue.refresh_from_db()
            return self.release_page(request, issue, release.prepare(issue), form, status=409)
        self.message_user(request, DONE[pressed], messages.SUCCESS)
        return HttpResponseRedirect(page(issue, "change"))

    def refused(
        self, request: HttpRequest, issue: Issue, form: ReleaseForm, error: ValidationError, *, at: Any
    ) -> HttpResponse:
        """Nothing has happened; the page shows the issue as it is now, checked for the time chosen."""
        issue = self.row_or_404(request, issue.pk)
        ready = release.prepare(issue, at=at)
        again = ReleaseForm(request.POST, ready=ready)
        again.is_valid()
        again.add_error(None, error)
        again.show_again(ready.digest)
        is_late = getattr(error, "code", "") == "changed"
        return self.release_page(request, issue, ready, again, status=409 if is_late else 422)

    def release_page(
        self, request: HttpRequest, issue: Issue, ready: release.Prepared, form: ReleaseForm, *, status: int
    ) -> HttpResponse:
        found = release.recipients(issue)
        context = self.about(request, issue) | {
            "title": now_say("Freigeben"),
            "ready": ready,
            "form": form,
            "total": sum(found.values()),
            "recipients": [(catalogue()[code].german, count) for code, count in found.items()],
            "self_test": SelfTest.objects.problem(issue.channel),
            "is_own": issue.channel.is_four_eyes and issue.changed_by_id == request.user.pk,
            "page_error": status == 422,
        }
        return self.answer(request, "admin/newsletters/release.html", context, status=status)

    # Corrections ------------------------------------------------------------------------------------------

    @many_fields
    def correction_view(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        """The text of a released issue once more; readers see what was corrected, nothing is sent (N-093)."""
        issue: Issue = self.row_or_404(request, pk)
        self.must_write(request)
        version: Version | None = next((row for row in issue.versions.all() if row.language == code), None)
        if version is None or not issue.is_public:
            raise Http404
        version.issue = issue
        own = [row.pk for row in issue.pictures.all()]
        if request.method != "POST":
            return self.correction_page(request, version, IssueText(version, own), NoteForm())
        text, note = IssueText(version, own, request), NoteForm(request.POST)
        if not all([note.is_valid(), text.is_valid()]):
            return self.correction_page(request, version, text, note, status=422)
        try:
            release.correct(
                issue, code, by=Actor.staff(request.user), seen=text.stamp, head=text.typed_head,
                blocks=text.blocks, note=note.cleaned_data["note"],
            )  # fmt: skip
        except SavedMeanwhileError:
            issue.refresh_from_db()
            text.go_on_from(issue.stamp)
            return self.correction_page(request, version, text, note, status=409)
        except ValidationError as error:
            note.add_error(None, error)
            return self.correction_page(request, version, text, note, status=422)
        told = _("Die Korrektur steht auf der Seite, im PDF und im Feed. Es wurde keine E-Mail gesendet.")
        self.message_user(request, told, messages.SUCCESS)
        return HttpResponseRedirect(page(issue, "change"))

    def correction_page(
        self, request: HttpRequest, version: Version, text: IssueText, note: NoteForm, *, status: int = 200
    ) -> HttpResponse:
        context = self.about(request, version.issue) | {
            "title": now_say("Korrigieren"),
            "version": version,
            "text": text,
            "note": note,
            "is_late": status == 409,
            "page_error": status == 422,
        }
        return self.answer(request, "admin/newsletters/correction.html", context, status=status)
