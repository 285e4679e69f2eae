"""Addresses that must never be written to: set by hand, lifted only on request (N-122, N-123)."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as now_say
from django.utils.translation import gettext_lazy as _

from goslar_portal.journal.models import Actor
from goslar_portal.verbs import Verb, VerbAdmin
from newsletters.admin.reach import InReach
from newsletters.models import Suppression
from newsletters.roles import STAFF
from newsletters.staff_forms import LiftForm, SuppressForm


@admin.register(Suppression)
class SuppressionAdmin(InReach, VerbAdmin[Suppression]):
    """The address itself is not stored; the list is searched by typing the whole address."""

    verbs: ClassVar[list[Verb]] = [
        Verb(
            "lift", _("Sperre aufheben"), STAFF, LiftForm,
            _("Nur wenn die Person selbst darum gebeten hat. Danach kann sie sich wieder anmelden."),
            is_danger=True,
        ),
    ]  # fmt: skip
    list_display = ["pk", "channel", "reason", "since"]
    list_select_related = ["channel"]
    search_fields = ["pk"]
    search_help_text = _("Ganze E-Mail-Adresse")
    fields = ["channel", "reason", "since", "key_number"]

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        return (queryset.of_address(search_term) if search_term else queryset), False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = SuppressForm(request.POST or None, channels=self.channels(request))
        if form.is_valid():
            typed = form.cleaned_data
            row = Suppression.objects.set(
                typed["email"],
                by=Actor.staff(request.user),
                reason=typed["reason"],
                channel=typed["channel"],
            )
            self.message_user(request, _("Diese Adresse wird nicht mehr angeschrieben."), messages.SUCCESS)
            return HttpResponseRedirect(self.page_of(row))
        context = {"title": now_say("Adresse sperren"), "form": form, "submit": now_say("Adresse sperren")}
        status = 422 if form.is_bound else 200
        return self.answer(request, "admin/newsletters/form.html", context, status=status)

    def page_of(self, row: Suppression) -> str:
        """Lifted, there is no page any more."""
        return super().page_of(row) if row.pk else reverse("admin:newsletters_suppression_changelist")
