"""What translators fill in: a text beside its German one, when it appears or ends, who translates what."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, cast

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goslar_portal import notation
from goslar_portal.accounts.models import User
from goslar_portal.dates import today
from goslar_portal.forms import DateField
from goslar_portal.journal.models import Actor
from goslar_portal.languages import Language
from goslar_portal.sorting import german
from goslar_portal.verbs import VerbForm
from integration.comparison import Piece, changed_places
from integration.forms.pages import PageText, SectionForm, SectionFormSet, TextForm
from integration.forms.requests import TimeField
from integration.models import LEICHT, Minor, Origin, PageVersion, Provenance, Section, SectionKind
from integration.roles import TRANSLATORS

SALT = "integration.german"  # says which German text a translator had before them (I-079)
MOST_SECTIONS = 60


class TranslationForm(TextForm):
    """Title and summary in another language, the German text that stood beside them, and who vouches."""

    conditional = {"read_on"}

    german = forms.CharField(widget=forms.HiddenInput)
    origin = forms.ChoiceField(
        label=_("Woher stammt der Text?"),
        choices=Origin.choices,
        widget=forms.RadioSelect,
        initial=Origin.HUMAN,
    )
    read_on = DateField(
        label=_("Von einer Prüfgruppe gelesen am"),
        required=False,
        help_text=_(
            "Menschen, für die Leichte Sprache gemacht ist, haben diesen Text gelesen und verstanden."
        ),
    )

    def __init__(self, *args: Any, language: Language, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        turn(self, language, "title", "summary")
        if language.code != LEICHT:
            del self.fields["read_on"]


class TranslatedSectionForm(SectionForm):
    """One section; what nobody has translated yet may stay empty and is left out."""

    heading = forms.CharField(label=_("Zwischenüberschrift"), max_length=160, required=False)
    kind = forms.ChoiceField(choices=SectionKind.choices, widget=forms.HiddenInput, initial=SectionKind.TEXT)
    conditional = {"heading", "body"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines = sum(1 + len(line) // 50 for line in str(self["body"].value() or "").split("\n"))
        self.fields["body"].widget.attrs["rows"] = min(max(lines + 2, 6), 40)  # half as wide as alone

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("body") and not cleaned.get("heading"):
            self.require("heading")
        return cleaned


def turn(form: forms.BaseForm, language: Language, *names: str) -> None:
    """These fields hold words of another language, maybe written from right to left (I-081)."""
    for name in names:
        form.fields[name].widget.attrs |= {"lang": language.html_lang, "dir": language.dir}


@dataclass(frozen=True)
class Row:
    """One section: German on one side, what changed in it since, and the boxes on the other."""

    german: Section | None
    form: SectionForm
    pieces: list[Piece]
    is_new: bool

    @property
    def is_changed(self) -> bool:
        return bool(self.pieces) and not self.is_new


class TranslatedText(PageText):
    """The form of a text in another language beside the German one (I-080).

    `german` is the German text on the other side; `answered` the one the newest words were written for.
    """

    def __init__(
        self,
        request: HttpRequest,
        version: PageVersion | None,
        *,
        german: PageVersion,
        answered: PageVersion | None,
        language: Language,
    ) -> None:
        data = request.POST if request.method == "POST" else None
        self.german, self.answered, self.language = german, answered, language
        self.own = {row.key: row for row in version.parts} if version else {}
        self.changes = changed_places(answered, german) if answered else {}
        self.head = TranslationForm(data, initial=self._head(version), language=language)
        is_free = language.code == LEICHT
        factory = forms.formset_factory(
            TranslatedSectionForm,
            formset=SectionFormSet,
            extra=int(is_free),
            can_order=is_free,
            can_delete=True,
            max_num=MOST_SECTIONS,
        )
        initial = [self._boxes(key, kind) for key, kind in self.places]
        self.sections = cast(SectionFormSet, factory(data, initial=initial, prefix="abschnitt"))
        beside = {row.key for row in german.parts}
        for form in self.sections.forms:
            turn(form, language, "heading", "body")
            if not is_free and form["key"].value() in beside:
                del form.fields["DELETE"]  # an empty section is left out anyway

    @property
    def places(self) -> list[tuple[str, str]]:
        """Key and kind of each section: the German ones, then those only the translation has.

        Leichte Sprache goes its own way: only its own sections, once it has some (I-083).
        """
        own = [(row.key, row.kind) for row in self.own.values()]
        german = [(row.key, row.kind) for row in self.german.parts]
        if self.language.code == LEICHT and own:
            return own
        keys = {key for key, _kind in german}
        return [*german, *(pair for pair in own if pair[0] not in keys)]

    def _boxes(self, key: str, kind: str) -> dict[str, Any]:
        own = self.own.get(key)
        words = {"heading": own.heading, "body": notation.to_text(own.body)} if own else {}
        return {"key": key, "kind": kind, **words}

    def _head(self, version: PageVersion | None) -> dict[str, Any]:
        given: dict[str, Any] = {"german": signing.dumps(self.german.pk, salt=SALT), "after": 0}
        if version is not None:
            given |= {"title": version.title, "summary": version.summary, "after": version.number}
            given |= {"origin": version.origin, "read_on": version.read_on}
        return given

    @property
    def rows(self) -> Iterator[Row]:
        """For each section form the German one it stands beside."""
        known = {row.key: row for row in self.german.parts}
        before = {row.key for row in self.answered.parts} if self.answered else set(known)
        for form in self.sections.forms:
            key = str(form["key"].value() or "")
            yield Row(known.get(key), form, self.changes.get(f"#{key}", []), key not in before)

    @property
    def changed_count(self) -> int:
        return len(self.changes)

    @property
    def missing(self) -> list[str]:
        """German sections that have no words in this language."""
        filled = {form.cleaned_data["key"] for form in self.sections.filled()}
        return [row.heading for row in self.german.parts if row.key not in filled]

    def provenance(self, by: Actor) -> Provenance:
        read_on = self.head.cleaned_data.get("read_on")
        if self.head.cleaned_data["origin"] == Origin.CHECKED:
            return Provenance.checked(by=by, read_on=read_on)
        return Provenance(self.head.cleaned_data["origin"], read_on=read_on)


def german_of(request: HttpRequest) -> int | None:
    """The number of the German text that was shown in the form; an altered one counts as none."""
    try:
        return int(signing.loads(request.POST.get("german", ""), salt=SALT))
    except (signing.BadSignature, TypeError, ValueError):
        return None


class MinorField(forms.ChoiceField):
    """Whether translations still fit after this change (I-077)."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Passen die Übersetzungen danach noch?"),
            choices=[
                ("", _("Nein, sie müssen angesehen werden")),
                *((c, f"Ja: {n}") for c, n in Minor.choices),
            ],
            widget=forms.RadioSelect,
            required=False,
        )


