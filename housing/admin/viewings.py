"""All viewings as a list and a file; they are planned, moved and ended at their offer (H-110, H-132)."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from goslar_portal.accounts.roles import Role
from goslar_portal.exports.exportable import Exportable
from goslar_portal.read_only import ReadOnly
from housing.admin import export
from housing.models import Offer, Viewing
from housing.roles import LEAD, STAFF


@admin.register(Viewing)
class ViewingAdmin(ReadOnly, Exportable[Viewing]):
    export_columns = export.VIEWING_COLUMNS
    export_roles = STAFF | {Role.LEAD}
    export_person_roles = frozenset({LEAD, Role.LEAD})
    list_display = ["moment", "offer_link", "place", "kind", "state", "clerk", "result"]
    list_display_links = None
    list_filter = ["state", "kind"]
    search_fields = ["offer__reference"]
    search_help_text = _("Aktenzeichen")
    show_full_result_count = False
    list_per_page = 50
    list_max_show_all = 0
    actions = None
    fields = [
        "offer_link", "kind", "state", "starts_at", "minutes", "clerk", "needs_interpreter", "outcome",
        "cancellation",
    ]  # fmt: skip
    readonly_fields = ["offer_link"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Viewing]:
        return Viewing.objects.of_offers(Offer.objects.filed()).with_offer().with_people()

    @admin.display(description=_("Termin"), ordering="starts_at")
    def moment(self, row: Viewing) -> str:
        return date_format(timezone.localtime(row.starts_at), "D, d.m.Y, H:i")

    @admin.display(description=_("Angebot"), ordering="offer__reference")
    def offer_link(self, row: Viewing) -> SafeString:
        address = reverse("admin:housing_offer_change", args=[row.offer_id])
        return format_html('<a href="{}">{}</a>', address, row.offer.reference)

    @admin.display(description=_("Gemeinde"))
    def place(self, row: Viewing) -> Any:
        return row.offer.municipality

    @admin.display(description=_("Ergebnis"))
    def result(self, row: Viewing) -> Any:
        return row.outcome or row.cancellation
