"""Which columns of events leave the house as a file, as reports on funding ask for them (G-088)."""

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
