"""Which columns to take along, as which file, and what for."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from goslar_portal.exports.columns import Column
from goslar_portal.exports.models import FileKind
from goslar_portal.forms import PortalForm


class ExportForm(PortalForm):
    missing = {
        "columns": _("Bitte kreuzen Sie mindestens eine Spalte an."),
        "reason": _("Bitte schreiben Sie, wofür Sie Namen oder Kontaktdaten brauchen."),
    }
    conditional = {"persons", "reason"}

    columns = forms.MultipleChoiceField(label=_("Spalten"), widget=forms.CheckboxSelectMultiple)
    persons = forms.MultipleChoiceField(
        label=_("Namen und Kontakt"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nur, wenn es ohne nicht geht. Der Grund wird mit der Ausleitung aufgeschrieben."),
    )
    reason = forms.CharField(
        label=_("Wofür brauchen Sie Namen oder Kontakt?"),
        required=False,
        max_length=200,
        help_text=_("In einem Satz, ohne Namen. Bleibt leer, wenn oben nichts angekreuzt ist."),
    )
    file_kind = forms.ChoiceField(label=_("Datei"), choices=FileKind.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, columns: Collection[Column], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {column.name: column for column in columns}
        plain = [(row.name, row.label) for row in columns if not row.is_personal]
        persons = [(row.name, row.label) for row in columns if row.is_personal]
        self._choose("columns", plain)
        self.fields["columns"].initial = [name for name, _label in plain]
        self.fields["file_kind"].initial = FileKind.CSV
        if persons:
            self._choose("persons", persons)
        else:
            del self.fields["persons"], self.fields["reason"]

    def _choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("persons"):
            self.require("reason")
        elif said.get("reason"):
            said["reason"] = ""  # nothing personal goes along, so nothing needs a reason
        return said

    @property
    def chosen(self) -> list[Column]:
        """In the order of the admin class, not of the ticks."""
        names = {*self.cleaned_data["columns"], *self.cleaned_data.get("persons", ())}
        return [column for name, column in self.known.items() if name in names]
