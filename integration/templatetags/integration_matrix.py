"""The kinds of texts that have a matrix of translations, for the pages of the back office."""

from typing import Any

from django import template

register = template.Library()


@register.simple_tag
def matrix_tabs() -> list[Any]:
    """Beside the pages: contacts, documents, lists."""
    from integration.admin.small_texts import KINDS  # the registry of the admin is filled by then

    return KINDS
