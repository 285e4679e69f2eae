"""Which columns of interpreter requests leave the house as a file (G-088)."""

from django.utils.translation import gettext_lazy as _

from goslar_portal.exports.columns import Column

INTERPRETER = [
    Column("reference", _("Nummer")),
    Column("state", _("Stand")),
    Column("received_at", _("eingegangen")),
    Column("asker", _("wer fragt")),
    Column("spoken", _("Sprache"), lambda row: row.spoken_label or ""),
    Column("way", _("Art")),
    Column("day", _("Tag")),
    Column("starts", _("von"), lambda row: f"{row.starts:%H:%M}"),
    Column("ends", _("bis"), lambda row: f"{row.ends:%H:%M}"),
    Column("municipality", _("Ort")),
    Column("occasion", _("Anlass"), lambda row: row.occasion_label or ""),
    Column("declined_for", _("abgelehnt, weil"), lambda row: row.declined_label or ""),
    Column("responsible", _("zuständig"), lambda row: str(row.responsible or "")),
    Column("closed_at", _("abgeschlossen")),
    Column("organisation", _("Einrichtung"), is_personal=True),
    Column("contact_name", _("Name"), is_personal=True),
    Column("email", _("E-Mail"), is_personal=True),
    Column("phone", _("Telefon"), lambda row: str(row.phone or ""), is_personal=True),
]
