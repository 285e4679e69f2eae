"""Documents in the back office: what they are called, where they stand, a file for each language."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from goslar_portal import search
from goslar_portal.forms import DateField
from goslar_portal.journal.models import Actor, record
from goslar_portal.languages import catalogue
from goslar_portal.uploads import DOCUMENTS, Accept
from goslar_portal.uploads.fields import UploadField
from goslar_portal.verbs import Verb, VerbAdmin, VerbForm
from integration.admin.inlines import NamedTabularInline, OffersNames
from integration.models import Download, DownloadFile, DownloadText, PageDownload
from integration.roles import WRITERS

PDF = Accept(kinds=DOCUMENTS)


def tongues() -> list[tuple[str, str]]:
    return [(row.code, row.german) for row in catalogue().values()]


class EditionForm(VerbForm):
    """A file for one language; the one before is kept."""

    language = forms.ChoiceField(label=_("Sprache"), choices=tongues)
    title = forms.CharField(
        label=_("Titel"), max_length=200, help_text=_("Wie er auf dem Dokument steht, in dessen Sprache.")
    )
    content = UploadField(
        label=_("PDF-Datei"),
        accept=PDF,
        help_text=_("Höchstens 10 MB, ohne Kennwort, ohne Programmteile, ohne angehängte Dateien."),
    )
    is_accessible = forms.NullBooleanField(
        label=_("Ist die Datei barrierefrei?"), required=False, help_text=_("„Unbekannt“ ist erlaubt.")
    )
    dated_on = DateField(label=_("Stand der Datei"), required=False)


class WithdrawEditionForm(VerbForm):
    language = forms.ChoiceField(label=_("Sprache"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = dict(tongues())
        rows = self.row.files.current().with_file()
        self.fields["language"].choices = [(row.language, names[row.language]) for row in rows]  # type: ignore[attr-defined]  # a choice field


class DownloadTextInline(NamedTabularInline):
    model = DownloadText
    fields = ["language", "title"]
    min_num = 1


class OnRequestInline(OffersNames, admin.StackedInline[DownloadFile, Download]):
    """Titles without a file: whom to ask (I-045). Files are added by the button."""

    model = DownloadFile
    fields = ["language", "title", "contact", "is_current"]
    extra = 0
    can_delete = False
    verbose_name = _("Titel ohne Datei, auf Anfrage")
    verbose_name_plural = _("Titel ohne Datei, auf Anfrage")

    def get_queryset(self, request: HttpRequest) -> QuerySet[DownloadFile]:
        return DownloadFile.objects.on_request()


class PageDownloadInline(NamedTabularInline):
    model = PageDownload
    fields = ["page", "section", "position"]


@admin.register(Download)
class DownloadAdmin(OffersNames, VerbAdmin[Download]):
    verbs: ClassVar[list[Verb]] = [
        Verb("add_edition", _("Datei hinzufügen oder ersetzen"), roles=WRITERS, form=EditionForm),
        Verb(
            "withdraw_edition",
            _("Datei zurückziehen"),
            roles=WRITERS,
            form=WithdrawEditionForm,
            is_danger=True,
            explanation=_(
                "Die Adresse der Datei antwortet dann mit „nicht gefunden“. Die Datei bleibt aufbewahrt."
            ),
        ),
    ]
    list_display = ["slug", "kind", "languages", "archived_on", "is_confirmed"]
    list_filter = ["kind"]
    search_fields = ["slug", "files__title", "texts__title"]
    readonly_fields = ["editions_kept"]
    fields = [
        *("slug", "kind", "valid_from", "valid_until", "archived_on", "made_from", "made_of"),
        *("needs_confirmation", "editions_kept"),
    ]
    inlines = [DownloadTextInline, OnRequestInline, PageDownloadInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Download]:
        return super().get_queryset(request).prefetch_related("files__upload")

    def get_readonly_fields(self, request: HttpRequest, obj: Download | None = None) -> list[str]:
        return [*self.readonly_fields, *(["slug"] if obj else [])]  # its address stays (I-041)

    @admin.display(description=_("bestätigt"), boolean=True)
    def is_confirmed(self, row: Download) -> bool:
        return not row.needs_confirmation

    @admin.display(description=_("Dateien in"))
    def languages(self, row: Download) -> str:
        return ", ".join(edition.language for edition in row.files.all() if edition.is_handed_out)

    @admin.display(description=_("Dateien"))
    def editions_kept(self, row: Download) -> SafeString:
        """Every file there is, those of before with their number (I-040)."""
        names = dict(tongues())
        lines = [
            (names[edition.language], edition.number, edition.title, edition.standing)
            for edition in row.files.all()
            if edition.upload_id
        ]
        return format_html_join("", "<p>{}, Nr. {}: {} ({})</p>", lines)

    def has_delete_permission(self, request: HttpRequest, obj: Download | None = None) -> bool:
        return False  # its address stays; a date of the archive or an end of validity takes it off the lists

    def save_model(self, request: HttpRequest, obj: Download, form: Any, change: bool) -> None:  # noqa: FBT001  # Django's signature
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            record(obj, "change" if change else "add", by=Actor.staff(request.user))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001  # Django's signature
        super().save_related(request, form, formsets, change)
        search.refresh("integration.downloads", [form.instance.pk])
