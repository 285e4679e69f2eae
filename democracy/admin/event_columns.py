"""Which columns of events and of reported ones leave the house as a file, for reports on funding (G-088)."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from goslar_portal.exports.columns import Column

EVENT = [
    Column("title", _("Titel")),
    Column("state", _("Zustand")),
    Column("starts_on", _("Beginn")),
    Column("starts_time", _("Uhrzeit"), lambda row: f"{row.starts_time:%H:%M}" if row.starts_time else ""),
    Column("ends_on", _("Ende")),
    Column("date_count", _("Termine, ohne abgesagte"), lambda row: row.date_count or 0),
    Column("category", _("Kategorie"), lambda row: row.category_label or row.category),
    Column("organiser", _("Veranstalter")),
    Column("venue", _("Ort"), lambda row: str(row.venue or "")),
    Column("online_url", _("Link zur Teilnahme")),
    Column("is_free", _("kostenlos")),
    Column("is_funded", _("gefördert")),
    Column("period", _("Förderperiode"), lambda row: str(row.period or "")),
    Column("published_at", _("veröffentlicht")),
    Column("email", _("Kontakt: E-Mail"), is_personal=True),
    Column("phone", _("Kontakt: Telefon"), is_personal=True),
]
PROPOSAL = [
    Column("title", _("Titel")),
    Column("state", _("Stand")),
    Column("has_wish", _("Änderung gewünscht"), lambda row: row.wish is not None),
    Column("sent_at", _("gesendet")),
    Column("confirmed_at", _("bestätigt")),
    Column("closed_at", _("abgeschlossen")),
    Column("starts_on", _("Beginn"), lambda row: date.fromisoformat(row.facts["starts_on"])),
    Column("last_day", _("letzter Termin")),
    Column("event", _("Veranstaltung"), lambda row: str(row.event or "")),
    Column("organisation", _("Organisation"), is_personal=True),  # sometimes one person's name
    Column("email", _("E-Mail"), is_personal=True),
    Column("phone", _("Telefon"), is_personal=True),
]
