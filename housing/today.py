"""What housing puts on „Heute“ (H-100, H-350)."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from goslar_portal import office, registry
from goslar_portal.accounts.roles import Role
from goslar_portal.registry import Card, Line
from housing.models import (
    ConsentText,
    DuplicatePair,
    Landlord,
    Municipality,
    Offer,
    OfferChange,
    RentCapTable,
    Signal,
    Task,
    Viewing,
)
from housing.roles import LEAD, STAFF

OFFERS = "admin:housing_offer_changelist"
KEEPERS = {LEAD, Role.LEAD}


def register() -> None:
    registry.today.add(
        *_new_offers(), *_waiting_offers(), *_viewings(), *_doubts(), *_landlords(), *_to_do(), *_to_confirm()
    )


def _card(name: str, title: Any, rows: Any, action: Any, **more: Any) -> Card:
    """A card about offers for those who work on them."""
    fixed: dict[str, Any] = {"line": offer_line, "link": OFFERS, "roles": STAFF} | more
    return Card(f"housing.{name}", title, rows=rows, action=action, **fixed)


def _new_offers() -> list[Card]:
    return [
        _card(
            "received", _("Neue Angebote, noch nicht übernommen"), Offer.objects.not_taken,
            _("Ansehen und übernehmen"), since="received_at", due="reply_by", link=f"{OFFERS}?stand=received",
        ),
        _card(
            "without_contact", _("Angebote seit drei Arbeitstagen ohne Kontakt"),
            Offer.objects.too_long_without_contact, _("Anrufen und Kontakt notieren"), since="received_at",
            due="reply_by", owner="responsible", link=f"{OFFERS}?wartet=erstkontakt",
        ),
        _card("flood", _("Ungewöhnlich viele Angebote"), flood, _("Prüfen und die Technik rufen")),
        _card(
            "marked", _("Auffällige Formulare"), Offer.objects.marked,
            _("Prüfen, ob ein Mensch geschrieben hat"), since="received_at", owner="responsible",
        ),
    ]  # fmt: skip


def flood() -> list[Line]:
    """So many offers within an hour that somebody should look (H-064)."""
    count = Offer.objects.sent_lately().count()
    if count <= int(office.value("housing.sendings_alarm")):
        return []
    text = _("%(count)d Angebote in der letzten Stunde: Schreibt da ein Mensch?") % {"count": count}
    return [Line(text, reverse(OFFERS))]


def _waiting_offers() -> list[Card]:
    return [
        _card(
            "query_unanswered", _("Rückfragen ohne Antwort"),
            lambda: Offer.objects.query_unanswered().with_place(), _("Nachfassen"), since="queried_at",
            owner="responsible", link=f"{OFFERS}?wartet=antwort",
        ),
        _card(
            "availability_unanswered", _("Noch frei? Ohne Antwort"), Offer.objects.availability_unanswered,
            _("Anrufen, bevor das Angebot abläuft"), since="free_asked_at", owner="responsible",
            link=f"{OFFERS}?wartet=verfuegbarkeit",
        ),
        _card(
            "reserved_too_long", _("Lange reserviert"), Offer.objects.reserved_too_long,
            _("Klären: Vertrag oder aufheben"), since="reserved_at", owner="responsible",
            link=f"{OFFERS}?stand=reserved",
        ),
    ]  # fmt: skip


def _viewings() -> list[Card]:
    to_offer = {
        "line": lambda row: (
            f"{date_format(timezone.localtime(row.starts_at), 'D, H:i')}: {offer_line(row.offer)}"
        ),
        "goes_to": lambda row: reverse("admin:housing_offer_change", args=[row.offer_id]),
        "owner": "clerk",
        "link": f"{OFFERS}?stand=viewing",
    }
    return [
        _card(
            "viewings", _("Besichtigungen heute und morgen"), Viewing.objects.today_and_tomorrow,
            _("Prüfbogen mitnehmen"), due="starts_at", **to_offer,
        ),
        _card(
            "viewings_without_result", _("Besichtigungen ohne Ergebnis"), Viewing.objects.without_result,
            _("Ergebnis eintragen"), since="starts_at", **to_offer,
        ),
    ]  # fmt: skip


def _doubts() -> list[Card]:
    return [
        _card(
            "duplicates", _("Mögliche Dubletten"), DuplicatePair.objects.open_of_open_offers,
            _("Vergleichen und entscheiden"), since="found_at", link=f"{OFFERS}?wartet=dublette",
            line=lambda pair: f"{pair.older} / {pair.newer}: {pair.grounds_shown}",
            goes_to=lambda pair: reverse("admin:housing_offer_pair", args=[pair.newer_id, pair.pk]),
        ),
        _card(
            "signals", _("Auffälligkeiten"), Signal.objects.open_with_offer, _("Prüfen und entscheiden"),
            since="found_at", line=lambda signal: f"{offer_line(signal.offer)}: {signal.get_code_display()}",
            goes_to=lambda signal: reverse("admin:housing_offer_change", args=[signal.offer_id]),
            link=f"{OFFERS}?wartet=auffaelligkeit",
        ),
    ]  # fmt: skip


def _landlords() -> list[Card]:
    return [
        _card(
            "changes", _("Änderungen von Vermietern"), OfferChange.objects.open_with_offer,
            _("Änderung prüfen"), since="made_at", line=lambda change: offer_line(change.offer),
            goes_to=lambda change: reverse("admin:housing_offer_change", args=[change.offer_id]),
            link=f"{OFFERS}?wartet=aenderung",
        ),
        _card(
            "erasure_wished", _("Löschung gewünscht, Wohnung reserviert"), Offer.objects.with_erasure_wished,
            _("Innerhalb eines Monats antworten"), roles={LEAD, Role.PRIVACY}, since="erasure_wished_at",
        ),
        Card(
            "housing.landlord_differs",
            _("Vermieter mit abweichenden Angaben"),
            STAFF,
            Landlord.objects.with_differences,
            line=lambda landlord: landlord.full_name,
            action=_("Vergleichen und entscheiden"),
        ),
    ]  # fmt: skip


def _to_do() -> list[Card]:
    return [
        Card(
            "housing.task_due",
            _("Aufgaben und Rückrufe"),
            STAFF,
            Task.objects.due_with_offer,
            due="due_on",
            owner="assigned_to",
            line=lambda task: f"{task.text}: {task.offer}",
            goes_to=lambda task: reverse("admin:housing_offer_change", args=[task.offer_id]),
            link=f"{OFFERS}?wartet=aufgabe",
            action=_("Erledigen"),
        ),
        _card(
            "ends_this_week",
            _("Namen und Anschriften, die diese Woche gelöscht werden"),
            Offer.objects.ends_this_week,
            _("Nachsehen, ob noch etwas offen ist"),
            since="closed_at",
            link=f"{OFFERS}?stand=beendet",
        ),
    ]


def _to_confirm() -> list[Card]:
    return [
        Card(
            "housing.caps_to_confirm",
            _("Richtwerte (Kosten der Unterkunft)"),
            KEEPERS,
            RentCapTable.objects.to_be_confirmed,
            since="valid_from",
            line=lambda table: table.title,
            action=_("Prüfen und bestätigen"),
            is_question=True,
        ),
        Card(
            "housing.places_to_confirm",
            _("Orte und Postleitzahlen"),
            STAFF,
            Municipality.objects.unconfirmed,
            line=lambda place: f"{place}: {place.needs_confirmation}",
            action=_("Prüfen, dann die Frage leeren"),
            is_question=True,
        ),
        Card(
            "housing.caps_to_review",
            _("Richtwerte, Prüfung fällig"),
            KEEPERS,
            RentCapTable.objects.due_for_review,
            due="next_review",
            line=lambda table: table.title,
            action=_("Neuen Stand erfragen"),
        ),
        Card(
            "housing.consents_to_confirm",
            _("Einwilligungstexte"),
            {Role.PRIVACY},
            ConsentText.objects.unconfirmed,
            since="valid_from",
            line=lambda text: f"{text.get_kind_display()}: {text.needs_confirmation}",
            action=_("Wortlaut klären, neue Version anlegen"),
            is_question=True,
        ),
    ]


def offer_line(offer: Any) -> str:
    """„GS-2026-000012-G, Goslar“"""
    return f"{offer}, {offer.place}"
