"""Two people at one record: a form knows what stood in it when it was opened (G-057).

The page carries a short hash per box, and per row below the record. What comes back is compared with what is
stored now: if somebody else saved meanwhile, nothing is written, both texts are shown side by side, and what
only the other person changed is taken over into the form.
"""

import json
import re
from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from copy import copy
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, NamedTuple, TypeAlias

from django import forms
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.db import transaction
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from goslar_portal.forms import clean_line

OPENED = "_opened"
NOTHING = "–"

Sent: TypeAlias = dict[str, list[str]]  # what a browser sends, by name of the box


@dataclass(frozen=True)
class Box:
    """One box of the record, or one row of boxes below it, as it is stored now."""

    key: str
    label: str
    fields: tuple[BoundField, ...]
    prefix: str = ""  # of the formset, for a row

    @property
    def stored(self) -> Sent:
        return {name: values for field in self.fields for name, values in _as_stored(field).items()}

    def typed(self, sent: Mapping[str, list[Any]]) -> Sent:
        """What was sent for it. No file sent means: leave the one that is there."""
        stored, files = self.stored, {field.name for field in self.fields if _is_file(field)}
        return {
            name: stored[name] if name in files and not sent.get(name) else _plain(sent.get(name, []))
            for name in stored
        }

    def words(self, sent: Sent) -> str:
        """A box as people read it; those of a row with their names."""
        said = [(str(field.label), _spoken(field, sent)) for field in self.fields]
        parts = [f"{label}: {value}" if self.prefix else value for label, value in said if value]
        return "\n".join(parts) or NOTHING


@dataclass(frozen=True)
class Difference:
    """What stands otherwise in the table than in the form."""

    label: str
    stored: str
    typed: str


