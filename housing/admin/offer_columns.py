"""What stands in the columns of the list of offers (H-101)."""

from typing import Any

from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goslar_portal.numbers import money, number
from housing.admin import record
from housing.models import Offer

LIGHTS = {
    "fits": gettext_lazy("passt"),
    "check": gettext_lazy("knapp"),
    "fails": gettext_lazy("zu hoch"),
    "unknown": gettext_lazy("offen"),
}


class OfferColumns:
    @admin.display(description=gettext_lazy("Aktenzeichen"), ordering="reference")
    def name(self, row: Offer) -> str:
        return row.reference or ""

    @admin.display(description=gettext_lazy("Stand"), ordering="state")
    def state_shown(self, row: Offer) -> SafeString:
        """The state, below it what needs attention and the last contact."""
        marks = [(text,) for text in record.badges(row)]
        return format_html(
            '<span class="state" data-state="{}">{}</span>{}{}',
            row.state,
            row.get_state_display(),
            format_html_join("", ' <span class="badge">{}</span>', marks),
            contact_note(row),
        )

    @admin.display(description=gettext_lazy("Ort"), ordering="municipality__name")
    def place_shown(self, row: Offer) -> str:
        return row.place

    @admin.display(description=gettext_lazy("Fläche"), ordering="living_area")
    def area(self, row: Offer) -> SafeString:
        return figure(f"{number(row.living_area)} m²" if row.living_area else "")

    @admin.display(description=gettext_lazy("Zi."), ordering="rooms")
    def rooms_shown(self, row: Offer) -> SafeString:
        return figure(number(row.rooms))

    @admin.display(description=gettext_lazy("Miete"), ordering="gross_cold_rent")
    def rent(self, row: Offer) -> SafeString:
        return figure(money(row.gross_cold_rent).replace(",00 ", " "))

    @admin.display(description=gettext_lazy("Richtwert"))
    def light_shown(self, row: Any) -> SafeString:
        return format_html('<span class="light" data-light="{}">{}</span>', row.light, LIGHTS[row.light])

    @admin.display(description=gettext_lazy("Frei ab"), ordering="available_from")
    def free(self, row: Offer) -> str:
        return _("sofort") if row.available_now else record.short_day(row.available_from)

    @admin.display(description=gettext_lazy("Tage"), ordering="-received_at")
    def age(self, row: Offer) -> SafeString:
        return figure(str(row.age_in_days))


def contact_note(offer: Offer) -> SafeString:
    if offer.last_contact_on is None:
        return SafeString("")
    text = _("Kontakt %(day)s") % {"day": record.short_day(offer.last_contact_on)}
    return format_html(' <span class="quiet-text">{}</span>', text)


def figure(text: str) -> SafeString:
    return format_html('<span class="figure">{}</span>', text)
