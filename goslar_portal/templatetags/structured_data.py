"""Blocks of data for search engines, and the words others see when a page is shared (I-183, I-184)."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from goslar_portal.machines import structured

register = template.Library()


@register.simple_tag
def website_data() -> SafeString:
    """The portal and who publishes it, on the start page."""
    return structured.block(structured.website())


@register.simple_tag
def breadcrumb_data(trail: list[tuple[Any, ...]]) -> SafeString:
    return structured.block(structured.breadcrumb(trail))


@register.simple_tag
def service_data(page: Any) -> SafeString:
    """A page of an office that people can turn to; nothing for all others."""
    data = page.service
    return structured.block(structured.service(**data)) if data else SafeString("")
