"""Before release: findings, each form as it will be, and test mails (N-030 to N-034)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern
from django.utils import timezone, translation
from django.utils.translation import gettext as now_say
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from goslar_portal.journal.models import Actor
from newsletters import preview, release
from newsletters.admin.issue_pages import IssuePages
from newsletters.admin.next_step import page
from newsletters.forms.issue import TrialForm
from newsletters.message import Rendered
from newsletters.message import render as rendered
from newsletters.models import Frozen, Issue, TrialMail, Version


class CheckPages(IssuePages):
    """Whoever may see an issue may check it and look at it; test mails are sent by who may release."""

    def check_urls(self) -> list[URLPattern]:
        form = "<int:pk>/vorschau/<slug:code>/"
        return self.paths({
            "check": ("<int:pk>/pruefen/", require_safe(self.check_view)),
            "preview": ("<int:pk>/vorschau/", require_safe(self.preview_view)),
            "web": (f"{form}seite/", require_safe(self.web_view)),
            "mail": (f"{form}html/", require_safe(self.mail_view)),
            "sheet": (f"{form}html.css", require_safe(self.sheet_view)),
            "plain": (f"{form}text/", require_safe(self.plain_view)),
            "pdf": (f"{form}ausgabe.pdf", require_safe(self.pdf_view)),
            "shown_picture": (f"{form}bilder/<str:name>", require_safe(self.shown_picture_view)),
            "trial": ("<int:pk>/testmail/", self.trial_view),
        })  # fmt: skip

    def check_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Every rule on every version, now; what was green before counts for nothing (N-031)."""
        issue: Issue = self.row_or_404(request, pk)
        ready = release.prepare(issue)
        context = self.about(request, issue) | {"title": now_say("Prüfen"), "ready": ready}
        return self.answer(request, "admin/newsletters/check.html", context)

    # Looking at it ----------------------------------------------------------------------------------------

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        issue: Issue = self.row_or_404(request, pk)
        context = self.about(request, issue) | {"title": now_say("Vorschau")}
        return self.answer(request, "admin/newsletters/preview.html", context)

    def form_of(self, request: HttpRequest, pk: int, code: str) -> tuple[Issue, Rendered]:
        issue: Issue = self.row_or_404(request, pk)
        version: Version | None = next((row for row in issue.versions.all() if row.language == code), None)
        if version is None:
            raise Http404
        day = timezone.localdate(issue.planned_at) if issue.planned_at else None
        return issue, rendered(version, issue, issue.channel, day=day)

    def base_of(self, issue: Issue, code: str) -> str:
        return page(issue, "web", code).removesuffix("seite/")

    def web_view(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        """The page of the archive as readers will have it."""
        issue, form = self.form_of(request, pk, code)
        issue.published_at = issue.published_at or issue.planned_at or timezone.now()
        shown = Frozen(issue=issue, language=code, title=form.web_content.title)
        shown.web = preview.page_of(form, self.base_of(issue, code))
        context = {
            "channel": issue.channel, "issue": issue, "version": shown, "notes": [], "others": [],
            "back_url": page(issue, "preview"),
        }  # fmt: skip
        with translation.override(code):
            response = render(request, "admin/newsletters/preview_page.html", context)
        return _quiet(response)

    def mail_view(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        issue, form = self.form_of(request, pk, code)
        base = self.base_of(issue, code)
        sheet = page(issue, "sheet", code)
        return _quiet(HttpResponse(preview.mail_of(form, image_base=base, sheet_url=sheet)))

    def sheet_view(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        _issue, form = self.form_of(request, pk, code)
        return _quiet(HttpResponse(preview.sheet_of(form), content_type="text/css; charset=utf-8"))

    def plain_view(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        issue, form = self.form_of(request, pk, code)
        context = self.about(request, issue) | {
            "title": now_say("Textteil"),
            "form": form,
            "speech": form.mail_content.language,
        }
        return self.answer(request, "admin/newsletters/preview_text.html", context)

    def pdf_view(self, request: HttpRequest, pk: int, code: str) -> HttpResponse:
        issue, form = self.form_of(request, pk, code)
        response = HttpResponse(form.pdf, content_type="application/pdf")
        response.headers["Content-Disposition"] = f'inline; filename="vorschau-{issue.slug}-{code}.pdf"'
        return _quiet(response)

    def shown_picture_view(self, request: HttpRequest, pk: int, code: str, name: str) -> HttpResponse:
        _issue, form = self.form_of(request, pk, code)
        found = next((image for image in form.web_content.images if image.name == name), None)
        if found is None:
            raise Http404
        return _quiet(HttpResponse(found.content, content_type=found.content_type))

    # Test mails -------------------------------------------------------------------------------------------

    def trial_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        issue: Issue = self.row_or_404(request, pk)
        self.must_release(request)
        form = TrialForm(request.POST or None, issue=issue, initial={"to": request.user.email})  # type: ignore[union-attr]
        if form.is_valid() and self.order(request, issue, form):
            return HttpResponseRedirect(page(issue, "trial"))
        context = self.about(request, issue) | {
            "title": now_say("Testmail senden"),
            "form": form,
            "trials": TrialMail.objects.of_issue(issue)[:20],
        }
        status = 422 if request.method == "POST" else 200
        return self.answer(request, "admin/newsletters/trial.html", context, status=status)

    def order(self, request: HttpRequest, issue: Issue, form: Any) -> bool:
        version = issue.versions.get(language=form.cleaned_data["language"])
        version.issue = issue
        try:
            rows = TrialMail.objects.order(version, form.cleaned_data["to"], by=Actor.staff(request.user))
        except ValidationError as error:
            form.add_error("to", error)
            return False
        told = ngettext(
            "%(count)s Testmail ist unterwegs.", "%(count)s Testmails sind unterwegs.", len(rows)
        ) % {"count": len(rows)}
        self.message_user(request, told, messages.SUCCESS)
        return True


def _quiet(response: HttpResponse) -> HttpResponse:
    """Kept nowhere: the text is not public yet."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
