"""Newsletters, the words people agree to, and lists of words, in the back office."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from goslar_portal import languages
from goslar_portal.journal.models import Actor, record
from goslar_portal.verbs import Verb, VerbAdmin
from newsletters.admin.reach import InReach
from newsletters.models import Channel, ChannelText, Wording, WordList
from newsletters.roles import STAFF, WRITERS


class ChannelTextInline(admin.StackedInline[ChannelText, Channel]):
    model = ChannelText
    extra = 0
    min_num = 1


FIELDS = [
    "slug", "position", "sender_name", "sender_address", "reply_address", "imprint_line", "languages",
    "contact", "is_four_eyes", "is_signup_open", "needs_confirmation",
]  # fmt: skip


class ChannelForm(forms.ModelForm[Channel]):
    """Languages are ticked, and only those the portal speaks."""

    class Meta:
        model = Channel
        fields = FIELDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "languages" in self.fields:  # not on the page of somebody who only reads
            choices = [(row.code, row.german) for row in languages.active()]
            self.fields["languages"] = forms.MultipleChoiceField(
                label=self.fields["languages"].label,
                choices=choices,
                widget=forms.CheckboxSelectMultiple,
                help_text=_("In diesen Sprachen kann man den Newsletter bestellen."),
            )


@admin.register(Channel)
class ChannelAdmin(InReach, VerbAdmin[Channel]):
    form = ChannelForm
    verbs: ClassVar[list[Verb]] = [
        Verb(
            "close_signup", _("Anmeldung schließen"), STAFF, is_danger=True,
            explanation=_("Archiv, Einstellungen und Abmelden gehen weiter."),
        ),
        Verb("open_signup", _("Anmeldung öffnen"), STAFF),
    ]  # fmt: skip
    list_display = ["shown_name", "slug", "is_signup_open", "is_four_eyes", "role"]
    fields = [*FIELDS]
    readonly_fields = ["is_signup_open"]
    inlines = [ChannelTextInline]

    @admin.display(description=_("Name"))
    def shown_name(self, row: Channel) -> str:
        return row.name

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request)
        return rows.with_texts("de")

    def verbs_for(self, request: HttpRequest, row: Channel) -> list[dict[str, Any]]:
        """Of the two buttons the one that changes something."""
        useless = "open_signup" if row.is_signup_open else "close_signup"
        return [button for button in super().verbs_for(request, row) if button["verb"].name != useless]

    def get_readonly_fields(self, request: HttpRequest, obj: Channel | None = None) -> list[Any]:
        fixed = ["slug"] if obj is not None and obj.has_public_issue else []
        return [*self.readonly_fields, *fixed]

    def save_model(self, request: HttpRequest, obj: Channel, form: Any, change: bool) -> None:  # noqa: FBT001  # Django's signature
        """A new newsletter belongs to the role of whoever makes it."""
        if not change:
            obj.role = next(role for role in WRITERS if request.user.has_role(role))  # type: ignore[union-attr]  # has a login
        with transaction.atomic():
            obj.keep(sender_changed=bool(set(form.changed_data) & set(Channel.SENDER)))
            record(obj, "change" if change else "add", by=Actor.staff(request.user))


@admin.register(Wording)
class WordingAdmin(admin.ModelAdmin[Wording]):
    """New words are a new version; whoever agreed to the old ones has agreed to the old ones."""

    list_display = ["channel", "language", "version", "valid_from"]
    list_select_related = ["channel"]
    list_filter = ["channel", "language"]
    fields = ["channel", "language", "text", "valid_from", "needs_confirmation"]

    def has_change_permission(self, request: HttpRequest, obj: Wording | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Wording | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Wording, form: Any, change: bool) -> None:  # noqa: FBT001  # Django's signature
        obj.add_version(by=Actor.staff(request.user))


@admin.register(WordList)
class WordListAdmin(admin.ModelAdmin[WordList]):
    list_display = ["name"]
    fields = ["name", "words"]
    readonly_fields = ["name"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: WordList | None = None) -> bool:
        return False
