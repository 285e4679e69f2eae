"""Issues in the back office: the list, one issue with what comes next, and its buttons (N-010, N-015)."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils.translation import gettext as now_say
from django.utils.translation import gettext_lazy as _

from goslar_portal.journal.models import Actor
from goslar_portal.numbers import record_number
from goslar_portal.timeline import Part
from goslar_portal.verbs import Verb, VerbAdmin
from newsletters.admin.issue_checks import CheckPages
from newsletters.admin.issue_release import ReleasePages
from newsletters.admin.issue_text import TextPages
from newsletters.admin.next_step import next_step
from newsletters.forms.issue import (
    CancelForm,
    DropVersionForm,
    NewIssueForm,
    NewVersionForm,
    NumberForm,
    PdfCheckForm,
    WithdrawForm,
)
from newsletters.models import Issue, Version
from newsletters.roles import STAFF, WRITERS


@admin.register(Issue)
class IssueAdmin(TextPages, CheckPages, ReleasePages, VerbAdmin[Issue]):
    """The page of an issue says what comes next; text, check and release have pages of their own."""

    verbs: ClassVar[list[Verb]] = [
        Verb(
            "resume", _("Weiter senden"), STAFF,
            explanation=_("Was noch offen ist, geht hinaus; niemand bekommt die Ausgabe ein zweites Mal."),
        ),
        Verb("pause", _("Versand sofort stoppen"), STAFF, is_danger=True),
        Verb("send_now", _("Jetzt senden"), STAFF),
        Verb(
            "unplan", _("Planung aufheben"), STAFF,
            explanation=_("Die Ausgabe wird wieder ein Entwurf; was festgehalten war, wird verworfen."),
        ),
        Verb(
            "add_version", _("Sprachfassung anfügen"), WRITERS, NewVersionForm,
            _("Sie beginnt als Kopie des Textes, zum Übersetzen."),
        ),
        Verb("remove_version", _("Sprachfassung entfernen"), WRITERS, DropVersionForm),
        Verb("rename", _("Nummer und Adresse ändern"), WRITERS, NumberForm),
        Verb(
            "copy", _("Als neue Ausgabe kopieren"), WRITERS,
            explanation=_("Texte und Bilder, nicht die Nummer und nicht der Versand."),
        ),
        Verb(
            "cancel", _("Versand abbrechen"), STAFF, CancelForm,
            _("Wer noch offen ist, bekommt nichts mehr. Die Seite bleibt im Archiv."), is_danger=True,
        ),
        Verb(
            "withdraw", _("Aus dem Archiv nehmen"), STAFF, WithdrawForm,
            _("Seite und PDF sagen dann, dass es die Ausgabe nicht mehr gibt."), is_danger=True,
        ),
        Verb(
            "record_check", _("Prüfung des PDFs eintragen"), WRITERS, PdfCheckForm,
            _("Danach steht nicht mehr dabei, dass die Datei vielleicht nicht barrierefrei ist."),
        ),
        Verb("bring_back", _("Wieder ins Archiv stellen"), STAFF),
        Verb("discard", _("Entwurf verwerfen"), WRITERS, is_danger=True),
    ]  # fmt: skip
    list_display = ["named", "channel_name", "state", "planned_at", "released_at", "changed_at"]
    list_filter = ["channel", "state", "year"]
    search_fields = ["versions__title"]
    search_help_text = _("Titel")
    show_full_result_count = False
    list_per_page = 50

    @admin.display(description=_("Ausgabe"), ordering="pk")
    def named(self, row: Issue) -> str:
        return f"{row}: {row.main.title}"

    @admin.display(description=_("Newsletter"), ordering="channel")
    def channel_name(self, row: Issue) -> str:
        return row.channel.name

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).for_office()  # type: ignore[attr-defined]  # its own question

    def get_urls(self) -> list[URLPattern]:
        return [*self.text_urls(), *self.check_urls(), *self.release_urls(), *super().get_urls()]

    # One issue --------------------------------------------------------------------------------------------

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """What it is, what comes next, what happened; nothing is typed here."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        number = record_number(object_id)
        if number is None:
            raise Http404
        row: Issue = self.row_or_404(request, number)
        may_write = self.may_write(request)
        context = self.about(request, row) | {
            "title": self.named(row),
            "step": next_step(row, request.user, may_write=may_write),
            "verb_buttons": self.verbs_for(request, row),
            "counts": row.deliveries.told(),
            **self.timeline(request, row),
        }
        return self.answer(request, "admin/newsletters/issue.html", context)

    def timeline_parts(self, row: Issue) -> list[Part]:
        versions = row.versions.values("pk")
        return [Part(Version, {"pgh_obj_id__in": versions}, is_quiet=True)]

    def verbs_for(self, request: HttpRequest, row: Issue) -> list[dict[str, Any]]:
        """Without the buttons that would change nothing here."""
        useless = {"bring_back" if row.withdrawn_at is None else "withdraw"}
        if not row.is_unchecked:
            useless.add("record_check")
        if len(row.versions.all()) < 2:
            useless.add("remove_version")
        return [button for button in super().verbs_for(request, row) if button["verb"].name not in useless]

    def act(self, request: HttpRequest, row: Issue, verb: Verb, form: Any) -> HttpResponse:
        if verb.name == "copy":
            copy = row.copy(by=Actor.staff(request.user))
            told = now_say("%(copy)s ist angelegt. Prüfen Sie Termine und Links, sie sind mitkopiert.")
            self.message_user(request, told % {"copy": copy}, messages.SUCCESS)
            return HttpResponseRedirect(self.page_of(copy))
        return super().act(request, row, verb, form)

    def page_of(self, row: Issue) -> str:
        """A draft that was thrown away has no page any more."""
        return super().page_of(row) if row.pk else reverse("admin:newsletters_issue_changelist")

    # A new one --------------------------------------------------------------------------------------------

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = NewIssueForm(request.POST or None, channels=self.channels(request))
        if form.is_valid():
            issue = Issue.objects.begin(
                form.cleaned_data["channel"], by=Actor.staff(request.user), title=form.cleaned_data["title"]
            )
            return HttpResponseRedirect(self.page_of(issue))
        context = {
            "title": now_say("Neue Ausgabe"),
            "form": form,
            "submit": now_say("Ausgabe beginnen"),
            "explanation": now_say(
                "Die nächste Nummer wird von selbst vergeben. Schreiben können Sie gleich danach."
            ),
        }
        status = 422 if request.method == "POST" else 200
        return self.answer(request, "admin/newsletters/form.html", context, status=status)
