"""The matrix of translations: what fits, what does not, each cell one step from its solution (I-090)."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from procrastinate.contrib.django import app

from goslar_portal.exports.files import csv_lines
from goslar_portal.exports.models import Export, FileKind
from goslar_portal.journal.models import Actor
from goslar_portal.languages import SOURCE, active, catalogue
from goslar_portal.numbers import record_number
from integration.addresses import languages_url, text_url
from integration.admin.cells import Matrix, Wanted
from integration.forms import FilterForm, GiveForm, tops
from integration.models import Page, PageTranslation
from integration.roles import ENDERS, TASKS, may_write


@require_http_methods(["GET", "HEAD", "POST"])
def page_matrix(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return act(request)
    form = FilterForm(request.GET, pages=tops())
    wanted = _wanted(form)
    is_choosing = "auswahl" in request.GET
    return answer(
        request,
        {
            "title": _("Übersetzungen"),
            "matrix": Matrix.of(wanted),
            "filter": form,
            "wanted": wanted,
            "is_choosing": is_choosing,
            "give": GiveForm(row=None) if is_choosing and request.user.has_role(*TASKS) else None,  # type: ignore[union-attr]  # admin pages have a login
            "may_end": request.user.has_role(*ENDERS),  # type: ignore[union-attr]  # admin pages have a login
            "query": request.GET.urlencode(),
        },
    )


def _wanted(form: FilterForm) -> Wanted:
    """What the address asks to see of the matrix."""
    chosen = form.chosen()
    return Wanted(
        chosen.get("stand", ()),
        chosen.get("sprache", ()),
        chosen.get("art", ""),
        chosen.get("unter", ""),
        chosen.get("ungeprueft", False),
    )


def answer(request: HttpRequest, context: dict[str, Any], *, status: int = 200) -> TemplateResponse:
    whole = {**admin.site.each_context(request), **context}
    return TemplateResponse(request, "integration/admin/matrix.html", whole, status=status)


def act(request: HttpRequest) -> HttpResponse:
    """Several cells at once: still right, or given to somebody; or all of them as a file (I-078, I-092)."""
    if "datei" in request.POST:
        return as_csv(request, Matrix.of(_wanted(FilterForm(request.GET, pages=tops()))))
    chosen = list(PageTranslation.objects.of(_chosen(request)).with_facts().select_related("page"))
    if "give" in request.POST:
        give(request, _chosen(request))
    elif not chosen:
        messages.warning(request, gettext("Sie haben nichts ausgewählt."))
    else:
        confirm(request, chosen)
    return HttpResponseRedirect(_back(request))


def confirm(request: HttpRequest, rows: list[PageTranslation]) -> None:
    """Says exactly which texts changed; those that fitted already are not named."""
    by, done = Actor.staff(request.user), []
    for row in rows:
        if not may_write(request.user, row.language):
            raise PermissionDenied
        german = _seen(request, row)
        try:
            if row.still_fits(german=german, by=by):
                done.append(f"{row.page.slug}: {catalogue()[row.language].german}")
        except ValidationError as error:
            messages.error(request, f"{row.page.slug}: {' '.join(error.messages)}")
    if done:
        messages.success(request, gettext("Als noch richtig vermerkt: %s") % ", ".join(done))
    else:
        messages.info(request, gettext("Es hat sich nichts geändert."))


def give(request: HttpRequest, cells: list[tuple[int, str]]) -> None:
    if not request.user.has_role(*TASKS):  # type: ignore[union-attr]  # admin pages have a login
        raise PermissionDenied
    form = GiveForm(request.POST, row=None)
    if not cells or not form.is_valid():
        reasons = [str(reason) for errors in form.errors.values() for reason in errors]
        messages.error(request, " ".join(reasons) or gettext("Sie haben nichts ausgewählt."))
        return
    by, done = Actor.staff(request.user), []
    for page, code in cells:
        row = PageTranslation.objects.find_or_begin(page, code)
        if not row.is_source:
            row.give(by=by, **form.cleaned_data)
            done.append(f"{row.page.slug}: {catalogue()[code].german}")
    messages.success(request, gettext("Vergeben: %s") % ", ".join(done))


@require_http_methods(["GET", "HEAD", "POST"])
def language_end(request: HttpRequest, language: str) -> HttpResponse:
    """Asks once more, then leaves the work to a job: there may be hundreds of texts (I-087)."""
    if language == SOURCE or language not in {row.code for row in active()}:
        raise Http404
    if not request.user.has_role(*ENDERS):  # type: ignore[union-attr]  # admin pages have a login
        raise PermissionDenied
    if request.method == "POST":
        app.configure_task("end_language").defer(code=language)
        messages.success(request, gettext("Die Texte werden zurückgezogen. Das dauert einige Minuten."))
        return HttpResponseRedirect(reverse("admin:integration_translations"))
    context = {
        **admin.site.each_context(request),
        "title": gettext("%(language)s beenden") % {"language": catalogue()[language].german},
        "count": PageTranslation.objects.in_languages([language]).shown().count(),
    }
    return TemplateResponse(request, "integration/admin/language_end.html", context)


def _back(request: HttpRequest) -> str:
    """To where the button stood: the text, all languages of a page, or the matrix as it was filtered."""
    page, _colon, code = request.GET.get("zurueck", "").partition(":")
    number = record_number(page)
    if number is None:
        return request.get_full_path()
    return text_url(number, code) if code in catalogue() else languages_url(number)


def _chosen(request: HttpRequest) -> list[tuple[int, str]]:
    """The cells ticked; anything else that was sent is left out."""
    codes = {row.code for row in active()}
    pairs = [key.partition(":") for key in request.POST.getlist("zelle")]
    numbered = [(record_number(page), code) for page, _colon, code in pairs if code in codes]
    found = [(number, code) for number, code in numbered if number is not None]
    known = Page.objects.in_bulk([page for page, _code in found])
    return [(page, code) for page, code in found if page in known]


def _seen(request: HttpRequest, row: PageTranslation) -> int:
    """The number of the German text the editor saw on the page with the button."""
    return record_number(request.POST.get(f"deutsch-{row.page_id}", "")) or 0


def as_csv(request: HttpRequest, matrix: Matrix) -> HttpResponse:
    """For office programs, without a cell that could be taken for a formula; written down first (G-088)."""
    head = [gettext("Seite"), gettext("Adresse"), *(row.german for row in matrix.languages)]
    lines = [
        [line.node.title, line.node.slug, *(" ".join([cell.word, *cell.notes]) for cell in line.cells)]
        for line in matrix.lines
    ]
    Export.objects.note(
        account_id=request.user.pk or 0,
        kind="integration.translations",
        file_kind=FileKind.CSV,
        columns=["page", "slug", *(row.code for row in matrix.languages)],
        row_filter=request.GET.urlencode(),
        row_count=len(lines),
    )
    response = HttpResponse("".join(csv_lines([head, *lines])), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="uebersetzungen.csv"'
    return response
