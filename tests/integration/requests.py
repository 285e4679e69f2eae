"""Forms filled in as people would, and cases reached through the real verbs."""

import re
import time
import uuid
from datetime import date, timedelta
from typing import Any

from django.core import signing
from django.test import Client

from goslar_portal.dates import add_working_days, today
from goslar_portal.doubts import SALT
from goslar_portal.journal.models import Actor
from integration.models import BarrierReport, HelpRequest, InterpreterRequest, ListEntry

REPORT = "/barriere-melden/"
INTERPRETER = "/sprachmittler/anfrage/"
SELF = "/hilfe/anfrage/fuer-mich/"
OTHER = "/hilfe/anfrage/fuer-andere/"
SENDER = Actor.person("reporter")


def shown(seconds: int = 60) -> str:
    """The stamp of a form that was opened so long ago."""
    signer = signing.TimestampSigner(salt=SALT)
    signer.timestamp = lambda: signing.b62_encode(int(time.time()) - seconds)  # type: ignore[method-assign]
    return signer.sign("form")


def soon(days: int = 10) -> date:
    return add_working_days(today(), days)


def report(**more: Any) -> dict[str, Any]:
    return {
        "key": str(uuid.uuid4()),
        "shown_at": shown(),
        "purpose": "report",
        "page": "/kontakt/",
        "description": "Der Knopf ist zu klein für mich.",
    } | more


def interpreter(**more: Any) -> dict[str, Any]:
    return {
        "key": str(uuid.uuid4()),
        "shown_at": shown(),
        "asker": "private",
        "contact_name": "Mina Beispiel",
        "phone": "05321 12345",
        "spoken": "dari",
        "way": "on_site",
        "municipality": "03153017",
        "day": f"{soon():%d.%m.%Y}",
        "starts": "9",
        "ends": "10.30 Uhr",
    } | more


def for_self(**more: Any) -> dict[str, Any]:
    return {
        "key": str(uuid.uuid4()),
        "shown_at": shown(),
        "reach": "phone",
        "phone": "05321 12345",
        "municipality": "03153017",
        "topics": ["geld-schulden"],
        "text": "Bitte rufen Sie nachmittags an.",
    } | more


def for_other(**more: Any) -> dict[str, Any]:
    return {
        "key": str(uuid.uuid4()),
        "shown_at": shown(),
        "phone": "05321 54321",
        "municipality": "03153012",
        "agrees": "no",
    } | more


def send(reader: Client, address: str, data: dict[str, Any]) -> str:
    """The number of what was sent, read from the page that follows."""
    response = reader.post(address, data)
    assert response.status_code == 303, errors(response)
    page = reader.get(response["Location"]).content.decode()
    found = re.search(r'<bdi dir="ltr">([A-Z0-9]{8})</bdi>', page)
    assert found
    return found[1]


def errors(response: Any) -> dict[str, Any]:
    form = response.context["form"] if response.context else None
    return {name: list(found) for name, found in form.errors.items()} if form else {}


def create_report(**more: Any) -> BarrierReport:
    fields: dict[str, Any] = {
        "purpose": "report",
        "description": "Zu klein.",
        "due_on": today() + timedelta(days=28),
    }
    row: BarrierReport = BarrierReport.objects.submit(key=uuid.uuid4(), by=SENDER, **(fields | more))
    return row


def create_interpreter_request(**more: Any) -> InterpreterRequest:
    fields: dict[str, Any] = {
        "asker": "private", "contact_name": "Mina Beispiel", "email": "mina@example.org",
        "spoken": ListEntry.objects.get(code="dari"), "way": "phone", "day": soon(),
        "starts": "09:00", "ends": "10:00", "due_on": soon(1),
    }  # fmt: skip
    row: InterpreterRequest = InterpreterRequest.objects.submit(
        key=uuid.uuid4(), by=Actor.person("asker"), **(fields | more)
    )
    return row


def create_help_request(**more: Any) -> HelpRequest:
    fields: dict[str, Any] = {
        "reach": "phone",
        "phone": "+49532112345",
        "municipality": "03153017",
        "due_on": soon(1),
    }
    row: HelpRequest = HelpRequest.objects.submit(
        key=uuid.uuid4(), by=Actor.person("helpseeker"), **(fields | more)
    )
    return row
