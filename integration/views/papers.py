"""A page as a file: to print, to pass on, to keep (I-110, I-114, I-214)."""

import logging
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation

from goslar_portal import pdf
from goslar_portal.access import page
from integration.papers import Paper
from integration.views.pages import tree_of

log = logging.getLogger("portal.pdf")
AGAIN = "120"  # seconds


@page(topics=lambda slug: [f"page:{slug}"])
def topic_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The page as PDF; where nobody has translated it, the way to the German one."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    paper = Paper.of(slug, language)
    if paper is None:
        return _elsewhere(request, slug)
    if paper.is_fallback:
        with translation.override(settings.LANGUAGE_CODE):
            return redirect("integration:topic_pdf", slug)
    if not pdf.covers(language):
        return _without(request, paper, status=404)
    try:
        content = paper.content()
    except ValueError as error:
        log.exception("page has no PDF", extra={"job": f"{slug}/{language}"}, exc_info=error)
        return _without(request, paper, status=503)
    return HttpResponse(content, content_type="application/pdf", headers=_headers(paper, slug))


def _headers(paper: Paper, slug: str) -> dict[str, Any]:
    """A file with a name people recognise; search engines are told which page it stands for (I-181)."""
    return {
        "Content-Disposition": f'attachment; filename="{slug}-{paper.language}.pdf"',
        "Content-Language": paper.version.language.html_lang,
        "Link": f'<{paper.url}>; rel="canonical"',
    }


def _without(request: HttpRequest, paper: Paper, *, status: int) -> HttpResponse:
    """No font, or a render that failed: the page itself can be printed."""
    answer = render(request, "integration/topic_pdf_missing.html", {"paper": paper}, status=status)
    if status != 404:
        answer.headers["Retry-After"] = AGAIN
    return answer


def _elsewhere(request: HttpRequest, slug: str) -> HttpResponse:
    """A former address leads on; a withdrawn page says so, as the page itself does."""
    tree = tree_of(request)
    node, former = tree.find(slug), tree.find_former(slug)
    if node is None and former is not None:
        return redirect(reverse("integration:topic_pdf", args=[former.slug]), permanent=True)
    if node is not None and node.is_gone:
        return render(request, "integration/topic_gone.html", {"above": node.above[-1:]}, status=410)
    raise Http404
