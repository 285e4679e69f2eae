"""Pages of one request at the privacy desk."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from goslar_portal.access import form_page
from goslar_portal.accounts import proof
from goslar_portal.journal.models import Actor, ShownAs
from goslar_portal.journal.viewing import record_view
from goslar_portal.privacy import finding, forms, papers, records
from goslar_portal.privacy.models import Answer, Identity, PrivacyCase
from goslar_portal.privacy.views import acting
from goslar_portal.privacy.views.answer import attached
from goslar_portal.privacy.views.parts import is_desk, must_be_desk, too_late
from goslar_portal.registry import Words
from goslar_portal.states import WrongStateError

SEARCH = "admin:privacy_privacycase_suche"
ANSWER = "admin:privacy_privacycase_auskunft"
NOT_STORED = gettext_lazy(
    "Die E-Mail-Adresse der Anfrage steht in keinem der Datensätze. Bitte prüfen Sie die Identität auf einem"
    " anderen Weg, bevor Daten hinausgehen."
)
LETTER = "admin:privacy_privacycase_brief"
CORRECT = "admin:privacy_privacycase_berichtigen"


@dataclass(frozen=True)
class Step:
    """Something to do with the records of a request, as a link on its page."""

    label: Words
    url: str


def steps(request: HttpRequest, case: PrivacyCase) -> list[Step]:
    """What this person may do now."""
    pages: dict[str, Words] = {}
    if case.state == "work" and is_desk(request):
        pages = {
            SEARCH: _("Datensätze suchen"),
            ANSWER: _("Auskunft"),
            CORRECT: _("Berichtigen"),
            acting.ERASE: _("Löschen"),
            acting.RESTRICT: _("Einschränken"),
        }
    elif case.is_answered and is_desk(request):
        pages = {LETTER: _("Schreiben als PDF")}
    elif case.state == "second":
        pages = {acting.ERASE: _("Löschung prüfen")}
    return [Step(label, reverse(name, args=[case.pk])) for name, label in pages.items()]


def search(request: HttpRequest, case: PrivacyCase, frame: dict[str, Any]) -> HttpResponse:
    """Look for the person in all areas; what is found is logged before it is shown (G-102, G-085)."""
    must_be_desk(request)
    if case.state != "work":
        return too_late(request, case, frame)
    if "take" in request.POST:
        return take(request, case, frame)
    form = forms.SearchForm(request.POST if request.method == "POST" else None, initial=known(case))
    facts: dict[str, Any] = frame | {"title": _("Datensätze suchen"), "form": form}
    if form.is_valid():
        by = Actor.staff(request.user)
        case.note_search(by=by, terms=form.terms.given)
        found = finding.find(form.terms, but=case)
        record_view([hit.row for hit in found.hits], by=by, place=SEARCH)
        keys = forms.signed(case, [hit.key for hit in found.hits])
        taken = {item.key for item in case.items.all()}
        facts |= {"found": found, "hits": [(hit, keys[hit.key], hit.key in taken) for hit in found.hits]}
    return form_page(request, "admin/privacy/search.html", **facts)


def known(case: PrivacyCase) -> dict[str, str]:
    """What the person told about themselves is looked for first."""
    return {"email": case.email, "phone": case.phone, "name": case.name}


def take(request: HttpRequest, case: PrivacyCase, frame: dict[str, Any]) -> HttpResponse:
    """The ticked hits, with what belongs to them in other places."""
    form = forms.TakeForm(request.POST, case=case)
    if not form.is_valid():
        facts = {"title": _("Datensätze suchen"), "form": forms.SearchForm(initial=known(case)), "take": form}
        return form_page(request, "admin/privacy/search.html", **frame | facts)
    keys = finding.with_belonging(form.cleaned_data["hits"])
    try:
        count = case.take_items(by=Actor.staff(request.user), keys=keys)
    except WrongStateError:
        return too_late(request, case, frame)
    told = ngettext("%(count)d Datensatz zugeordnet.", "%(count)d Datensätze zugeordnet.", count)
    messages.success(request, told % {"count": count})
    return redirect("admin:privacy_privacycase_change", case.pk)


def drop(request: HttpRequest, case: PrivacyCase, frame: dict[str, Any]) -> HttpResponse:
    """A record that is somebody else's leaves the case."""
    must_be_desk(request)
    item = case.items.with_number(request.POST.get("item", ""))
    if item is not None:
        try:
            case.drop_item(by=Actor.staff(request.user), item=item)
        except WrongStateError:
            return too_late(request, case, frame)
    return redirect("admin:privacy_privacycase_change", case.pk)


