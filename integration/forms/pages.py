"""What editors fill in: the text of a page as title, summary and sections, its place and its address."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet
from django.http import HttpRequest
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from goslar_portal import notation
from goslar_portal.forms import PortalForm
from goslar_portal.texts import clean_text, removed
from goslar_portal.verbs import VerbForm
from integration.models import (
    KEY,
    SOURCE,
    SUMMARY_LENGTH,
    Page,
    PageVersion,
    Section,
    SectionKind,
    Tree,
)

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
KEY_LENGTH = 40


class TextForm(PortalForm):
    """Title and summary, and the number of the version the editor began from (I-105)."""

    title = forms.CharField(label=_("Überschrift der Seite"), max_length=160)
    summary = forms.CharField(
        label=_("Kurz gesagt"),
        help_text=_("Ein bis drei Sätze, höchstens 300 Zeichen. Sie stehen groß unter der Überschrift."),
        max_length=SUMMARY_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class SectionForm(PortalForm):
    """One section. Its body is written in the notation of `notation.py`."""

    conditional = {"body"}

    key = forms.CharField(required=False, max_length=KEY_LENGTH, widget=forms.HiddenInput)
    heading = forms.CharField(label=_("Zwischenüberschrift"), max_length=160)
    kind = forms.ChoiceField(label=_("Art"), choices=SectionKind.choices, initial=SectionKind.TEXT)
    body = forms.CharField(
        label=_("Text"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 12})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines = sum(1 + len(line) // 90 for line in str(self["body"].value() or "").split("\n"))
        self.fields["body"].widget.attrs["rows"] = min(max(lines + 1, 5), 30)

    def clean_body(self) -> str:
        html = notation.to_html(self.cleaned_data["body"])
        self.removed = removed(html)
        return clean_text(html)


class SectionFormSet(BaseFormSet[SectionForm]):
    """The sections in their order; a new one gets its anchor from its heading and keeps it (I-020)."""

    ordering_widget = forms.NumberInput

    def add_fields(self, form: SectionForm, index: int | None) -> None:
        super().add_fields(form, index)
        for name, label in (("ORDER", _("Reihenfolge")), ("DELETE", _("Diesen Abschnitt löschen"))):
            if name in form.fields:
                form.fields[name].label = label
                form.fields[name].is_conditional = True  # type: ignore[attr-defined]  # no "(freiwillig)" behind it

    def clean(self) -> None:
        taken = {form.cleaned_data["key"] for form in self.filled()}
        for form in self.filled():
            data = form.cleaned_data
            if not KEY.fullmatch(data["key"]):
                data["key"] = free_key(data["heading"], taken)
                taken.add(data["key"])
        keys = [form.cleaned_data["key"] for form in self.filled()]
        if len(set(keys)) < len(keys):
            raise ValidationError(_("Ein Abschnitt kam doppelt an. Bitte laden Sie die Seite neu."))

    def filled(self) -> list[SectionForm]:
        """The forms that stay, in the order wished; those without a number come last."""
        stays = [form for form in self.forms if form.is_valid() and form.cleaned_data.get("heading")]
        stays = [form for form in stays if not form.cleaned_data.get("DELETE")]
        return sorted(stays, key=lambda form: form.cleaned_data.get("ORDER") or len(self.forms) + 1)


def free_key(heading: str, taken: set[str]) -> str:
    """An anchor made of a heading: "Für wen?" becomes `fuer-wen`, the second one `fuer-wen-2`."""
    base = slugify(heading.translate(UMLAUTS))[:36].strip("-")
    base = base if KEY.fullmatch(base) else f"abschnitt-{base}".strip("-")[:36]
    number = 1
    key = base
    while key in taken:
        number += 1
        key = f"{base}-{number}"
    return key


class PageText:
    """The form of a whole text: one for title and summary, a set for the sections."""

    def __init__(self, request: HttpRequest, version: PageVersion | None) -> None:
        data = request.POST if request.method == "POST" else None
        factory = forms.formset_factory(
            SectionForm, formset=SectionFormSet, extra=1, can_order=True, can_delete=True, max_num=40
        )
        self.head = TextForm(data, initial=_head_of(version))
        self.sections = cast(SectionFormSet, factory(data, initial=_sections_of(version), prefix="abschnitt"))

    def is_valid(self) -> bool:
        return all([self.head.is_valid(), self.sections.is_valid()])

    @property
    def after(self) -> int:
        number: int = self.head.cleaned_data["after"]
        return number

    @property
    def text(self) -> dict[str, Any]:
        """What a version is made from."""
        names = ("key", "kind", "heading", "body")
        rows = [form.cleaned_data for form in self.sections.filled()]
        return {
            "title": self.head.cleaned_data["title"],
            "summary": self.head.cleaned_data["summary"],
            "sections": [Section(**{name: row[name] for name in names}) for row in rows],
        }

    @property
    def removed(self) -> dict[str, int]:
        """What cleaning took out, over all sections (I-025)."""
        total: dict[str, int] = {}
        for form in self.sections.filled():
            for name, count in form.removed.items():
                total[name] = total.get(name, 0) + count
        return total

    def go_on_from(self, version: PageVersion) -> None:
        """The next save replaces what somebody else saved: the editor has seen it now."""
        self.head.data = {**dict(self.head.data.items()), "after": str(version.number)}


def _head_of(version: PageVersion | None) -> dict[str, Any]:
    if version is None:
        return {"after": 0}
    return {"title": version.title, "summary": version.summary, "after": version.number}


def _sections_of(version: PageVersion | None) -> list[dict[str, Any]]:
    rows = version.parts if version else []
    return [
        {"key": row.key, "heading": row.heading, "kind": row.kind, "body": notation.to_text(row.body)}
        for row in rows
    ]


def offer_places(field: forms.Field, *, empty: Any) -> None:
    """The pages below which another one may stand: by their titles, in the order of the tree."""
    field.queryset = Page.objects.possible_parents()  # type: ignore[attr-defined]  # a choice of records
    allowed = {page.pk for page in field.queryset}  # type: ignore[attr-defined]  # as above
    rows = [(key, name) for key, name in page_names() if key in allowed]
    field.choices = [("", empty), *rows]  # type: ignore[attr-defined]  # as above


def page_names() -> list[tuple[int, str]]:
    """All pages by their German titles, in the order of the tree."""
    return [(node.pk, "– " * (node.level - 1) + (node.title or node.slug)) for node in Tree.of(SOURCE)]


class PlaceForm(VerbForm):
    """Where the page stands in the tree."""

    parent = forms.ModelChoiceField(
        label=_("Gehört zu"),
        queryset=Page.objects.none(),
        required=False,
        empty_label=_("keiner anderen Seite"),
    )
    position = forms.IntegerField(label=_("An welcher Stelle?"), min_value=1, max_value=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_places(self.fields["parent"], empty=_("keiner anderen Seite"))
        self.initial = {"parent": self.row.parent_id, "position": self.row.position, **self.initial}


class AddressForm(VerbForm):
    """The last part of the address."""

    slug = forms.CharField(
        label=_("Neue Adresse"),
        max_length=60,
        help_text=_("Kleine Buchstaben, Ziffern und Bindestrich. Die alte Adresse leitet für immer weiter."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"slug": self.row.slug, **self.initial}


class NewPageForm(forms.ModelForm[Page]):
    """A new topic: its place and its address. The text comes on the next page."""

    class Meta:
        model = Page
        fields = ["parent", "slug"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent, slug = self.fields["parent"], self.fields["slug"]
        offer_places(parent, empty=_("bitte wählen"))
        parent.required, parent.widget.can_add_related = True, False
        parent.error_messages["required"] = _("Bitte wählen Sie, zu welcher Seite das neue Thema gehört.")
        slug.error_messages["required"] = _("Bitte geben Sie eine Adresse ein, zum Beispiel deutschkurse.")
        slug.help_text = _(
            "Der letzte Teil der Internetadresse, zum Beispiel deutschkurse. Kleine Buchstaben, Ziffern und "
            "Bindestrich. Den Text schreiben Sie auf der nächsten Seite."
        )

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if Page.objects.at_old_address(slug).exists():
            raise ValidationError(_("Diese Adresse gehörte schon zu einer anderen Seite."))
        return slug
