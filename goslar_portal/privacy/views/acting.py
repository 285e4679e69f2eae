"""Pages of a request that change records: erase with two people, restrict and lift (G-105, G-106)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goslar_portal.access import form_page
from goslar_portal.accounts import proof
from goslar_portal.accounts.roles import Role
from goslar_portal.journal.models import Actor
from goslar_portal.journal.viewing import record_view
from goslar_portal.privacy import erasing, forms, records
from goslar_portal.privacy.models import PrivacyCase
from goslar_portal.privacy.restriction import restricted_keys
from goslar_portal.privacy.views.parts import CASE, is_desk, must_be_desk, too_late
from goslar_portal.states import WrongStateError

ERASE = "admin:privacy_privacycase_loeschen"
RESTRICT = "admin:privacy_privacycase_einschraenken"
WORK, SECOND = "work", "second"


def erase(request: HttpRequest, case: PrivacyCase, frame: dict[str, Any]) -> HttpResponse:
    """What goes, what stays and why; the first person proposes, a second one confirms."""
    if not request.user.has_role(Role.PRIVACY, Role.LEAD):  # type: ignore[union-attr]  # has a login
        raise PermissionDenied
    proof.require_recent(request)
    if case.state not in {WORK, SECOND}:
        return too_late(request, case, frame)
    facts: dict[str, Any] = {"title": _("Löschen")}
    if request.method == "POST":
        try:
            return decide(request, case)
        except WrongStateError:
            return too_late(request, case, frame)
        except erasing.PlanChangedError:
            facts["is_changed"] = True
        except ValidationError as error:
            facts["errors"] = error.messages
    return preview(request, case, frame | facts)


def decide(request: HttpRequest, case: PrivacyCase) -> HttpResponse:
    by, seen = Actor.staff(request.user), request.POST.get("seen", "")
    if "confirm" in request.POST:
        count = erasing.confirm(case, by=by, seen=seen)
        told = ngettext("%(count)d Datensatz ist gelöscht.", "%(count)d Datensätze sind gelöscht.", count)
        messages.success(request, told % {"count": count})
    elif "return" in request.POST:
        case.return_erasure(by=by)
        messages.success(request, _("Zurückgegeben. Es wurde nichts gelöscht."))
    elif is_desk(request):
        erasing.propose(case, by=by, seen=seen)
        messages.success(request, _("Liegt der zweiten Person vor."))
    return redirect(CASE, case.pk) if is_desk(request) else redirect("admin:index")


def preview(request: HttpRequest, case: PrivacyCase, facts: dict[str, Any]) -> HttpResponse:
    """The records by name: two people have to be sure that it is the right person."""
    planned = erasing.plan(case)
    record_view([one.record.row for one in planned], by=Actor.staff(request.user), place=ERASE)
    is_first = case.state == SECOND and case.proposed_by_id == request.user.pk
    more = {
        "seen": erasing.fingerprint(planned),
        "waits": is_first,
        "may_propose": case.state == WORK and is_desk(request) and any(one.goes for one in planned),
        "may_confirm": case.state == SECOND and not is_first,
        "may_return": case.state == SECOND,
    }
    status = 409 if facts.get("is_changed") else 422 if facts.get("errors") else 200
    response = form_page(request, "admin/privacy/erase.html", **facts | erasing.what_goes(planned) | more)
    response.status_code = status
    return response


def restrict(request: HttpRequest, case: PrivacyCase, frame: dict[str, Any]) -> HttpResponse:
    """Store only, or use again (Art. 18)."""
    must_be_desk(request)
    if case.state != WORK:
        return too_late(request, case, frame)
    known = records.records(case)
    holds = restricted_keys(one.item.key for one in known)
    free = [one for one in known if not one.source.stays_visible and one.item.key not in holds]
    form = forms.RestrictForm(request.POST if "restrict" in request.POST else None)
    if form.is_valid() and free:
        case.restrict([one.row for one in free], by=Actor.staff(request.user), **form.cleaned_data)
        messages.success(request, _("Die Datensätze sind eingeschränkt."))
        return redirect(CASE, case.pk)
    if request.method == "POST" and "lift" in request.POST:
        case.lift_restriction(holds.values(), by=Actor.staff(request.user))
        messages.success(request, _("Die Einschränkung ist aufgehoben."))
        return redirect(CASE, case.pk)
    facts = {
        "title": _("Einschränken"),
        "form": form if free else None,
        "free": free,
        "impossible": [one for one in known if one.source.stays_visible],
        "restricted": [(one, holds[one.item.key]) for one in known if one.item.key in holds],
    }
    return form_page(request, "admin/privacy/restrict.html", **frame | facts)
