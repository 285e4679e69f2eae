"""System checks of the ground floor, most of them for `check --deploy` (G-031, G-253)."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.checks import Warning as Caution


@register(Tags.security, deploy=True)
def production_is_served_properly(**kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if settings.PORTAL_LOCAL:
        found.append(
            Error(
                "Die eingebettete Datenbank ist nur für die lokale Installation gedacht.",
                hint="DATABASE_URL auf einen eigenen PostgreSQL-Server setzen.",
                id="portal.E001",
            )
        )
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        found.append(
            Caution(
                "Briefe würden nur als Dateien abgelegt.",
                hint="EMAIL_URL auf einen Mailserver setzen.",
                id="portal.W001",
            )
        )
    if "*" in settings.ALLOWED_HOSTS:
        found.append(
            Caution(
                "ALLOWED_HOSTS erlaubt jeden Namen.", hint="Den Namen des Portals nennen.", id="portal.W002"
            )
        )
    return found


@register(Tags.database, deploy=True)
def nobody_may_everything(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Production works with roles; a superuser is for an emergency and ends by itself (G-055).

    Asks the database, so it runs with `check --deploy --database default` only.
    """
    from goslar_portal.accounts.models import User
    from goslar_portal.views import pending_migrations

    if not databases or settings.PORTAL_LOCAL or pending_migrations():
        return []
    count = User.objects.superusers().count()
    if not count:
        return []
    return [
        Caution(
            f"{count} aktives Konto darf alles." if count == 1 else f"{count} aktive Konten dürfen alles.",
            hint="Rollen geben und das Konto pausieren. Für Notfälle: ./portal manage emergency_login",
            id="portal.W003",
        )
    ]


@register(Tags.compatibility)
def languages_stand_in_the_catalogue(**kwargs: Any) -> list[CheckMessage]:
    from goslar_portal.languages import catalogue

    unknown = [code for code, _name in settings.LANGUAGES if code not in catalogue()]
    return [
        Error(
            f"Die Sprache {code!r} steht nicht im Katalog.",
            hint="fixtures/languages.json ergänzen.",
            id="portal.E002",
        )
        for code in unknown
    ]


@register(Tags.compatibility, deploy=True)
def languages_have_a_font(**kwargs: Any) -> list[CheckMessage]:
    """A language without one offers no PDF (G-205, I-113)."""
    from goslar_portal import pdf
    from goslar_portal.languages import active

    return [
        Caution(
            f"Für {row.german} fehlt eine Schrift: In dieser Sprache gibt es keine PDF-Dateien.",
            hint="Für Chinesisch das Paket fonts-noto-cjk oder fonts-droid-fallback einrichten.",
            id="portal.W010",
        )
        for row in active()
        if not pdf.covers(row.code)
    ]
