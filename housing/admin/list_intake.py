"""„Liste einlesen“: the list of a housing company is checked, shown, and only then taken over (H-082)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goslar_portal.journal.models import Actor
from housing import company_list
from housing.admin.list_pages import LIST
from housing.company_list import CompanyList
from housing.intake_forms import CompanyListForm
from housing.models import Offer

PATTERN = "Muster-Wohnungsliste.csv"


class ListIntake:
    admin_site: Any
    message_user: Any
    page_context: Any
    has_add_permission: Any

    def intake_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("liste/", view(self.company_list_view), name="housing_offer_company_list"),
            path("liste/muster.csv", view(self.pattern_view), name="housing_offer_list_pattern"),
        ]

    def pattern_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        response = HttpResponse(company_list.pattern(), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{PATTERN}"'
        return response

    def company_list_view(self, request: HttpRequest) -> HttpResponse:
        """„Prüfen“ reads the file, „Übernehmen“ what was checked; in between nothing is stored."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = CompanyListForm(request.POST or None, request.FILES or None)
        carried = request.POST.get("checked", "")
        found, sealed = self._checked(form, carried) if form.is_valid() else (None, carried)
        was_shown = bool(carried) and form.is_valid() and not form.cleaned_data["file"]
        if found is not None and found.new and was_shown and "take" in request.POST:
            try:
                return self._taken(request, form, found)
            except IntegrityError:  # a colleague was faster with the same list
                found, sealed = self._checked(form, carried)
        context = self.page_context(
            request, _("Liste eines Wohnungsunternehmens einlesen"), form=form, found=found, sealed=sealed
        )
        status = 422 if form.is_bound and form.errors else 200
        return TemplateResponse(request, "admin/housing/offer/company_list.html", context, status=status)

    @staticmethod
    def _checked(form: CompanyListForm, carried: str) -> tuple[CompanyList | None, str]:
        """The list as read now, and as the page carries it on; a new file counts more than an old check."""
        said = form.cleaned_data
        try:
            if said["file"]:
                text = company_list.text_of(said["file"])
            elif carried:
                text = company_list.unsealed(carried)
            else:
                form.require("file")
                return None, ""
            return company_list.read(text, said["company"] or said["last_name"]), company_list.carried(text)
        except ValidationError as error:
            form.add_error("file", error)
            return None, ""

    def _taken(self, request: HttpRequest, form: CompanyListForm, found: CompanyList) -> HttpResponse:
        count = Offer.objects.take_in_list(found.new, by=Actor.staff(request.user), **form.arrival)
        done = ngettext("%(count)d Angebot aufgenommen.", "%(count)d Angebote aufgenommen.", count)
        self.message_user(request, done % {"count": count}, messages.SUCCESS)
        return HttpResponseRedirect(f"{reverse(LIST)}?stand=received")
