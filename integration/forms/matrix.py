"""What an editor wants to see of the matrix of translations, and whether a change needs new ones."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from goslar_portal.forms import PortalForm
from goslar_portal.languages import active
from integration.forms.translations import MinorField
from integration.models import CellState, Page, PageKind


class MinorForm(PortalForm):
    """Stands beside a German text that readers see already (I-077)."""

    minor = MinorField()
    conditional = {"minor"}


class FilterForm(PortalForm):
    """All of it may stay open; a value nobody offers is left out."""

    conditional = {"stand", "sprache", "unter", "art", "ungeprueft"}

    stand = forms.MultipleChoiceField(
        label=_("Stand"), choices=CellState.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    sprache = forms.MultipleChoiceField(
        label=_("Sprachen"), required=False, widget=forms.CheckboxSelectMultiple
    )
    unter = forms.ChoiceField(label=_("Seiten unter"), required=False)
    art = forms.ChoiceField(
        label=_("Art der Seite"), choices=[("", _("alle")), *PageKind.choices], required=False
    )
    ungeprueft = forms.BooleanField(label=_("nur ungeprüfte maschinelle Texte"), required=False)

    def __init__(self, *args: Any, pages: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sprache"].choices = [(row.code, row.german) for row in active()]  # type: ignore[attr-defined]  # a choice
        self.fields["unter"].choices = [("", _("alle")), *pages]  # type: ignore[attr-defined]  # a choice

    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        return self.cleaned_data


def tops() -> list[tuple[str, str]]:
    """Pages that have others below them."""
    rows = Page.objects.titled().filter(children__isnull=False).distinct().in_order()
    return [(row.slug, row.title or row.slug) for row in rows]  # type: ignore[attr-defined]  # annotated
