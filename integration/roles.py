"""Who in the office does what with information pages and with what people send us (G-051, I-200).

Redaktion may do all of it for pages; below it stand four narrower roles. Beratung itself reads pages only:
what people send is read by those who hold one of its two narrower roles, or both.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from goslar_portal.accounts import roles
from goslar_portal.accounts.roles import Role
from goslar_portal.languages import SOURCE
from goslar_portal.mail import reach

EDITOR = "redaktion-texte"  # writes German
TRANSLATOR = "redaktion-uebersetzung"  # writes the languages named for the account
PUBLISHER = "redaktion-freigabe"  # puts online
ACCESSIBILITY = "redaktion-barrierefreiheit"  # answers barrier reports
INTERPRETING = "beratung-sprachmittlung"
OUTREACH = "beratung-aufsuchend"

WRITERS = frozenset({Role.EDITING.value, EDITOR})
TRANSLATORS = frozenset({Role.EDITING.value, EDITOR, TRANSLATOR})
PUBLISHERS = frozenset({Role.EDITING.value, Role.LEAD.value, PUBLISHER})
REPORTS = frozenset({ACCESSIBILITY, Role.LEAD.value})

READERS = frozenset(
    {*(role.value for role in Role), EDITOR, TRANSLATOR, PUBLISHER, ACCESSIBILITY, INTERPRETING, OUTREACH}
)

RECORDS = [
    "page",
    "contact",
    "contacttext",
    "download",
    "downloadfile",
    "downloadtext",
    "listentry",
    "listtext",
    "notice",
    "accessibilitystatement",
    "knownbarrier",
    "knownbarriertext",
    "imprint",
    "picture",
    "picturetext",
]
ENDERS = frozenset({Role.EDITING.value, Role.LEAD.value})  # who takes a whole language off the portal
TASKS = frozenset({Role.EDITING.value, Role.LEAD.value, EDITOR, PUBLISHER})  # who asks whom for a translation

# Rows that come and go with their record.
PLACES = [
    "openinghours",
    "closedperiod",
    "pagepicture",
    "picturesize",
    "pagecontact",
    "pagedownload",
    "noticepage",
    "noticetext",
]


def grant() -> None:
    """Everybody in the office reads pages; who publishes is said by the buttons of the page."""
    reach.declare("integration", Role.EDITING)
    roles.declare(EDITOR, str(_("Redaktion: Texte")))
    roles.declare(TRANSLATOR, str(_("Redaktion: Übersetzung")))
    roles.declare(PUBLISHER, str(_("Redaktion: Freigabe")))
    roles.declare(ACCESSIBILITY, str(_("Redaktion: Barrierefreiheit")))
    roles.declare(INTERPRETING, str(_("Beratung: Sprachmittlung")))
    roles.declare(OUTREACH, str(_("Beratung: aufsuchende Hilfe")))
    for role in READERS:
        roles.grant(role, *_permissions(["view"], RECORDS + PLACES))
    roles.grant(Role.LEAD, *_permissions(["view", "add", "change", "delete"], ["translatorlanguage"]))
    roles.grant(Role.EDITING, *_permissions(["view"], ["translatorlanguage"]))
    for role in WRITERS | PUBLISHERS:
        roles.grant(role, *_permissions(["view"], ["linkcheck"]))
    for role in WRITERS:
        roles.grant(role, *_permissions(["add", "change"], RECORDS))
        roles.grant(role, *_permissions(["add", "change", "delete"], PLACES))
    roles.grant(INTERPRETING, *_permissions(["change"], ["listentry", "listtext"]))
    for role in REPORTS:
        roles.grant(role, *_permissions(["view"], ["barrierreport"]))
    for role in (INTERPRETING, Role.LEAD.value):
        roles.grant(role, *_permissions(["view"], ["interpreterrequest"]))
    roles.grant(OUTREACH, *_permissions(["view"], ["helprequest"]))


def _permissions(actions: list[str], models: list[str]) -> list[str]:
    return [f"integration.{action}_{model}" for action in actions for model in models]


def may_write(user: Any, language: str) -> bool:
    """Redaktion writes every language; whoever translates, those named for the account (I-200)."""
    from integration.models import TranslatorLanguage

    if user.has_role(*WRITERS):
        return True
    is_translator = language != SOURCE and user.has_role(TRANSLATOR)
    return is_translator and language in TranslatorLanguage.objects.codes_of(user)
