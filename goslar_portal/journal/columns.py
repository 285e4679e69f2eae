"""Which columns of both logs leave the house as a file: names of the staff only with a reason (G-088)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goslar_portal.exports.columns import Column
from goslar_portal.journal import words
from goslar_portal.journal.actors import ActorKind


def actor(row: Any) -> str:
    """„Konto 7“ for the staff; for others the part they played."""
    if row.actor_kind == ActorKind.STAFF:
        return _("Konto %(number)s") % {"number": row.account_id}
    return words.who(row.actor_kind, row.actor_name, None, {})


WHO = [
    Column("at", gettext_lazy("wann")),
    Column("actor", gettext_lazy("wer"), actor),
    Column("name", gettext_lazy("Name"), lambda row: row.account_name or "", is_personal=True),
]
WHAT = [
    Column("kind", gettext_lazy("Art"), lambda row: words.kind_name(row.kind)),
    Column("number", gettext_lazy("Nummer")),
    Column("reference", gettext_lazy("Aktenzeichen")),
]
ENTRY = [
    *WHO,
    Column("done", gettext_lazy("was"), lambda row: words.done(row.kind, row.verb)),
    *WHAT,
    Column("steps", gettext_lazy("Stand"), lambda row: words.step(row.kind, row.from_state, row.to_state)),
    Column("reason", gettext_lazy("Grund")),
    Column("request_number", gettext_lazy("Vorgang")),
]
VIEW = [
    *WHO,
    *WHAT,
    Column("shown_as", gettext_lazy("als")),
    Column("place", gettext_lazy("wo")),
    Column("request_number", gettext_lazy("Vorgang")),
]