class NoticesOthers:
    """Laid over each admin class: a record form that notices when somebody else was faster."""

    def changeform_view(
        self,
        request: Any,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        whole: Any = super()
        with transaction.atomic() if OPENED in request.POST else nullcontext():
            if object_id is not None and OPENED in request.POST:
                request.differences = self._differences(request, object_id)
            answer: HttpResponse = whole.changeform_view(request, object_id, form_url, extra_context)
        return answer

    def get_form(self, request: Any, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002  # Django's signature
        whole: Any = super()
        form = whole.get_form(request, obj, change, **kwargs)
        if not getattr(request, "differences", None):
            return form
        return type(form.__name__, (form,), {"is_valid": lambda _form: False})  # shown again, never saved

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> Any:
        differences = getattr(request, "differences", None)
        if kwargs.get("change"):
            rows = [
                inline.formset for inline in context["inline_admin_formsets"] if inline.has_change_permission
            ]
            now = getattr(request, "now_stored", None) or boxes(context["adminform"].form, rows)
            context |= {"opened": (OPENED, marks(now)), "differences": differences}
        response = super().render_change_form(request, context, **kwargs)  # type: ignore[misc]  # of ModelAdmin
        if differences:
            response.status_code = 409
        return response

    def _differences(self: Any, request: Any, object_id: str) -> list[Difference]:
        """Lock the record and compare; none if it is not this person's to change, Django answers that."""
        row = self.get_object(request, unquote(object_id))
        if row is None or not self.has_change_permission(request, row):
            return []
        type(row)._base_manager.select_for_update().get(pk=row.pk)
        asked = copy(request)
        asked.method = "GET"
        row = self.get_object(asked, unquote(object_id))
        names = flatten_fieldsets(self.get_fieldsets(asked, row))
        form = self.get_form(asked, row, change=True, fields=names)(instance=row)
        pairs = zip(*self._create_formsets(asked, row, change=True), strict=True)
        formsets = [formset for formset, inline in pairs if inline.has_change_permission(asked, row)]
        request.now_stored = boxes(form, formsets)
        return compared(request, request.now_stored, formsets)


def boxes(form: forms.BaseForm, formsets: Iterable[Any]) -> list[Box]:
    """Every box of the record, and every row below it."""
    found = [Box(field.name, capfirst(str(field.label)), (field,)) for field in _fields(form)]
    return found + [
        Box(f"{formset.prefix}.{row.instance.pk}", _row_label(formset, row), _fields(row), formset.prefix)
        for formset in formsets
        for row in formset.initial_forms
        if row.instance.pk is not None
    ]


def marks(shown: Iterable[Box]) -> str:
    return " ".join(f"{box.key}={_mark(box.stored)}" for box in shown)


# Comparing ------------------------------------------------------------------------------------------------


def compared(request: Any, now: list[Box], formsets: list[Any]) -> list[Difference]:
    """Both texts wherever somebody else changed something; `request.POST` becomes the form to go on with."""
    opened, data = _opened(request), request.POST.copy()
    sent = dict(data.lists()) | dict(request.FILES.lists())
    found = []
    for box in (box for box in now if not box.prefix):
        if (typed := _settled(box, sent, opened.get(box.key, ""))) is not None:
            found.append(Difference(box.label, box.words(box.stored), typed.words))
            for name, values in typed.form.items():
                data.setlist(name, values)
    for formset in formsets:
        rows = Rows(formset, sent)
        differences = rows.settle([box for box in now if box.prefix == formset.prefix], opened)
        if differences:
            rows.lay(data)
        found += differences
    request.POST = data
    return found


class Settled(NamedTuple):
    """What the person reads as their own text, and what their form shows next."""

    words: str
    form: Sent


def _settled(box: Box, sent: Mapping[str, list[Any]], mark: str) -> Settled | None:
    """None if nobody else changed the box, or both typed the same."""
    stored, typed = box.stored, box.typed(sent)
    if mark == _mark(stored) or typed == stored:
        return None
    if _mark(typed) == mark:
        return Settled(_("nicht geändert; der neue Stand ist übernommen"), stored)
    return Settled(box.words(typed), typed)


class Typed(NamedTuple):
    """One answer of a form whose record is gone, as people read it."""

    label: str
    words: str
    is_changed: bool


def typed(request: HttpRequest, form: forms.BaseForm, formsets: Iterable[Any]) -> list[Typed]:
    """What was sent for a record that is not there any more, so that nothing typed is lost with it."""
    opened = _opened(request)
    sent = dict(request.POST.lists())
    found = [
        Typed(box.label, box.words(sent), _mark(box.typed(sent)) != opened.get(box.key))
        for box in boxes(form, [])
        if any(name in sent for name in box.stored)
    ]
    for formset in formsets:
        found += Rows(formset, sent).typed(opened)
    return [row for row in found if row.words != NOTHING or row.is_changed]


def _opened(request: HttpRequest) -> dict[str, str]:
    return dict(part.rpartition("=")[::2] for part in request.POST.get(OPENED, "").split(" "))


class Rows:
    """The rows below a record as they were sent, and as the form shows them next."""

    def __init__(self, formset: Any, sent: Mapping[str, list[Any]]) -> None:
        self.formset, self.pk = formset, formset.model._meta.pk.name
        self.next: list[Sent] = []
        rows: dict[int, Sent] = {}
        for name, values in sent.items():
            if found := re.fullmatch(rf"{re.escape(formset.prefix)}-(\d{{1,4}})-(.+)", name):
                rows.setdefault(int(found[1]), {})[found[2]] = values
        count = sent.get(f"{formset.prefix}-INITIAL_FORMS", [""])[0]
        first_new = int(count) if count.isdecimal() and len(count) < 5 else 0
        self.known = {
            f"{formset.prefix}.{row[self.pk][0]}": row
            for number, row in rows.items()
            if number < first_new and self.pk in row
        }
        self.new = [row for number, row in sorted(rows.items()) if number >= first_new]

    def settle(self, now: Iterable[Box], opened: Mapping[str, str]) -> list[Difference]:
        found = []
        for box in now:
            row = self.known.pop(box.key, None)
            words, form = self._row(box, row, opened.get(box.key, ""))
            self.next.append({self.pk: [box.key.rpartition(".")[2]], **(row or {}), **form})
            if words:
                found.append(Difference(box.label, box.words(box.stored), words))
        return found + [self._gone(row, opened.get(key, "")) for key, row in self.known.items()]

    def _row(self, box: Box, row: Sent | None, mark: str) -> tuple[str, Sent]:
        if row is None:
            return _("noch nicht in Ihrem Formular; ist übernommen"), box.stored
        if "DELETE" in row and mark != _mark(box.stored):
            return _("zum Löschen angekreuzt"), {}
        return _settled(box, row, mark) or ("", {})

    def _gone(self, row: Sent, mark: str) -> Difference:
        """Somebody else deleted it: what was changed here stands below as a new row, the rest goes."""
        box = self._any_row()
        typed = box.typed(row)
        if "DELETE" in row or _mark(typed) == mark:
            return Difference(box.label, _("gelöscht"), _("nicht geändert; auch hier entfernt"))
        self.new.insert(0, {name: values for name, values in row.items() if name != self.pk})
        return Difference(box.label, _("gelöscht"), box.words(typed))

    def typed(self, opened: Mapping[str, str]) -> list[Typed]:
        """Every row as it was sent; new ones count as changed."""
        box = self._any_row()
        rows = [*self.known.items(), *(("", row) for row in self.new)]
        return [
            Typed(box.label, box.words(row), _mark(box.typed(row)) != opened.get(key)) for key, row in rows
        ]

    def _any_row(self) -> Box:
        empty = self.formset.empty_form
        return Box("", _row_label(self.formset, empty), _fields(empty), self.formset.prefix)

    def lay(self, data: QueryDict) -> None:
        """Rows in the order of the table, then the new ones: so the form shows exactly what it will save."""
        prefix = self.formset.prefix
        for name in [name for name in data if re.match(rf"{re.escape(prefix)}-\d", name)]:
            del data[name]
        for number, row in enumerate([*self.next, *self.new]):
            for name, values in row.items():
                data.setlist(f"{prefix}-{number}-{name}", values)
        data[f"{prefix}-INITIAL_FORMS"] = str(len(self.next))
        data[f"{prefix}-TOTAL_FORMS"] = str(len(self.next) + len(self.new))


# Boxes ----------------------------------------------------------------------------------------------------


def _fields(form: forms.BaseForm) -> tuple[BoundField, ...]:
    return tuple(form[name] for name in form.fields if name != "DELETE" and not form[name].is_hidden)


def _row_label(formset: Any, row: Any) -> str:
    kind = capfirst(str(formset.model._meta.verbose_name))
    return f"{kind}: {row.instance}" if row.instance.pk is not None else kind


def _widget(field: BoundField) -> Any:
    """The box itself; a choice of records wears a wrapper."""
    outer: Any = field.field.widget
    return getattr(outer, "widget", outer)


def _is_file(field: BoundField) -> bool:
    return isinstance(_widget(field), forms.FileInput)


def _names(field: BoundField) -> list[str]:
    widget = _widget(field)
    if hasattr(widget, "widgets_names"):
        return [field.name + suffix for suffix in widget.widgets_names]
    return [field.name]


def _as_stored(field: BoundField) -> Sent:
    """What a browser sends for the box when nobody has touched it."""
    widget, value = _widget(field), field.field.prepare_value(field.initial)
    if hasattr(widget, "widgets_names"):
        values = value if isinstance(value, list | tuple) else widget.decompress(value)
        parts = zip(_names(field), widget.widgets, values, strict=False)
        return {name: _sent(part, one) for name, part, one in parts}
    return {field.name: _sent(widget, value)}


def _sent(widget: forms.Widget, value: Any) -> list[str]:
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if widget.check_test(value) else []
    if isinstance(widget, forms.FileInput):
        return [str(value)] if value else []
    written = widget.format_value(value)
    return _plain(written if isinstance(written, list | tuple) else [written])


def _plain(values: Iterable[Any]) -> list[str]:
    """Nothing and an empty box are the same; line ends as we store them."""
    texts = ("" if value is None else str(value) for value in values)
    return [text for text in (clean_line(text) for text in texts) if text]


def _mark(sent: Sent) -> str:
    return blake2b(json.dumps(sent, sort_keys=True).encode(), digest_size=6).hexdigest()


def _spoken(field: BoundField, sent: Sent) -> str:
    """What was sent, in words of the form: the labels of choices, yes and no."""
    return chosen_words(field.field, [value for name in _names(field) for value in sent.get(name, [])])


def chosen_words(field: forms.Field, values: list[str]) -> str:
    if isinstance(field.widget, forms.CheckboxInput):
        return _("Ja") if values else _("Nein")
    choices = getattr(field, "choices", None)
    labels = _labels(choices) if choices is not None else {}
    return ", ".join(labels.get(value, value) for value in values)


def _labels(choices: Iterable[Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for value, label in choices:
        found |= _labels(label) if isinstance(label, list | tuple) else {str(value): str(label)}
    return found
