"""Pages for machines: what there is to read, what to leave alone, whom to tell (I-180 to I-182, G-135)."""

from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from goslar_portal import languages, registry
from goslar_portal.access import page
from goslar_portal.machines.models import SecurityContact
from goslar_portal.registry import SitePage

Row = dict[str, object]


@page(topics=[])
def robots(request: HttpRequest) -> HttpResponse:
    closed = ["/admin/", "/suche/", "/*/suche/", "/*?", *personal_paths()]  # filters never end (D-111)
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in closed),
        "",
        f"Sitemap: {absolute('sitemap_index')}",
    ]
    return text(lines)


@page(topics=["sitemap"])
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """One sitemap per area, each read only when it is asked for."""
    addresses = [absolute("sitemap", section.name) for section in registry.sitemap]
    return xml(request, "machines/sitemap_index.xml", addresses=addresses)


@page(topics=["sitemap"])
def sitemap(request: HttpRequest, name: str) -> HttpResponse:
    """Every page in each language it has, all of them with all alternates."""
    section = next((section for section in registry.sitemap if section.name == name), None)
    if section is None:
        raise Http404
    rows = [row for site_page in section.pages() for row in rows_of(site_page)]
    return xml(request, "machines/sitemap.xml", rows=rows)


@page(topics=["security_txt"])
def security_txt(request: HttpRequest) -> HttpResponse:
    contact = SecurityContact.objects.in_force()
    if contact is None:
        raise Http404
    return text(
        [
            f"Contact: {contact.contact}",
            f"Expires: {contact.expires_on:%Y-%m-%d}T23:59:59Z",
            "Preferred-Languages: de, en",
            f"Canonical: {absolute('security_txt')}",
        ]
    )


def rows_of(site_page: SitePage) -> list[Row]:
    """One entry per visible language; Leichte Sprache has no tag for alternates and stands alone (I-062)."""
    visible = {code: path for code, path in site_page.paths.items() if code in languages.visible.codes()}
    tags = [(languages.catalogue()[code].hreflang, address(path, code)) for code, path in visible.items()]
    known = [(tag, url) for tag, url in tags if tag]
    if len(known) > 1 and languages.SOURCE in visible:
        known.append(("x-default", address(visible[languages.SOURCE], languages.SOURCE)))
    return [
        {
            "url": address(path, code),
            "changed_on": day(site_page.changed_at),
            "alternates": known if len(known) > 1 and languages.catalogue()[code].hreflang else [],
        }
        for code, path in visible.items()
    ]


def day(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment else ""


def address(path: str, code: str) -> str:
    """`path` has no code of a language in front."""
    return f"{settings.SITE_URL}{languages.in_language(path, code)}"


def absolute(name: str, *args: str) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=args)}"


@lru_cache
def personal_paths() -> list[str]:
    """Where addresses with a token begin, read from the addresses themselves."""
    found = set()
    for where, view in _views(get_resolver()):
        if getattr(view, "access", "") == "token_page":
            found.add("/" + where.partition("<")[0])
    return sorted(found)


def _views(resolver: URLResolver, prefix: str = "") -> list[tuple[str, object]]:
    rows: list[tuple[str, object]] = []
    for entry in resolver.url_patterns:
        where = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            rows.append((where, entry.callback))
        elif isinstance(entry, URLResolver):
            rows += _views(entry, where)
    return rows


def text(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def xml(request: HttpRequest, template: str, **context: object) -> HttpResponse:
    return render(request, template, context, content_type="application/xml; charset=utf-8")
