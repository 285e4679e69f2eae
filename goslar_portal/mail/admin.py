"""Letters in the back office: read, search, stop, send again. Nobody writes or changes one here (G-076)."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from goslar_portal.mail import reach, words
from goslar_portal.mail.models import TROUBLE, Letter, LetterState
from goslar_portal.read_only import ReadOnly
from goslar_portal.verbs import Verb, VerbAdmin

OPEN = {
    "offen": (_("zu klären"), TROUBLE),
    "unterwegs": (_("unterwegs"), {LetterState.WAITING, LetterState.SENDING}),
}
LEVELS = {LetterState.FAILED: "danger", LetterState.UNCLEAR: "warning", LetterState.SENT: "success"}


class StateFilter(admin.SimpleListFilter):
    title = _("Stand")
    parameter_name = "stand"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*((key, label) for key, (label, _states) in OPEN.items()), *LetterState.choices]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        chosen = self.value()
        if not chosen:
            return queryset
        return queryset.in_states(OPEN[chosen][1] if chosen in OPEN else [chosen])


class AreaFilter(admin.SimpleListFilter):
    title = _("Bereich")
    parameter_name = "bereich"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        areas = sorted({kind.partition(".")[0] for kind in (*reach.declared(), "accounts")})
        return [(area, reach.area_label(area)) for area in areas]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.of_area(self.value()) if self.value() else queryset


@admin.register(Letter)
class LetterAdmin(ReadOnly, VerbAdmin[Letter]):
    verbs: ClassVar[list[Verb]] = [
        Verb("send_again", _("Noch einmal senden"), reach.ACTING,
             explanation=_("Der Brief geht in der nächsten Minute noch einmal an dieselbe Adresse.")),
        Verb("settle", _("Als erledigt vermerken"), reach.ACTING,
             explanation=_("Der Brief ist da oder wird nicht mehr gebraucht. Er geht nicht mehr hinaus.")),
        Verb("stop", _("Anhalten"), reach.ACTING, is_danger=True,
             explanation=_("Der Brief geht nicht hinaus. Sie können ihn später doch noch senden.")),
    ]  # fmt: skip
    list_display = ["shown_subject", "area", "shown_state", "posted_at", "sent_at"]
    list_filter = [StateFilter, AreaFilter]
    search_fields = ["subject"]
    search_help_text = _("Betreff oder E-Mail-Adresse")
    show_full_result_count = False
    list_per_page = 50
    actions = None

    @admin.display(description=_("Betreff"), ordering="subject")
    def shown_subject(self, row: Letter) -> str:
        return row.subject or str(_("(gelöscht)"))

    @admin.display(description=_("Bereich"))
    def area(self, row: Letter) -> str:
        return row.area_label

    @admin.display(description=_("Stand"), ordering="state")
    def shown_state(self, row: Letter) -> SafeString:
        level = LEVELS.get(LetterState(row.state), "info")
        return format_html('<span class="sign" data-level="{}">{}</span>', level, row.get_state_display())

    def get_queryset(self, request: HttpRequest) -> QuerySet[Letter]:
        return Letter.objects.visible_to(request.user)

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        """Who does not see recipients cannot find out by searching whether somebody got a letter."""
        return ["subject", "recipient"] if reach.may_read_recipients(request.user) else ["subject"]

    def may_press(self, request: HttpRequest, row: Letter, verb: Verb) -> bool:
        return reach.may_act(request.user, row.kind)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The letter as it was written, what became of it, what can be done now."""
        letter = self.get_object(request, object_id)
        if letter is None or not self.has_view_permission(request, letter):
            raise Http404
        may_read = reach.may_read(request.user, letter.kind)
        context = {
            **self.admin_site.each_context(request),
            "title": letter.subject or _("Brief"),
            "opts": self.opts,
            "original": letter,
            "letter": letter,
            "advice": words.advice(letter),
            "may_read": may_read,
            "attachments": list(letter.attachments.all()) if may_read else [],
            "thing_url": thing_url(request, letter),
            "verb_buttons": self.verbs_for(request, letter),
            **self.timeline(request, letter),
        }
        return TemplateResponse(request, "admin/mail/letter/record.html", context)


def thing_url(request: HttpRequest, letter: Letter) -> str:
    """The record this letter speaks of, for those who may open it."""
    app, _dot, model = letter.about_kind.partition(".")
    if not letter.about_number or not request.user.has_perm(f"{app}.view_{model}"):
        return ""
    try:
        return reverse(f"admin:{app}_{model}_change", args=[letter.about_number])
    except NoReverseMatch:
        return ""
