"""Which columns of offers and viewings may leave the house as a file (H-132)."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from goslar_portal.exports.columns import Column
from housing.models import Offer, Viewing
from housing.models.viewings import Participant


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


def with_whom(viewing: Viewing) -> str:
    return ", ".join(str(Participant(code).label) for code in viewing.participants)


VIEWING_COLUMNS = [
    Column("reference", _("Aktenzeichen"), lambda viewing: viewing.offer.reference),
    Column("municipality", _("Gemeinde"), lambda viewing: str(viewing.offer.municipality or "")),
    Column("kind", _("Anlass")),
    Column("state", _("Stand")),
    Column("starts_at", _("Beginn")),
    Column("minutes", _("Dauer in Minuten")),
    Column("clerk", _("wer geht hin"), lambda viewing: str(viewing.clerk or "")),
    Column("participants", _("Wer ist dabei?"), with_whom),
    Column("needs_interpreter", _("Sprachmittlung nötig")),
    Column("outcome", _("Ergebnis"), lambda viewing: str(viewing.outcome or "")),
    Column("cancellation", _("ausgefallen, weil"), lambda viewing: str(viewing.cancellation or "")),
    Column("ended_at", _("eingetragen")),
    Column("address", _("Straße und Hausnummer"), lambda viewing: viewing.offer.address, is_personal=True),
    Column("meeting_point", _("Treffpunkt"), is_personal=True),
]