class WhenForm(VerbForm):
    """A day and a time; what has passed means now (I-103)."""

    day = DateField(label=_("Tag"), help_text=_("Zum Beispiel 01.12.2026."))
    hour = TimeField(label=_("Uhrzeit"), initial=time(8))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        day, hour = cleaned.pop("day", None), cleaned.pop("hour", None)
        if day and hour is not None:
            cleaned["at"] = timezone.make_aware(datetime.combine(day, hour))
        return cleaned


class ScheduleForm(WhenForm):
    minor = MinorField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.row.translation.is_source:
            del self.fields["minor"]


class PersonField(forms.ModelChoiceField[Any]):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.display_name)


class GiveForm(VerbForm):
    """Whom one asks for a translation, and until when (I-087)."""

    conditional = {"person", "bureau"}

    person = PersonField(
        label=_("Person"), queryset=User.objects.none(), required=False, empty_label=_("niemand aus dem Haus")
    )
    bureau = forms.CharField(label=_("oder Übersetzungsbüro"), max_length=120, required=False)
    due_on = DateField(label=_("Bis wann?"), help_text=_("Zum Beispiel 01.12.2026."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.active().filter(groups__name__in=TRANSLATORS)
        self.fields["person"].queryset = people.distinct().order_by(*german("display_name"))  # type: ignore[attr-defined]  # the field above

    def clean_due_on(self) -> Any:
        day = self.cleaned_data["due_on"]
        if day < today():
            raise ValidationError(_("Dieser Tag ist schon vorbei. Bitte wählen Sie einen späteren."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(cleaned.get("person")) == bool(cleaned.get("bureau")):
            raise ValidationError(
                _("Bitte wählen Sie eine Person oder nennen Sie ein Büro, eins von beiden.")
            )
        return cleaned
