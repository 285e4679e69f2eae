"""What people sent us, in the back office: open first, a button per verb, nothing typed over (I-147)."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from goslar_portal.exports.exportable import Exportable
from goslar_portal.journal.viewing import EachViewLogged
from goslar_portal.read_only import ReadOnly
from goslar_portal.verbs import Verb, VerbAdmin
from integration import staff_forms as forms
from integration.admin.case_columns import INTERPRETER
from integration.models import BarrierReport, HelpRequest, InterpreterRequest
from integration.roles import INTERPRETING, OUTREACH, REPORTS

WHICH = {"offen": "open", "faellig": "overdue", "beendet": "closed"}


class StateFilter(admin.SimpleListFilter):
    """Open, mine, overdue, closed; open ones are shown first (I-147)."""

    title = _("Stand")
    parameter_name = "welche"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("meine", _("meine")),
            ("faellig", _("überfällig")),
            ("beendet", _("abgeschlossen")),
            ("alle", _("alle")),
        ]

    def choices(self, changelist: Any) -> Any:
        first, *rest = super().choices(changelist)
        yield {**first, "display": _("offen")}
        yield from rest

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        chosen = self.value() or "offen"
        if chosen == "meine":
            return queryset.open().of(request.user.pk)
        return getattr(queryset, WHICH[chosen])() if chosen in WHICH else queryset


def label(entry: Any) -> str:
    return entry.label_in("de") if entry else ""


class CaseAdmin(ReadOnly, VerbAdmin[Any]):
    """Facts are read, each step is a button. Only `ROLES` see records; a superuser alone does not."""

    ROLES: ClassVar[frozenset[str]]
    HIDDEN: ClassVar[tuple[str, ...]] = ("key", "doubts")
    LABELS: ClassVar[tuple[str, ...]] = ()  # columns that point into a list of the office
    MORE: ClassVar[tuple[str, ...]] = ()

    list_filter = [StateFilter]
    search_fields = ["reference"]
    search_help_text = _("Nummer")
    actions = None
    ordering = ["due_on", "pk"]
    list_select_related = ["responsible"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """By the permissions of the role; only a superuser has them without one, and is asked for it."""
        person: Any = request.user
        allowed = super().has_view_permission(request, obj)
        return allowed and (not person.is_superuser or not self.ROLES.isdisjoint(person.roles))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """In the order of the form; what is empty is not shown, what stands in a list by its label."""
        known = [field.name for field in self.opts.concrete_fields if field.name not in {"id", *self.HIDDEN}]
        if obj is not None:
            known = [name for name in known if getattr(obj, name) not in (None, "", [])]
        return [*(f"{name}_shown" if name in self.LABELS else name for name in known), *self.MORE]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.get_fields(request, obj)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Numbers are said with blanks and in small letters."""
        return super().get_search_results(request, queryset, search_term.replace(" ", "").replace("-", ""))

    @admin.display(description=_("Sprache"))
    def spoken_shown(self, row: Any) -> str:
        return label(row.spoken)

    @admin.display(description=_("Ergebnis"))
    def outcome_shown(self, row: Any) -> str:
        return label(row.outcome)

    @admin.display(description=_("Frist"), ordering="due_on")
    def due(self, row: Any) -> Any:
        return _("%(day)s, überfällig") % {"day": f"{row.due_on:%d.%m.%Y}"} if row.is_overdue else row.due_on


@admin.register(BarrierReport)
class BarrierReportAdmin(CaseAdmin):
    ROLES = REPORTS
    list_display = ["reference", "purpose", "page", "state", "due", "responsible"]
    verbs: ClassVar[list[Verb]] = [
        Verb("take", _("Übernehmen"), REPORTS),
        Verb("answer", _("Antworten"), REPORTS, forms.AnswerForm),
        Verb("close", _("Abschließen"), REPORTS, forms.CloseReportForm),
        Verb("link", _("Mit der Erklärung verbinden"), REPORTS, forms.LinkReportForm),
    ]


@admin.register(InterpreterRequest)
class InterpreterRequestAdmin(Exportable[Any], CaseAdmin):
    ROLES = frozenset({INTERPRETING, "leitung"})
    export_columns = INTERPRETER
    export_roles = export_person_roles = frozenset({INTERPRETING})
    LABELS = ("spoken", "occasion", "declined_for")
    list_display = [
        "reference",
        "language_asked",
        "way",
        "day",
        "municipality",
        "state",
        "due",
        "responsible",
    ]
    verbs: ClassVar[list[Verb]] = [
        Verb("take", _("Übernehmen"), {INTERPRETING}),
        Verb("place", _("Vermittelt"), {INTERPRETING}, forms.PlaceRequestForm),
        Verb("finish", _("Erledigt"), {INTERPRETING}, explanation=_("Das Gespräch hat stattgefunden.")),
        Verb("decline", _("Ablehnen"), {INTERPRETING}, forms.DeclineForm, is_danger=True),
        Verb(
            "withdraw",
            _("Zurückziehen"),
            {INTERPRETING},
            explanation=_("Wer angefragt hat, braucht die Sprachmittlung nicht mehr."),
            is_danger=True,
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return InterpreterRequest.objects.with_list_words()

    def export_rows(self, rows: Any) -> Any:
        return rows.with_words_of_decision()

    @admin.display(description=_("Sprache"), ordering="spoken__position")
    def language_asked(self, row: Any) -> str:
        return str(row.spoken_label)

    @admin.display(description=_("Anlass"))
    def occasion_shown(self, row: Any) -> str:
        return label(row.occasion)

    @admin.display(description=_("Grund"))
    def declined_for_shown(self, row: Any) -> str:
        return label(row.declined_for)


@admin.register(HelpRequest)
class HelpRequestAdmin(EachViewLogged[Any], CaseAdmin):
    """The list shows numbers only; opening a record is written down first (I-168)."""

    ROLES = frozenset({OUTREACH})
    LABELS = ("spoken", "outcome")
    MORE = ("topics_shown",)
    list_display = ["reference", "is_for_other", "municipality", "state", "due", "try_count", "responsible"]
    verbs: ClassVar[list[Verb]] = [
        Verb("take", _("Übernehmen"), {OUTREACH}),
        Verb(
            "note_try",
            _("Nicht erreicht"),
            {OUTREACH},
            explanation=_(
                "Sie haben es versucht und niemanden erreicht. Nach drei Versuchen können Sie abschließen."
            ),
        ),
        Verb("close", _("Abschließen"), {OUTREACH}, forms.CloseHelpForm),
    ]

    @admin.display(description=_("Themen"))
    def topics_shown(self, row: Any) -> str:
        return ", ".join(entry.label for entry in row.topics.with_label("de"))