def answer(request: HttpRequest, case: PrivacyCase, frame: dict[str, Any]) -> HttpResponse:
    """Put together everything about the person, as PDF and JSON (G-103)."""
    must_be_desk(request)
    proof.require_recent(request)
    if case.state != "work":
        return too_late(request, case, frame)
    by, made = Actor.staff(request.user), case.answers.first()
    facts = frame | {"title": _("Auskunft"), "lines": records.lines(case), "code": ""}
    if request.method == "POST" and "make" in request.POST and not goes_to_the_person(case):
        facts["error"] = NOT_STORED
    elif request.method == "POST" and "make" in request.POST:
        record_view([one.row for one in records.records(case)], by=by, place=ANSWER, shown_as=ShownAs.EXPORT)
        made, facts["code"] = Answer.objects.make(case, *papers.make(case), by=by)
    elif request.method == "POST" and made is not None and "vernichten" in request.POST:
        case.answers.withdraw()
        return redirect(ANSWER, case.pk)
    elif request.method == "POST" and made is not None:
        kind = "json" if "json" in request.POST else "pdf"
        return attached(made.download(kind, by=by), case.reference, kind)
    response = form_page(request, "admin/privacy/answer.html", **facts | {"made": made})
    response.status_code = 422 if facts.get("error") else 200
    return response


def goes_to_the_person(case: PrivacyCase) -> bool:
    """Who was identified by „the address we have“ gets the answer there and nowhere else."""
    if case.identity != Identity.KNOWN or not case.email:
        return True
    return finding.address_is_stored(case, {item.key for item in case.items.all()})


def correct(request: HttpRequest, case: PrivacyCase, frame: dict[str, Any]) -> HttpResponse:
    """Ask whoever works with a record to put it right; who has got it already is listed (G-104, Art. 19)."""
    must_be_desk(request)
    if case.state != "work":
        return too_late(request, case, frame)
    known = records.records(case)
    form = forms.CorrectionForm(request.POST if request.method == "POST" else None, records=known)
    if form.is_valid():
        case.ask_correction(by=Actor.staff(request.user), **form.cleaned_data)
        messages.success(request, _("Wer mit dem Datensatz arbeitet, sieht die Bitte unter „Heute“."))
        return redirect(CORRECT, case.pk)
    facts = {
        "title": _("Berichtigen"),
        "form": form if known else None,
        "corrections": case.corrections.with_people(),
        "told": [(one, list(one.source.recipients(one.row))) for one in known],
    }
    return form_page(request, "admin/privacy/correct.html", **frame | facts)


def letter(request: HttpRequest, case: PrivacyCase, frame: dict[str, Any]) -> HttpResponse:
    """The answer on paper, for whoever has no e-mail address (G-107)."""
    must_be_desk(request)
    if not case.is_answered:
        return too_late(request, case, frame)
    return attached(papers.letter_pdf(case), case.reference, "pdf")


PAGES: dict[str, Callable[..., HttpResponse]] = {
    "suche": search,
    "entfernen": drop,
    "auskunft": answer,
    "brief": letter,
    "loeschen": acting.erase,
    "einschraenken": acting.restrict,
    "berichtigen": correct,
}
