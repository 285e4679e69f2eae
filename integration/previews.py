"""A version in its place of the public page, whether readers see it or not (I-102)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from integration.models import PageVersion, ShownPage, Tree


def preview(request: HttpRequest, version: PageVersion, *, back_url: str = "") -> HttpResponse:
    """In the language and direction of the version; search engines and memories leave it alone."""
    code = version.translation.language
    with translation.override(code):
        tree = Tree.of(code)
        shown = ShownPage.of(tree, tree.by_slug[version.translation.page.slug], code, version=version)
        context = {"page": shown, "preview": version, "back_url": back_url, "only_german": False}
        context["languages"] = []  # this version exists in one language, and its address leads to no other
        response = render(request, shown.template, context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
