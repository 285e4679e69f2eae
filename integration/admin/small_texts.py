"""Short texts of records in every language: contacts, documents, lists; a matrix in small (I-086, I-091)."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goslar_portal import search
from goslar_portal.journal.models import Actor
from goslar_portal.languages import SOURCE, Language, active, catalogue
from goslar_portal.registry import Words
from integration.admin.cells import LOOKS, counted
from integration.forms import SmallTextForm
from integration.models import (
    CellState,
    ContactText,
    DownloadText,
    KnownBarrierText,
    ListText,
    NoticeText,
    PictureText,
    SmallText,
)
from integration.roles import may_write


@dataclass(frozen=True)
class Kind:
    """A kind of record with short texts; a new one is one line more in KINDS."""

    slug: str
    label: Words
    model: type[SmallText]
    source: str = ""  # where the search finds these words

    @property
    def url(self) -> str:
        return reverse("admin:integration_small_matrix", args=[self.slug])

    def text_url(self, pk: int, code: str) -> str:
        return reverse("admin:integration_small_text", args=[self.slug, pk, code])


KINDS = [
    Kind("kontakte", gettext_lazy("Kontakte"), ContactText, "integration.contacts"),
    Kind("dokumente", gettext_lazy("Dokumente"), DownloadText, "integration.downloads"),
    Kind("aktuelles", gettext_lazy("Aktuelles"), NoticeText, "integration.notices"),
    Kind("barrieren", gettext_lazy("Bekannte Barrieren"), KnownBarrierText),
    Kind("bilder", gettext_lazy("Bilder"), PictureText),
    Kind("listen", gettext_lazy("Listen"), ListText),
]


@dataclass(slots=True)
class SmallCell:
    """The words of one record in one language."""

    code: str
    state: str
    url: str

    @property
    def word(self) -> str:
        return str(CellState(self.state).label)

    @property
    def sign(self) -> str:
        return LOOKS[self.state][0]

    @property
    def level(self) -> str:
        return LOOKS[self.state][1]

    @property
    def language(self) -> Language:
        return catalogue()[self.code]


def small_matrix(request: HttpRequest, kind: str) -> HttpResponse:
    """Two queries, whatever the number of records and languages."""
    found = find(kind)
    languages = [row for row in active() if row.code != SOURCE]
    known = found.model.objects.by_owner()
    lines = []
    for german in found.model.wanted():
        own = known.get(german.owner_id, {})
        cells = [
            SmallCell(row.code, german.state_of(own.get(row.code)), found.text_url(german.owner_id, row.code))
            for row in languages
        ]
        lines.append({"title": german, "cells": cells, "counts": counted(cells)})
    columns = [[line["cells"][number] for line in lines] for number in range(len(languages))]
    context = {
        "title": found.label,
        "kind": found,
        "languages": languages,
        "lines": lines,
        "totals": [counted(cells) for cells in columns],
    }
    return answer(request, "integration/admin/small_matrix.html", context)


def small_text(request: HttpRequest, kind: str, pk: int, language: str) -> HttpResponse:
    """German words on one side, boxes on the other."""
    found = find(kind)
    german = found.model.objects.german_of(pk)
    if german is None or language == SOURCE or language not in {row.code for row in active()}:
        raise Http404
    own = found.model.objects.by_owner(pk).get(pk, {}).get(language)
    may = may_write(request.user, language)
    form = SmallTextForm(request.POST or None, german=german, own=own, language=catalogue()[language])
    if request.method == "POST":
        if not may:
            raise PermissionDenied
        if form.is_valid():
            return save(request, found, german, language, form)
    context = {
        "title": f"{german}, {catalogue()[language].german}",
        "kind": found,
        "german": german,
        "language": catalogue()[language],
        "state": SmallCell(language, german.state_of(own), ""),
        "form": form,
        "may_write": may,
    }
    status = 422 if form.is_bound else 200
    return answer(request, "integration/admin/small_text.html", context, status=status)


def save(
    request: HttpRequest, kind: Kind, german: SmallText, language: str, form: SmallTextForm
) -> HttpResponse:
    """Kept for the German words that stood beside the boxes; it is seen at once."""
    kind.model.objects.translate(
        german, language, words=form.words, answers=form.answers, by=Actor.staff(request.user)
    )
    if kind.source:
        search.refresh(kind.source, [german.owner_id])
    messages.success(request, _("Gespeichert. Der Text ist sofort zu lesen."))
    return HttpResponseRedirect(kind.url)


def find(slug: str) -> Kind:
    found = next((kind for kind in KINDS if kind.slug == slug), None)
    if found is None:
        raise Http404
    return found


def answer(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> TemplateResponse:
    return TemplateResponse(request, template, {**admin.site.each_context(request), **context}, status=status)
