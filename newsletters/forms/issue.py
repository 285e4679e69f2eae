"""Small forms about a whole issue: a new one, its number, its languages, reasons (N-010, N-015, N-094)."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from goslar_portal import languages
from goslar_portal.forms import DateField, PortalForm
from goslar_portal.verbs import VerbForm
from newsletters.forms.fields import AddressField
from newsletters.models import SOURCE, Channel
from newsletters.models.channel import SLUG


class ChannelChoice(forms.ModelChoiceField[Channel]):
    """A newsletter by its name, among those of the person."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Channel.objects.none(),
            label=_("Newsletter"),
            widget=forms.RadioSelect,
            empty_label=None,
            **kwargs,
        )

    def label_from_instance(self, obj: Channel) -> str:
        return obj.name


class NewIssueForm(PortalForm):
    """Newsletter and title; the number is proposed, everything else comes on the next page."""

    channel = ChannelChoice()
    title = forms.CharField(
        label=_("Titel"), max_length=160, help_text=_("Lässt sich später ändern. Zum Beispiel „Herbst 2026“.")
    )

    def __init__(self, *args: Any, channels: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].queryset = channels  # type: ignore[attr-defined]  # the field above
        only = list(channels)
        if len(only) == 1:
            self.initial.setdefault("channel", only[0].pk)


class NumberForm(VerbForm):
    """Number and address, as long as the issue is a draft."""

    number = forms.IntegerField(label=_("Nummer im Jahr"), min_value=1, max_value=999)
    slug = forms.CharField(
        label=_("Adresse"), max_length=60, validators=[SLUG],
        help_text=_("Der letzte Teil der Adresse im Archiv, zum Beispiel 2026-3."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.row is not None:
            self.initial = {"number": self.row.number, "slug": self.row.slug, **self.initial}


class NewVersionForm(VerbForm):
    """A language that the issue does not have yet."""

    language = forms.ChoiceField(label=_("Sprache"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        have = {version.language for version in self.row.versions.all()} if self.row is not None else set()
        rows = [(row.code, row.german) for row in languages.active() if row.code not in have]
        self.fields["language"].choices = rows  # type: ignore[attr-defined]  # the field above


class DropVersionForm(VerbForm):
    """A language that is not the main one."""

    language = forms.ChoiceField(label=_("Sprache"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [row for row in self.row.versions.all() if row.language != self.row.main_language]
        choices = [(row.language, row.speech.german) for row in rows]
        self.fields["language"].choices = choices  # type: ignore[attr-defined]  # the field above


class PdfCheckForm(VerbForm):
    """When and how the PDF of an older issue was checked (N-095)."""

    checked_on = DateField(label=_("Geprüft am"))
    checked_how = forms.CharField(
        label=_("Womit?"), max_length=200, help_text=_("Zum Beispiel „PAC 2024 und Vorleseprogramm NVDA“.")
    )


class WithdrawForm(VerbForm):
    """Why an issue leaves the archive; stays with the issue, readers do not see it."""

    reason = forms.CharField(
        label=_("Warum?"),
        max_length=300,
        help_text=_("Bleibt beim Eintrag. Leserinnen und Leser sehen es nicht."),
    )


class CancelForm(VerbForm):
    """Why the rest is not sent; a code, as it stands in the journal."""

    reason = forms.ChoiceField(
        label=_("Warum?"),
        choices=[
            ("mistake", _("Fehler im Inhalt")),
            ("wrong_list", _("falscher Newsletter")),
            ("other", _("anderer Grund")),
        ],
        widget=forms.RadioSelect,
    )


def addresses_of(text: str) -> list[str]:
    """One address per line, commas and semicolons are lines too."""
    field = AddressField()
    rows = [row.strip() for row in text.replace(",", "\n").replace(";", "\n").split("\n")]
    found: list[str] = []
    for row in filter(None, rows):
        try:
            found.append(field.clean(row))
        except ValidationError as error:
            raise ValidationError(
                _("„%(row)s“: %(why)s") % {"row": row, "why": " ".join(error.messages)}
            ) from error
    return list(dict.fromkeys(found))


class TrialForm(PortalForm):
    """Who gets the test mail, and in which language."""

    language = forms.ChoiceField(label=_("Sprachfassung"), widget=forms.RadioSelect)
    to = forms.CharField(
        label=_("An"), max_length=1500, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Eine Adresse je Zeile, höchstens fünf. Am besten Postfächer verschiedener Anbieter."),
    )  # fmt: skip

    def __init__(self, *args: Any, issue: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        versions = list(issue.versions.all())
        self.fields["language"].choices = [(row.language, row.speech.german) for row in versions]  # type: ignore[attr-defined]
        self.initial.setdefault("language", issue.main_language or SOURCE)

    def clean_to(self) -> list[str]:
        return addresses_of(self.cleaned_data["to"])
