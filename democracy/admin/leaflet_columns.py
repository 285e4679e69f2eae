"""Which columns of leaflets and their versions leave the house as a file: what applied when (G-088)."""

from django.utils.translation import gettext_lazy as _

from goslar_portal.dates import today
from goslar_portal.exports.columns import Column

LEAFLET = [
    Column("title", _("Titel")),
    Column("kind", _("Art")),
    Column("audiences", _("für wen"), lambda row: row.audience_words),
    Column("is_annex", _("Bescheidanlage")),
    Column("language", _("Sprache"), lambda row: row.tongue.german),
    Column("public_since", _("öffentlich seit")),
    Column("valid_number", _("gültige Fassung")),
    Column("version_count", _("Fassungen, ohne Entwürfe")),
    Column("mailbox", _("zuständiges Postfach")),
    Column("address", _("Adresse"), lambda row: row.get_absolute_url()),
]
VERSION = [
    Column("leaflet", _("Merkblatt"), lambda row: row.leaflet.title),
    Column("number", _("Fassung")),
    Column("state", _("Zustand")),
    Column("standing", _("Geltung"), lambda row: row.standing(today())),
    Column("as_of", _("Stand")),
    Column("valid_from", _("gültig ab")),
    Column("valid_until", _("gültig bis")),
    Column("periods", _("Förderperioden"), lambda row: ", ".join(map(str, row.period_numbers or ()))),
    Column("news", _("Was ist neu")),
    Column("source", _("Quelle")),
    Column("pages", _("Seiten")),
    Column("accessibility", _("Barrierefreiheit")),
    Column("checked_on", _("geprüft am")),
    Column("checked_with", _("geprüft mit")),
    Column("published_at", _("veröffentlicht")),
    Column("withdrawn_at", _("zurückgezogen")),
    Column("withdrawal_reason", _("Grund")),
    Column("keep_until", _("aufbewahren bis")),
    Column("sha256", _("Prüfsumme SHA-256")),
]
