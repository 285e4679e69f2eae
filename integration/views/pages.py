"""The public pages of the area: one text in its place of the tree."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.utils import translation

from goslar_portal.access import page
from integration.models import Node, PageKind, ShownPage, Tree


@page(topics=["tree"])
def start(request: HttpRequest) -> HttpResponse:
    return show(request, _first(request, PageKind.START))


@page(topics=["tree"])
def overview(request: HttpRequest) -> HttpResponse:
    return show(request, _first(request, PageKind.ROOT))


@page(topics=["tree"])
def topic_detail(request: HttpRequest, slug: str) -> HttpResponse:
    tree = tree_of(request)
    node = tree.find(slug)
    former = tree.find_former(slug)
    if node is None and former is not None:
        return redirect(former.url, permanent=True)
    if node is None or node.kind not in (PageKind.TOPIC, PageKind.ARCHIVE):
        raise Http404
    if node.is_gone:
        return render(request, "integration/topic_gone.html", {"above": node.above[-1:]}, status=410)
    return show(request, (tree, node))


@page(topics=["tree"])
def service_page(request: HttpRequest, slug: str) -> HttpResponse:
    return show(request, _at(request, slug))


@page(topics=["tree"])
def contact_list(request: HttpRequest) -> HttpResponse:
    return show(request, _at(request, "kontakt"))


@page(topics=["tree"])
def request_privacy(request: HttpRequest) -> HttpResponse:
    """What happens to what people send us by a form (I-132)."""
    return show(request, _at(request, "datenschutz-anfragen"))


@page
def page_respell(request: HttpRequest, spelling: str) -> HttpResponse:
    """Capital letters or a missing slash: the right address, with what was asked behind it (I-211)."""
    query = request.META.get("QUERY_STRING", "")
    prefix = request.path.removesuffix("/").removesuffix(spelling)
    return HttpResponsePermanentRedirect(f"{prefix}{spelling.lower()}/" + (f"?{query}" if query else ""))


def tree_of(request: HttpRequest) -> Tree:
    """Kept on the request: the page that says 404 lists the topics without asking again (I-210)."""
    tree = Tree.of(translation.get_language() or settings.LANGUAGE_CODE)
    request.page_tree = tree  # type: ignore[attr-defined]  # read by the tag topic_list
    return tree


def _at(request: HttpRequest, slug: str) -> tuple[Tree, Node | None]:
    tree = tree_of(request)
    return tree, tree.find(slug)


def _first(request: HttpRequest, kind: str) -> tuple[Tree, Node | None]:
    tree = tree_of(request)
    return tree, next((node for node in tree if node.kind == kind), None)


def show(request: HttpRequest, place: tuple[Tree, Node | None], *, template: str = "") -> HttpResponse:
    """The page of this place, or 404; `template` where a page shows more than its text."""
    tree, node = place
    if node is None or not node.is_published:
        raise Http404
    shown = ShownPage.of(tree, node, translation.get_language() or settings.LANGUAGE_CODE)
    return render(request, template or shown.template, {"page": shown})
