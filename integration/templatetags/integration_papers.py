"""Texts of pages on paper: every link is a whole address, and one that leads elsewhere is written out."""

import re

from django import template
from django.conf import settings
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

OWN = re.compile(r'(<a href=")(/[^"]*)')
OUTSIDE = re.compile(r'<a href="(?P<url>https?://[^"]*)" rel="noopener"[^>]*>(?P<words>.*?)</a>', re.DOTALL)


@register.filter
def whole(url: str) -> str:
    """The address with the name of the host, as it stands on paper."""
    return f"{settings.SITE_URL}{url}" if url.startswith("/") else url


@register.filter
def on_paper(html: str) -> SafeString:
    """Clean text as `rich` gives it. An address its words do not show stands behind them (I-115)."""
    linked = OWN.sub(rf"\g<1>{settings.SITE_URL}\2", html)
    return mark_safe(OUTSIDE.sub(_written_out, linked))  # noqa: S308  # the database holds clean text only


def _written_out(found: re.Match[str]) -> str:
    shown = found["url"].split("://", 1)[1].rstrip("/")
    if shown in strip_tags(found["words"]):
        return found[0]
    return f'{found[0]} (<bdi dir="ltr">{shown}</bdi>)'
