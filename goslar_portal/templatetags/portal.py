"""Small tags and filters every template may use."""

import json
from decimal import Decimal

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from goslar_portal import numbers

register = template.Library()


@register.filter
def money(amount: Decimal | None) -> str:
    """„1.234,50 €“"""
    return numbers.money(amount)


@register.filter
def number(amount: Decimal | int | None) -> str:
    """„62,5“"""
    return numbers.number(amount)


@register.filter
def ltr(value: object) -> SafeString:
    """Telephone numbers, mail and web addresses, amounts, references: isolated, left to right (I-068)."""
    return format_html('<bdi dir="ltr">{}</bdi>', value)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing of `static/icons.svg` in the colour of the text; it never carries a meaning alone."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("icons.svg"),
        name,
    )


@register.filter(name="json")
def as_json(value: object) -> str:
    """For a `data-` attribute that a script reads; the template escapes it."""
    return json.dumps(value)


@register.filter
def groups(code: str) -> str:
    """Codes and keys in groups of four, easier to read and to type."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))
