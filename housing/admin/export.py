"""Which columns of offers may leave the house as a file (H-132)."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from goslar_portal.exports.columns import Column
from housing.models import Offer


def of_landlord(name: str) -> Callable[[Offer], Any]:
    return lambda offer: str(getattr(offer.landlord, name) or "") if offer.landlord else ""


COLUMNS = [
    Column("reference", _("Aktenzeichen")),
    Column("state", _("Stand")),
    Column("received_at", _("eingegangen")),
    Column("channel", _("eingegangen per")),
    Column("municipality", _("Gemeinde"), lambda offer: str(offer.municipality or "")),
    Column("living_area", _("Wohnfläche in m²")),
    Column("rooms", _("Zimmer")),
    Column("max_persons", _("höchstens für Personen")),
    Column("net_cold_rent", _("Kaltmiete in €")),
    Column("gross_cold_rent", _("Bruttokaltmiete in €")),
    Column("available_now", _("sofort frei")),
    Column("available_from", _("frei ab")),
    Column("access", _("Zugang")),
    Column("responsible", _("zuständig"), lambda offer: str(offer.responsible or "")),
    Column("last_contact_on", _("letzter Kontakt")),
    Column("closed_at", _("beendet am")),
    Column(
        "district", _("Ortsteil"), lambda offer: str(offer.district or offer.district_text), is_personal=True
    ),
    Column("address", _("Straße und Hausnummer"), is_personal=True),
    Column("postal_code", _("Postleitzahl"), is_personal=True),
    Column("company", _("Firma"), of_landlord("company"), is_personal=True),
    Column("first_name", _("Vorname"), of_landlord("first_name"), is_personal=True),
    Column("last_name", _("Nachname"), of_landlord("last_name"), is_personal=True),
    Column("email", _("E-Mail"), of_landlord("email"), is_personal=True),
    Column("phone", _("Telefon"), of_landlord("phone"), is_personal=True),
]
