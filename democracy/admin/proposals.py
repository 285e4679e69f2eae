"""Reported events in the back office: what was sent, one click with one editable mail (D-124)."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from democracy.admin import event_columns
from democracy.admin.partnership import ReadOnlyAdmin
from democracy.models import Event, EventProposal
from democracy.models.proposal_facts import probe_of
from democracy.proposal_words import lines
from democracy.roles import DECIDERS, STAFF
from goslar_portal.exports.exportable import Exportable
from goslar_portal.uploads.sending import send
from goslar_portal.verbs import Verb, VerbForm

ACCEPTED = _("Vielen Dank für Ihre Meldung. Wir haben die Veranstaltung in den Kalender aufgenommen.")
ASKED = _("Danke für Ihre Meldung. Uns fehlt noch eine Angabe: ")
DECLINED = _(
    "Danke für Ihre Meldung. Leider können wir die Veranstaltung nicht in den Kalender aufnehmen, weil "
)
REFUSED = _("Danke für Ihre Nachricht. Wir lassen die Veranstaltung vorerst, wie sie ist, weil ")


class MailForm(VerbForm):
    """One text for the proposer, ready to be changed."""

    first_text: Any = ""
    text = forms.CharField(label=_("E-Mail an die meldende Stelle"), max_length=2000, widget=forms.Textarea)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("text", self.first_text)


class AcceptForm(MailForm):
    first_text = ACCEPTED
    is_public = forms.BooleanField(label=_("Gleich veröffentlichen"), required=False, initial=True)


class BegunForm(MailForm):
    """The text only begins a sentence; nobody gets it without its end."""

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        if text.strip() == str(self.first_text).strip():
            raise ValidationError(
                _("Bitte schreiben Sie den Satz zu Ende. So bekäme ihn die meldende Stelle.")
            )
        return text


class AskForm(BegunForm):
    first_text = ASKED


class DeclineForm(BegunForm):
    first_text = DECLINED


class RefuseForm(BegunForm):
    first_text = REFUSED


@admin.register(EventProposal)
class EventProposalAdmin(Exportable[EventProposal], ReadOnlyAdmin):
    export_columns = event_columns.PROPOSAL
    export_roles = export_person_roles = STAFF
    verbs: ClassVar[list[Verb]] = [
        Verb("accept", _("Annehmen"), DECIDERS, AcceptForm),
        Verb("ask", _("Rückfrage stellen"), DECIDERS, AskForm),
        Verb("decline", _("Ablehnen"), DECIDERS, DeclineForm, is_danger=True),
        Verb("take_change", _("Änderung übernehmen"), DECIDERS),
        Verb("refuse_change", _("Änderung ablehnen"), DECIDERS, RefuseForm),
    ]
    list_display = ["title", "organisation", "state", "has_wish", "confirmed_at", "last_day"]
    list_filter = ["state"]
    fields = [
        "state",
        "organisation",
        "email",
        "phone",
        "doubts",
        "event",
        "question",
        "answer",
        "told",
        "shown_picture",
        "twins",
        "confirmed_at",
        "last_day",
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return EventProposal.objects.filed()

    def export_rows(self, rows: Any) -> Any:
        return rows.with_event()

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.picture_view)
        return [path("<int:pk>/bild/", view, name="democracy_eventproposal_picture"), *super().get_urls()]

    def picture_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The picture that came with the report, before anybody else sees it."""
        row = self.get_object(request, str(pk)) if self.has_view_permission(request) else None
        if row is None or row.picture is None:
            raise Http404
        return send(request, row.picture, name=f"meldung-{row.pk}")

    @admin.display(description=_("Bild"))
    def shown_picture(self, row: EventProposal) -> SafeString:
        if row.picture_id is None:
            return SafeString("–")
        address = reverse("admin:democracy_eventproposal_picture", args=[row.pk])
        return format_html(
            '<a href="{0}"><img src="{0}" alt="{1}" width="320"></a>', address, row.facts["image_alt"]
        )

    def verbs_for(self, request: HttpRequest, row: EventProposal) -> list[dict[str, Any]]:
        wished = {"take_change", "refuse_change"}
        found = super().verbs_for(request, row)
        return [button for button in found if button["verb"].name not in wished or row.wish is not None]

    @admin.display(description=_("Änderung gewünscht"), boolean=True)
    def has_wish(self, row: EventProposal) -> bool:
        return row.wish is not None

    @admin.display(description=_("Gemeldet"))
    def told(self, row: EventProposal) -> SafeString:
        """Each fact; where something was or shall be changed, old and new beside each other (D-123)."""
        old, new = (row.facts, row.wish) if row.wish else (row.before or row.facts, row.facts)
        found = lines(old, new)
        cells = [(line.label, line.value, line.new if line.is_changed else "") for line in found]
        if not any(line.is_changed for line in found):
            rows = format_html_join("", '<tr><th scope="row">{}</th><td>{}</td></tr>', (c[:2] for c in cells))
            return format_html("<table><tbody>{}</tbody></table>", rows)
        head = format_html(
            '<thead><tr><td></td><th scope="col">{}</th><th scope="col">{}</th></tr></thead>',
            _("bisher"),
            _("neu"),
        )
        row_form = '<tr><th scope="row">{}</th><td>{}</td><td><b>{}</b></td></tr>'
        return format_html("<table>{}<tbody>{}</tbody></table>", head, format_html_join("", row_form, cells))

    @admin.display(description=_("Veranstaltung"))
    def title(self, row: EventProposal) -> str:
        return row.title

    @admin.display(description=_("Gibt es diese Veranstaltung schon?"))
    def twins(self, row: EventProposal) -> SafeString:
        probe = probe_of(row.facts)
        probe.pk = row.event_id
        found = [
            (reverse("admin:democracy_event_change", args=[twin.pk]), twin, twin.get_state_display())
            for twin in Event.objects.twins_of(probe, public_only=False)
        ]
        return format_html_join("", '<p><a href="{}">{}</a> ({})</p>', found) or SafeString("–")
