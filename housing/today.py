"""What housing puts on „Heute“ (H-100, H-350)."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from goslar_portal import registry
from goslar_portal.accounts.roles import Role
from goslar_portal.registry import Card
from housing.models import ConsentText, Landlord, Offer, OfferChange, RentCapTable, Task
from housing.roles import LEAD, STAFF

OFFERS = "admin:housing_offer_changelist"
KEEPERS = {LEAD, Role.LEAD}


def register() -> None:
    registry.today.add(*_new_offers(), *_waiting_offers(), *_landlords(), *_to_do(), *_to_confirm())


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
        _card(
            "marked", _("Auffällige Formulare"), Offer.objects.marked,
            _("Prüfen, ob ein Mensch geschrieben hat"), since="received_at", owner="responsible",
        ),
    ]  # fmt: skip


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
