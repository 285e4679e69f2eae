"""The list of offers as a tool: a selection by name, and one step for many offers (H-102)."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from goslar_portal.forms import PortalModelForm
from goslar_portal.journal.models import Actor
from goslar_portal.verbs import VerbForm
from housing.admin.offer_list import FilterForm
from housing.models import SavedView
from housing.models.offer_questions import OfferQuerySet
from housing.roles import STAFF
from housing.staff_forms import AssignForm, TaskForm

LIST = "admin:housing_offer_changelist"
KEPT = FilterForm.base_fields.keys() | {"q", "o"}
# What may be done with many offers at a time; never a change of state (H-102).
BULK: dict[str, tuple[Any, type[VerbForm]]] = {
    "assign": (gettext_lazy("Abgeben"), AssignForm),
    "add_task": (gettext_lazy("Aufgabe anlegen"), TaskForm),
}


class SavedViewForm(PortalModelForm[SavedView]):
    missing = {"name": gettext_lazy("Bitte geben Sie der Auswahl einen Namen.")}

    class Meta:
        model = SavedView
        fields = ["name", "is_shared"]
        labels = {"name": gettext_lazy("Name der Auswahl"), "is_shared": gettext_lazy("für alle sichtbar")}


class ListPages:
    admin_site: Any
    message_user: Any
    page_context: Any

    def list_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("merken/", view(self.save_view), name="housing_offer_save_view"),
            path("vergessen/<int:number>/", view(self.forget_view), name="housing_offer_forget_view"),
        ]

    def save_view(self, request: HttpRequest) -> HttpResponse:
        """Only the filters are kept, not who or what was found."""
        if not is_staff_of_housing(request):
            raise PermissionDenied
        known = {name: value for name, value in request.GET.items() if name in KEPT and value}
        view = SavedView(owner=request.user, query=urlencode(known)[:1000])  # type: ignore[misc]  # a login
        form = SavedViewForm(request.POST or None, instance=view)
        if form.is_valid():
            try:
                view.validate_constraints()
                form.save()
                return HttpResponseRedirect(f"{reverse(LIST)}?{view.query}")
            except ValidationError as error:
                form.add_error("name", error.messages[0])
        context = self.page_context(request, _("Auswahl merken"), form=form, offer=None)
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/housing/offer/save_view.html", context, status=status)

    def forget_view(self, request: HttpRequest, number: int) -> HttpResponse:
        if request.method != "POST":
            raise PermissionDenied
        get_object_or_404(SavedView.objects.deletable_by(request.user), pk=number).delete()
        return HttpResponseRedirect(reverse(LIST))

    def saved_views(self, request: HttpRequest) -> dict[str, Any]:
        """For the list: links by name, and the address under which this selection is kept."""
        query = urlencode([(name, value) for name, value in request.GET.items() if name in KEPT and value])
        rows = list(SavedView.objects.visible_to(request.user)) if is_staff_of_housing(request) else []
        return {"saved_views": rows, "own_query": query, "may_save": is_staff_of_housing(request)}

    # Many at a time ---------------------------------------------------------------------------------------

    def assign_many(self, request: HttpRequest, queryset: OfferQuerySet) -> HttpResponse | None:
        return self._bulk(request, queryset, "assign", "assign_many")

    assign_many.short_description = gettext_lazy("Abgeben an …")  # type: ignore[attr-defined]  # Django reads it

    def add_task_to_many(self, request: HttpRequest, queryset: OfferQuerySet) -> HttpResponse | None:
        return self._bulk(request, queryset, "add_task", "add_task_to_many")

    add_task_to_many.short_description = gettext_lazy("Aufgabe anlegen …")  # type: ignore[attr-defined]

    def _bulk(
        self, request: HttpRequest, queryset: OfferQuerySet, verb: str, action: str
    ) -> HttpResponse | None:
        if not is_staff_of_housing(request):
            raise PermissionDenied
        label, form_class = BULK[verb]
        form = form_class(request.POST if "apply" in request.POST else None)
        offers = list(queryset.open())
        if not offers:
            nothing = _("Keines der gewählten Angebote ist noch offen. Es wurde nichts geändert.")
            self.message_user(request, nothing, messages.WARNING)
            return None
        if form.is_valid():
            for offer in offers:
                getattr(offer, verb)(by=Actor.staff(request.user), **form.cleaned_data)
            self.message_user(request, _done(verb, len(offers)), messages.SUCCESS)
            return None
        context = self.page_context(request, str(label), form=form, offers=offers, action=action, offer=None)
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/housing/offer/bulk.html", context, status=status)


def _done(verb: str, count: int) -> str:
    if verb == "assign":
        text = ngettext("%(count)d Angebot abgegeben.", "%(count)d Angebote abgegeben.", count)
    else:
        text = ngettext(
            "Aufgabe für %(count)d Angebot angelegt.", "Aufgabe für %(count)d Angebote angelegt.", count
        )
    return text % {"count": count}


def is_staff_of_housing(request: HttpRequest) -> bool:
    return bool(request.user.has_role(*STAFF))  # type: ignore[union-attr]  # admin views have a login
