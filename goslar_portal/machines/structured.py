"""What search engines read about a page, as blocks of JSON-LD (I-183)."""

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

# As in Django's json_script: nothing in a text can end the block or begin another.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
AREA = {"@type": "AdministrativeArea", "name": "Landkreis Goslar"}


def block(data: dict[str, Any]) -> SafeString:
    """A block of data, which no browser runs, so that the policy needs no exception for it."""
    whole = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(f'<script type="application/ld+json">{whole.translate(ESCAPES)}</script>')  # noqa: S308  # escaped above


def organization() -> dict[str, Any]:
    return {"@type": "GovernmentOrganization", "name": "Landkreis Goslar", "url": f"{settings.SITE_URL}/"}


def website() -> dict[str, Any]:
    """The portal and how to search it."""
    search = f"{settings.SITE_URL}{reverse('search')}?q={{search_term_string}}"
    action = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": search},
        "query-input": "required name=search_term_string",
    }
    return {
        "@type": "WebSite",
        "name": str(settings.SITE_NAME),
        "url": f"{settings.SITE_URL}{reverse('integration:start')}",
        "publisher": organization(),
        "potentialAction": action,
    }


def breadcrumb(trail: Iterable[tuple[Any, ...]]) -> dict[str, Any]:
    """`trail` as the template draws it: label and address, the page itself last and without one."""
    rows = [
        {"@type": "ListItem", "position": place, "name": str(row[0])}
        | ({"item": f"{settings.SITE_URL}{row[1]}"} if row[1] else {})
        for place, row in enumerate(trail, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": rows}


def service(
    *, name: str, description: str, url: str, languages: Iterable[str], phones: Iterable[str]
) -> dict[str, Any]:
    """What an office does for people, where, in which languages, and by which telephone."""
    channels = [
        {
            "@type": "ServiceChannel",
            "name": _("Telefon"),
            "servicePhone": {"@type": "ContactPoint", "telephone": phone},
        }
        for phone in phones
    ]
    return {
        "@type": "GovernmentService",
        "name": name,
        "description": description,
        "url": url,
        "serviceOperator": organization(),
        "areaServed": AREA,
        "availableLanguage": list(languages),
    } | ({"availableChannel": channels} if channels else {})
