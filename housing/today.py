"""What housing puts on „Heute“ (H-100, H-350)."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from goslar_portal import registry
from goslar_portal.accounts.roles import Role
from goslar_portal.registry import Card
from housing.models import ConsentText, Landlord, Offer, RentCapTable, Task
from housing.roles import LEAD, STAFF

OFFERS = "admin:housing_offer_changelist"
KEEPERS = {LEAD, Role.LEAD}


def register() -> None:
    registry.today.add(*_offers(), *_to_do(), *_to_confirm())


def _offers() -> list[Card]:
    return [
        Card(
            "housing.received",
            _("Neue Angebote, noch nicht übernommen"),
            STAFF,
            Offer.objects.not_taken,
            since="received_at",
            due="reply_by",
            line=offer_line,
            link=f"{OFFERS}?stand=received",
            action=_("Ansehen und übernehmen"),
        ),
        Card(
            "housing.without_contact",
            _("Angebote seit drei Arbeitstagen ohne Kontakt"),
            STAFF,
            Offer.objects.too_long_without_contact,
            since="received_at",
            due="reply_by",
            owner="responsible",
            line=offer_line,
            link=f"{OFFERS}?wartet=erstkontakt",
            action=_("Anrufen und Kontakt notieren"),
        ),
        Card(
            "housing.query_unanswered",
            _("Rückfragen ohne Antwort"),
            STAFF,
            lambda: Offer.objects.query_unanswered().with_place(),
            since="queried_at",
            owner="responsible",
            line=offer_line,
            link=f"{OFFERS}?wartet=antwort",
            action=_("Nachfassen"),
        ),
        Card(
            "housing.marked",
            _("Auffällige Formulare"),
            STAFF,
            Offer.objects.marked,
            since="received_at",
            owner="responsible",
            line=offer_line,
            link=OFFERS,
            action=_("Prüfen, ob ein Mensch geschrieben hat"),
        ),
    ]


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
        Card(
            "housing.landlord_differs",
            _("Vermieter mit abweichenden Angaben"),
            STAFF,
            Landlord.objects.with_differences,
            line=lambda landlord: landlord.full_name,
            action=_("Vergleichen und entscheiden"),
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
