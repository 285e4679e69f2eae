"""What the office keeps itself: places, reasons, consent texts, and the contact data of landlords."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from goslar_portal.sorting import german
from goslar_portal.verbs import Verb, VerbAdmin
from housing.admin.record import labelled
from housing.models import (
    ConsentText,
    District,
    FlagWord,
    Landlord,
    Municipality,
    PostalCode,
    Reason,
    ReasonList,
)
from housing.roles import STAFF
from housing.staff_forms import LandlordForm


class DistrictInline(admin.TabularInline[District, Municipality]):
    model = District
    fields = ["name"]
    extra = 0
    can_delete = False


@admin.register(Municipality)
class MunicipalityAdmin(admin.ModelAdmin[Municipality]):
    list_display = ["name", "type", "public_choice"]
    fields = ["ags", "name", "type", "public_choice", "needs_confirmation"]
    inlines = [DistrictInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Municipality | None = None) -> list[str]:
        return ["ags"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(PostalCode)
class PostalCodeAdmin(admin.ModelAdmin[PostalCode]):
    list_display = ["code", "places"]
    fields = ["code", "places", "municipalities"]

    def get_readonly_fields(self, request: HttpRequest, obj: PostalCode | None = None) -> list[str]:
        return ["code"] if obj else []

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ReasonInline(admin.TabularInline[Reason, ReasonList]):
    """Codes are fixed; words, order and use belong to the office (H-002)."""

    model = Reason
    fields = ["code", "label", "landlord_text", "position", "is_active", "needs_comment", "lead_only"]
    readonly_fields = ["code", "needs_comment", "lead_only"]
    ordering = ["position"]
    extra = 0
    max_num = 0
    can_delete = False


@admin.register(ReasonList)
class ReasonListAdmin(admin.ModelAdmin[ReasonList]):
    list_display = ["label", "used_by"]
    fields = ["label"]
    inlines = [ReasonInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(FlagWord)
class FlagWordAdmin(admin.ModelAdmin[FlagWord]):
    """Words that make staff look twice; a hit never refuses or changes a text (H-290)."""

    list_display = ["word", "group", "is_stem", "is_active"]
    list_filter = ["group", "is_active"]
    search_fields = ["word"]
    fields = ["word", "group", "is_stem", "is_active"]


@admin.register(ConsentText)
class ConsentTextAdmin(admin.ModelAdmin[ConsentText]):
    """A text that stands is read only; a new wording is a new version."""

    list_display = ["kind", "version", "language", "valid_from", "label"]
    list_filter = ["kind", "language"]
    fields = ["kind", "version", "language", "valid_from", "label", "text", "needs_confirmation"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Landlord)
class LandlordAdmin(VerbAdmin[Landlord]):
    """Contact data; a landlord comes and goes with an offer, never by hand."""

    verbs: ClassVar[list[Verb]] = [
        Verb("adopt_differences", _("Neue Angaben übernehmen"), STAFF),
        Verb("drop_differences", _("Bisherige Angaben behalten"), STAFF),
    ]
    form = LandlordForm
    change_form_template = "admin/housing/landlord/change_form.html"
    list_display = ["name", "role", "email", "phone", "offer_count"]
    search_fields = ["first_name", "last_name", "company", "email", "phone"]
    fields = [*LandlordForm.Meta.fields, "differing_shown", "offers_shown"]
    readonly_fields = ["differing_shown", "offers_shown"]

    def get_ordering(self, request: HttpRequest) -> Any:
        return [*german("last_name"), *german("first_name"), "pk"]

    def get_queryset(self, request: HttpRequest) -> Any:
        rows: Any = super().get_queryset(request)
        return rows.with_offer_count()

    def verbs_for(self, request: HttpRequest, row: Landlord) -> list[dict[str, Any]]:
        return super().verbs_for(request, row) if row.differing else []

    @admin.display(description=_("Name"), ordering="last_name")
    def name(self, row: Landlord) -> str:
        return row.full_name

    @admin.display(description=_("Angebote"))
    def offer_count(self, row: Any) -> int:
        return int(row.offer_count)

    @admin.display(description=_("Später anders angegeben"))
    def differing_shown(self, row: Landlord) -> SafeString | str:
        lines = [(label, value) for label, value in labelled(row)]
        return format_html_join("", "<p>{}: <strong>{}</strong></p>", lines) or "–"

    @admin.display(description=_("Angebote"))
    def offers_shown(self, row: Landlord) -> SafeString | str:
        lines = [
            (f"/admin/housing/offer/{offer.pk}/change/", offer.reference, offer.get_state_display())
            for offer in row.offers.filed()
        ]
        return format_html_join("", '<p><a href="{}">{}</a> {}</p>', lines) or "–"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
