"""What the crispy pack `portal` asks about a form: where its errors point to, what a group consists of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms, template
from django.forms import BaseForm, BoundField
from django.forms.boundfield import BoundWidget
from django.forms.formsets import BaseFormSet
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.text import capfirst

register = template.Library()


@dataclass(frozen=True)
class ErrorLink:
    """One line of the summary; without `target` the error belongs to the whole form."""

    target: str
    message: str


@dataclass(frozen=True)
class Part:
    """One box of a group of boxes, such as the day of a date."""

    target: str
    label: str
    box: SafeString


@register.filter
def error_links(form: BaseForm) -> list[ErrorLink]:
    """Errors in page order (G-184): first those of the whole form, then field by field as laid out."""
    links = [ErrorLink("", str(message)) for message in form.non_field_errors()]
    for name in _page_order(form):
        field = form[name]
        target = "" if field.is_hidden else first_control(field)
        links += [ErrorLink(target, str(message)) for message in field.errors]
    return links


@register.filter
def formset_error_links(formset: BaseFormSet[BaseForm]) -> list[ErrorLink]:
    """The same for several forms under each other."""
    links = [ErrorLink("", str(message)) for message in formset.non_form_errors()]
    return links + [link for form in formset.forms for link in error_links(form)]


@register.simple_tag
def record_error_links(adminform: Any, inlines: Iterable[Any]) -> list[ErrorLink]:
    """The errors of a record page of the back office: its own fields by name, then the rows below it.

    Django says the same sentence for every empty field.
    """
    form = adminform.form
    links = [ErrorLink("", str(message)) for message in form.non_field_errors()]
    for name in _page_order(form):
        links += [
            ErrorLink(
                "" if form[name].is_hidden else first_control(form[name]), f"{form[name].label}: {message}"
            )
            for message in form[name].errors
        ]
    return links + [link for inline in inlines for link in formset_error_links(inline.formset)]


@register.filter
def labelled(cells: Iterable[str], headers: Iterable[dict[str, Any]]) -> list[SafeString]:
    """Cells of a list that carry the head of their column, for screens on which rows become cards."""
    return [
        SafeString(cell.replace(">", f' data-label="{escape(capfirst(str(header["text"])))}">', 1))
        if cell.startswith("<td")
        else SafeString(cell)
        for cell, header in zip(cells, headers, strict=False)
    ]


@register.filter
def first_control(field: BoundField) -> str:
    """The id to jump to: the control itself, in a group its first one."""
    if field.use_fieldset:
        return f"{field.auto_id}_0"
    return field.id_for_label or field.auto_id


@register.filter
def kind(field: BoundField) -> str:
    """How the pack draws the field: `box`, `choices`, `split` or `control`."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "box"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "choices"
    return "split" if field.use_fieldset else "control"


@register.filter
def parts(field: BoundField) -> Iterator[Part]:
    """The boxes of a split field; each takes its label from the attribute `aria-label` of its widget."""
    widget = field.field.widget
    for data in field.subwidgets[0].data["subwidgets"]:
        attrs = dict(data["attrs"])
        label = str(attrs.pop("aria-label", ""))
        box = BoundWidget(widget, {**data, "attrs": attrs}, field.form.renderer)
        yield Part(attrs["id"], label, box.tag())


@register.filter
def opens(choice: BoundWidget, values: object) -> bool:
    """Whether this choice unfolds the questions that belong to it (see `Fold`)."""
    return isinstance(values, list) and str(choice.data["value"]) in values


def _page_order(form: BaseForm) -> list[str]:
    layout = getattr(getattr(form, "helper", None), "layout", None)
    names = [pointer.name for pointer in layout.get_field_names()] if layout else []
    return [*names, *(name for name in form.fields if name not in names)]
