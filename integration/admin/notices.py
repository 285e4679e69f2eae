"""Aktuelles in the back office: dates, places, and the words in each language in plain lines (I-050)."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from goslar_portal import notation, search
from goslar_portal.dates import today
from goslar_portal.journal.models import Actor, record
from goslar_portal.languages import SOURCE, active
from goslar_portal.verbs import Verb, VerbAdmin
from integration.admin.inlines import NamedTabularInline
from integration.models import Notice, NoticePage, NoticeText
from integration.roles import PUBLISHERS, WRITERS


def tongues() -> list[tuple[str, str]]:
    return [(row.code, row.german) for row in active()]


class NoticeTextForm(forms.ModelForm[NoticeText]):
    """The text is typed as plain lines; the database holds clean HTML."""

    language = forms.ChoiceField(label=_("Sprache"), choices=tongues)
    body = forms.CharField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 6, "cols": 80}),
        help_text=_("Höchstens 800 Zeichen. Leerzeile: neuer Absatz. „- “: Liste. [Worte](/adresse/): Link."),
    )

    class Meta:
        model = NoticeText
        fields = ["language", "title", "body"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["body"] = notation.to_text(self.instance.body)

    def clean_body(self) -> str:
        return notation.to_html(self.cleaned_data["body"])


class NoticeTextInline(admin.StackedInline[NoticeText, Notice]):
    model = NoticeText
    form = NoticeTextForm
    extra = 0
    min_num = 1


class NoticePageInline(NamedTabularInline):
    model = NoticePage
    fields = ["page"]


@admin.register(Notice)
class NoticeAdmin(VerbAdmin[Notice]):
    verbs: ClassVar[list[Verb]] = [
        Verb(
            "end_now",
            _("Jetzt beenden"),
            roles=WRITERS | PUBLISHERS,
            is_danger=True,
            explanation=_(
                "Er verschwindet aus allen Listen. An seiner Adresse steht dann, dass er nicht mehr gilt."
            ),
        )
    ]
    list_display = [
        "title_shown",
        "level",
        "valid_from",
        "valid_until",
        "is_valid_now",
        "on_start",
        "languages",
    ]
    list_filter = ["level", "on_start"]
    search_fields = ["slug", "texts__title"]
    fields = ["slug", "level", "valid_from", "valid_until", "on_start"]
    inlines = [NoticeTextInline, NoticePageInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Notice]:
        return super().get_queryset(request).prefetch_related("texts")

    def get_readonly_fields(self, request: HttpRequest, obj: Notice | None = None) -> list[str]:
        return ["slug"] if obj else []

    @admin.display(description=_("Überschrift"))
    def title_shown(self, row: Notice) -> str:
        return row.german_title

    @admin.display(description=_("gilt heute"), boolean=True)
    def is_valid_now(self, row: Notice) -> bool:
        return row.valid_from <= today() <= row.valid_until

    @admin.display(description=_("Sprachen"))
    def languages(self, row: Notice) -> str:
        return ", ".join(sorted(text.language for text in row.texts.all()))

    def has_delete_permission(self, request: HttpRequest, obj: Notice | None = None) -> bool:
        return False  # it ends; its address goes on to say so (I-053)

    def save_model(self, request: HttpRequest, obj: Notice, form: Any, change: bool) -> None:  # noqa: FBT001  # Django's signature
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            record(obj, "change" if change else "add", by=Actor.staff(request.user))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:  # noqa: FBT001  # Django's signature
        """A translation saved now answers the German words that stand beside it (I-086)."""
        super().save_related(request, form, formsets, change)
        german = NoticeText.objects.german_of(form.instance.pk)  # read again: it may be new as well
        for row in saved(formsets):
            if isinstance(row, NoticeText) and row.language != SOURCE and german is not None:
                row.answer(german)
        search.refresh("integration.notices", [form.instance.pk])


def saved(formsets: Any) -> Iterator[Any]:
    """The rows that a form of the back office has just written."""
    for formset in formsets:
        yield from formset.new_objects
        yield from (row for row, _fields in formset.changed_objects)
