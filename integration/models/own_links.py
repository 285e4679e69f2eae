"""Links in a text that stay inside the portal: whether there is something at their end (I-027)."""

from django.urls import Resolver404, resolve
from django.utils import translation

from goslar_portal.languages import SOURCE

NO_PAGES = frozenset({"notice_list", "notice_detail", "download_file", "topic_pdf"})


def leads_somewhere(href: str, own: set[str], known: dict[str, set[str]]) -> bool:
    """Whether a link may be published. Outside addresses are the link checker's matter."""
    if not href.startswith(("/", "#")):
        return True
    path, _hash, anchor = href.partition("#")
    path = path.partition("?")[0]
    if path in ("", *known):
        return not anchor or anchor in (known[path] if path else own)
    return _is_elsewhere(path)


def _is_elsewhere(path: str) -> bool:
    """An address of another area, a file or the news: it exists when a view answers there."""
    try:
        with translation.override(SOURCE):
            match = resolve(path)
    except Resolver404:
        return False
    return match.app_name != "integration" or match.url_name in NO_PAGES
