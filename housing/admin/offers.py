"""Offers in the back office: list, record, a button per verb, taking in, correcting (H-080, H-101, H-103)."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goslar_portal.accounts.roles import Role
from goslar_portal.dates import today
from goslar_portal.exports.exportable import Exportable
from goslar_portal.journal.models import Actor
from goslar_portal.timeline import Event, Part
from goslar_portal.uploads.sending import send
from goslar_portal.verbs import Verb, VerbAdmin
from housing import intake_forms, sheet
from housing import photos as pictures
from housing import staff_forms as forms
from housing.admin import export, record
from housing.admin.doubt_pages import DoubtPages
from housing.admin.list_intake import ListIntake
from housing.admin.list_pages import ListPages
from housing.admin.offer_columns import OfferColumns
from housing.admin.offer_list import OfferChangeList
from housing.admin.offer_verbs import OFFER_VERBS
from housing.admin.viewing_pages import ViewingPages
from housing.models import CapBook, Consent, Offer, OfferPhoto
from housing.models.offer_by_landlord import ChangedMeanwhileError
from housing.roles import LEAD, STAFF


@admin.register(Offer)
class OfferAdmin(
    OfferColumns, ViewingPages, DoubtPages, ListPages, ListIntake, Exportable[Offer], VerbAdmin[Offer]
):
    export_columns = export.COLUMNS
    export_roles = STAFF | {Role.LEAD}
    export_person_roles = frozenset({LEAD, Role.LEAD})
    verbs: ClassVar[list[Verb]] = OFFER_VERBS
    list_display = [
        "name", "state_shown", "place_shown", "area", "rooms_shown", "rent", "light_shown", "free",
        "age", "responsible",
    ]  # fmt: skip
    search_fields = ["reference"]
    search_help_text = gettext_lazy("Aktenzeichen, Straße, Name oder Telefon")
    show_full_result_count = False
    list_per_page = 50
    list_max_show_all = 0
    empty_value_display = ""
    timeline_leaves_out = frozenset({"note_contact"})  # the contact itself says more
    actions = ["assign_many", "add_task_to_many"]
    ordering = ["-received_at", "-pk"]
    change_list_template = "admin/housing/offer/change_list.html"

    # The list ---------------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Offer]:
        return Offer.objects.filed().with_list_facts()

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        more = {"title": self.opts.verbose_name_plural} | self.saved_views(request)
        return super().changelist_view(request, more)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Only for those who work on offers; Django's own „delete selected“ never."""
        actions = super().get_actions(request) if request.user.has_role(*STAFF) else {}  # type: ignore[union-attr]
        return {name: action for name, action in actions.items() if name != "delete_selected"}

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[OfferChangeList]:
        return OfferChangeList

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Offer], search_term: str
    ) -> tuple[QuerySet[Offer], bool]:
        rows: Any = queryset
        if search_term:
            rows = rows.search(search_term, with_names=sees_landlords(request))
        return rows, False

    # The record -------------------------------------------------------------------------------------------

    def get_urls(self) -> list[URLPattern]:
        mine = [
            path(
                "<int:pk>/angaben/",
                self.admin_site.admin_view(self.correct_view),
                name="housing_offer_correct",
            ),
            path(
                "<int:pk>/fotos/", self.admin_site.admin_view(self.photos_view), name="housing_offer_photos"
            ),
            path(
                "<int:pk>/fotos/<int:number>/<slug:size>/",
                self.admin_site.admin_view(self.photo_view),
                name="housing_offer_photo",
            ),
            path(
                "<int:pk>/nachweis/<int:consent>/",
                self.admin_site.admin_view(self.scan_view),
                name="housing_offer_scan",
            ),
            path(
                "<int:pk>/aufgabe/<int:task>/",
                self.admin_site.admin_view(self.task_view),
                name="housing_offer_task",
            ),
        ]
        parts = [*self.viewing_urls(), *self.doubt_urls(), *self.list_urls(), *self.intake_urls()]
        return [*mine, *parts, *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The record: everything known, and only the buttons allowed now; facts change on their own page."""
        offer = self.offer_or_404(request, object_id)
        names = sees_landlords(request)
        photos = pictures.shown(offer.photos.with_files(), self.photo_url(offer))
        context = {
            **self.admin_site.each_context(request),
            "title": offer.reference,
            "opts": self.opts,
            "original": offer,
            "offer": offer,
            "badges": record.badges(offer),
            "verb_buttons": self.verbs_for(request, offer),
            "groups": record.fact_groups(offer),
            "caps": record.cap_lines(offer, book := CapBook(today())),
            "cap_table": book.table,
            **self.timeline(request, offer),
            "sees_landlord": names,
            "others": others(offer) if names else [],
            "changes": record.open_changes(offer),
            **(self.doubts(offer) if names else {}),
            "viewings": list(offer.viewings.select_related("clerk", "outcome", "cancellation"))
            if names
            else [],
            "tasks": list(offer.tasks.open().select_related("assigned_to")) if names else [],
            "consents": list(offer.consents.select_related("text")) if names else [],
            "photos": photos,
            "completeness": sheet.completeness(offer, has_photos=bool(photos)),
            "can_correct": self.has_change_permission(request, offer),
        }
        return TemplateResponse(request, "admin/housing/offer/record.html", context)

    def correct_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """All facts in one form; a colleague's change in the meantime is shown, never overwritten unseen."""
        offer = self.offer_or_404(request, str(pk))
        if not self.has_change_permission(request, offer):
            raise PermissionDenied
        now, opened = offer.fingerprint, request.POST.get("opened", "")
        form = forms.FactsForm(request.POST or None, instance=offer)
        changed: list[dict[str, str]] = []
        if form.is_valid():
            try:
                offer.correct(by=Actor.staff(request.user), facts=form.facts, seen=opened)
            except ChangedMeanwhileError:
                changed = differences(self.offer_or_404(request, str(pk)), offer)
            else:
                self.message_user(request, _("Die Angaben sind gespeichert."), messages.SUCCESS)
                return HttpResponseRedirect(self.page_of(offer))
        seen = opened if form.errors else now
        status = 409 if changed else 422 if form.errors else 200
        more = {"form": form, "offer": offer, "changed": changed, "seen": seen}
        context = self.page_context(request, _("Angaben ändern"), **more)
        return TemplateResponse(request, "admin/housing/offer/correct.html", context, status=status)

    def task_view(self, request: HttpRequest, pk: int, task: int) -> HttpResponse:
        offer = self.offer_or_404(request, str(pk))
        if request.method != "POST" or not self.has_change_permission(request, offer):
            raise PermissionDenied
        row = get_object_or_404(offer.tasks, pk=task)
        offer.finish_task(by=Actor.staff(request.user), task=row)
        self.message_user(request, _("Aufgabe erledigt."), messages.SUCCESS)
        return HttpResponseRedirect(self.page_of(offer))

    @staticmethod
    def photo_url(offer: Offer) -> Callable[[OfferPhoto, str], str]:
        return lambda photo, size: reverse("admin:housing_offer_photo", args=[offer.pk, photo.pk, size])

    # Pictures ---------------------------------------------------------------------------------------------

    def photos_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The same page as the landlord's, for pictures from a viewing or a letter (H-053, H-112)."""
        offer = self.offer_or_404(request, str(pk))
        if not self.has_change_permission(request, offer):
            raise PermissionDenied
        form = pictures.form_of(request, offer)
        if request.method == "POST":
            form, is_done = pictures.changed(request, offer, form, Actor.staff(request.user))
            if not form.errors:
                return HttpResponseRedirect(self.page_of(offer) if is_done else request.path)
        rows = zip(form.rows, pictures.shown(form.photos, self.photo_url(offer)), strict=True)
        context = self.page_context(request, _("Fotos ändern"), form=form, rows=list(rows), offer=offer)
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/housing/offer/photos.html", context, status=status)

    def photo_view(self, request: HttpRequest, pk: int, number: int, size: str) -> HttpResponse:
        return pictures.hand_out(request, self.offer_or_404(request, str(pk)), number, size)

    def scan_view(self, request: HttpRequest, pk: int, consent: int) -> HttpResponseBase:
        """The signed sheet, for those who may see who signed it (H-080)."""
        offer = self.offer_or_404(request, str(pk))
        scan = Consent.objects.scan_of(offer, consent) if sees_landlords(request) else None
        if scan is None:
            raise Http404
        return send(request, scan, name=f"nachweis-{offer.reference}")

    # Taking in --------------------------------------------------------------------------------------------

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """„Neues Angebot aufnehmen“: one page, with „Speichern und nächstes“."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = intake_forms.IntakeForm(request.POST or None, request.FILES or None)
        if form.is_valid():
            offer = Offer.objects.take_in(by=Actor.staff(request.user), facts=form.facts, **form.arrival)
            link = format_html('<a href="{}">{}</a>', self.page_of(offer), offer.reference)
            self.message_user(request, format_html(_("Aufgenommen als {}."), link), messages.SUCCESS)
            there = request.path if "next" in request.POST else self.page_of(offer)
            return HttpResponseRedirect(there)
        context = self.page_context(
            request, _("Neues Angebot aufnehmen"), form=form, scan_was_sent="scan" in request.FILES
        )
        status = 422 if form.is_bound else 200
        return TemplateResponse(request, "admin/housing/offer/intake.html", context, status=status)

    def verbs_for(self, request: HttpRequest, row: Offer) -> list[dict[str, Any]]:
        """Some buttons are shown only while there is something to decide."""
        buttons = super().verbs_for(request, row)
        return [button for button in buttons if record.is_called_for(row, button["verb"].name)]

    # The timeline -----------------------------------------------------------------------------------------

    def timeline_parts(self, row: Offer) -> list[Part]:
        return [Part(Consent, {"offer_id": row.pk}, is_quiet=True)]

    def timeline_more(self, request: HttpRequest, row: Offer) -> list[Event]:
        return record.talks(row) if sees_landlords(request) else []

    # Parts ------------------------------------------------------------------------------------------------

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def page_context(self, request: HttpRequest, title: str, **more: Any) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "title": title, "opts": self.opts, **more}

    def offer_or_404(self, request: HttpRequest, object_id: str) -> Offer:
        offer = self.get_object(request, object_id)
        if offer is None or not self.has_view_permission(request, offer):
            raise Http404
        return offer


def sees_landlords(request: HttpRequest) -> bool:
    return bool(request.user.has_perm("housing.view_landlord"))


def others(offer: Offer) -> list[Offer]:
    """Other offers of this landlord, also under a second entry."""
    rows = (
        Offer.objects.of_landlord(offer.landlord).with_list_facts()
        if offer.landlord
        else Offer.objects.none()
    )
    return [row for row in rows if row.pk != offer.pk]


def differences(stored: Offer, typed: Offer) -> list[dict[str, str]]:
    """Facts that stand otherwise in the table than in the form (G-057)."""
    fields: list[Any] = [Offer._meta.get_field(name) for name in forms.FactsForm.Meta.fields]
    return [
        {
            "label": str(field.verbose_name),
            "stored": record.spoken(stored, field.name) or "–",
            "typed": record.spoken(typed, field.name) or "–",
        }
        for field in fields
        if getattr(stored, field.attname) != getattr(typed, field.attname)
    ]
