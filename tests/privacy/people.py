"""One person who is known in every area, and another one who must never turn up beside them."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.test import Client
from django.utils import timezone

from democracy.models import AdviceRequest
from goslar_portal.accounts.models import User
from goslar_portal.dates import today
from goslar_portal.journal.models import Actor
from goslar_portal.privacy.models import PrivacyCase
from housing.models import Landlord, Offer
from integration.models import BarrierReport, HelpRequest
from tests.conftest import PASSWORD
from tests.democracy.factories import create_advice
from tests.integration.requests import create_help_request, create_report

ADDRESS = "/admin/privacy/privacycase/"


def create_case(by: User, *, is_identified: bool = True, **facts: Any) -> PrivacyCase:
    """A request for information, three days old."""
    given = {"article": "15", "channel": "mail", "name": "Erika Müller", "email": "erika@example.org"} | facts
    received_on = given.pop("received_on", today())
    case = PrivacyCase.objects.take_in(by=Actor.staff(by), received_on=received_on, **given)
    if is_identified:
        case.confirm_identity(by=Actor.staff(by), identity="known")
    return case


@dataclass(frozen=True)
class Traces:
    """What one person has left in the areas."""

    landlord: Landlord
    offer: Offer
    help: HelpRequest
    report: BarrierReport
    advice: AdviceRequest

    @property
    def rows(self) -> list[models.Model]:
        return [self.landlord, self.offer, self.help, self.report, self.advice]

    @property
    def keys(self) -> set[str]:
        return {f"{row._meta.label_lower}:{row.pk}" for row in self.rows}


def leave_traces(
    email: str = "erika@example.org", phone: str = "+493023125001", first: str = "Erika", last: str = "Müller"
) -> Traces:
    landlord = Landlord.objects.create(first_name=first, last_name=last, email=email, phone=phone)
    return Traces(
        landlord,
        Offer.objects.create(
            landlord=landlord,
            street=f"Straße von {first}",
            draft_changed_at=timezone.now(),
            draft_key_hash=first.encode(),
        ),
        create_help_request(reach="visit", name=f"{first} {last}", address=f"Weg von {first}", email=email),
        create_report(email=email, description=f"{first} kann den Knopf nicht drücken."),
        create_advice(email=email, message=f"{first} hat eine Idee."),
    )


def proven(user: User) -> Client:
    """A browser whose owner has just typed the password (G-067)."""
    browser = Client()
    browser.post("/admin/login/", {"login": user.email, "password": PASSWORD})
    return browser
