"""Rent cap tables: typed by one person, confirmed by another, copied for a change (H-211)."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from goslar_portal.accounts.roles import Role
from goslar_portal.numbers import money
from goslar_portal.timeline import Part
from goslar_portal.verbs import Verb, VerbAdmin
from housing.models import AreaBonus, RentCapIncrement, RentCapRow, RentCapTable, RentZone, RentZonePlace
from housing.models.rent_caps import TableState
from housing.roles import STAFF


class WhileDraft:
    """Zones, rows and bonuses can be typed while their table is a draft, and only then."""

    def _is_open(self, obj: Any) -> bool:
        table = obj.table if isinstance(obj, RentZone) else obj
        return table is None or table.state == TableState.DRAFT

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(super().has_add_permission(request, obj)) and self._is_open(obj)  # type: ignore[misc]  # a part of inlines

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(super().has_change_permission(request, obj)) and self._is_open(obj)  # type: ignore[misc]  # a part of inlines

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(super().has_delete_permission(request, obj)) and self._is_open(obj)  # type: ignore[misc]  # a part of inlines


class ZoneInline(WhileDraft, admin.TabularInline[RentZone, RentCapTable]):
    model = RentZone
    fields = ["code", "label", "rent_level"]
    extra = 0
    show_change_link = True


class BonusInline(WhileDraft, admin.TabularInline[AreaBonus, RentCapTable]):
    model = AreaBonus
    extra = 0


class PlaceInline(WhileDraft, admin.TabularInline[RentZonePlace, RentZone]):
    model = RentZonePlace
    extra = 0


class RowInline(WhileDraft, admin.TabularInline[RentCapRow, RentZone]):
    model = RentCapRow
    extra = 0


class IncrementInline(WhileDraft, admin.TabularInline[RentCapIncrement, RentZone]):
    model = RentCapIncrement


@admin.register(RentCapTable)
class RentCapTableAdmin(VerbAdmin[RentCapTable]):
    verbs: ClassVar[list[Verb]] = [
        Verb("propose", _("Zur Bestätigung geben"), STAFF),
        Verb("confirm", _("Bestätigen"), {Role.LEAD.value}),
        Verb("send_back", _("Zurück an die Eingabe"), {Role.LEAD.value}),
        Verb("copy", _("Kopie als Entwurf anlegen"), STAFF),
        Verb("withdraw", _("Zurückziehen"), {Role.LEAD.value}, is_danger=True),
    ]
    list_display = ["title", "valid_from", "state", "confirmed_by", "next_review"]
    list_select_related = ["confirmed_by"]
    fields = [
        "title", "valid_from", "state", "source", "remarks", "next_review", "typed_by", "confirmed_by",
        "confirmed_at", "amounts",
    ]  # fmt: skip
    readonly_fields = ["state", "typed_by", "confirmed_by", "confirmed_at", "amounts"]
    inlines = [ZoneInline, BonusInline]

    def timeline_parts(self, row: RentCapTable) -> list[Part]:
        zones = Part(RentZone, {"table_id": row.pk}, named_by=("code",))
        below = {"zone_id__in": zones.numbers()}
        return [
            zones,
            Part(RentZonePlace, below),
            Part(RentCapRow, below, named_by=("zone", "persons")),
            Part(RentCapIncrement, below, named_by=("zone",)),
            Part(AreaBonus, {"table_id": row.pk}, named_by=("label",)),
        ]

    @admin.display(description=_("Beträge"))
    def amounts(self, row: RentCapTable) -> SafeString | str:
        lines = [
            (zone, ", ".join(f"{cap.persons}: {money(cap.gross_cold_rent)}" for cap in zone.rows.all()))
            for zone in row.zones.prefetch_related("rows")
        ]
        return format_html_join("", "<p><strong>{}</strong><br>{}</p>", lines) or "–"

    def get_readonly_fields(self, request: HttpRequest, obj: RentCapTable | None = None) -> list[str]:
        typed = [] if obj is None or obj.state == TableState.DRAFT else self.fields
        return [*self.readonly_fields, *(str(name) for name in typed if name not in self.readonly_fields)]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.state == TableState.DRAFT)

    def save_model(self, request: HttpRequest, obj: RentCapTable, form: Any, change: bool) -> None:  # noqa: FBT001  # Django's signature
        obj.typed_by_id = request.user.pk
        super().save_model(request, obj, form, change)


@admin.register(RentZone)
class RentZoneAdmin(WhileDraft, admin.ModelAdmin[RentZone]):
    """One zone with its places and amounts; reached from its table."""

    fields = ["code", "label", "rent_level"]
    inlines = [PlaceInline, RowInline, IncrementInline]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
