"""Invented rows of this area, made by the real verbs."""

import uuid
from typing import Any

from democracy.models import AdviceRequest
from goslar_portal.journal.models import Actor

ASKER = Actor.person("asker")


def create_advice(**facts: Any) -> AdviceRequest:
    given = {"topic": "idea", "message": "Muster", "email": "verein@example.org"} | facts
    return AdviceRequest.objects.submit(by=ASKER, submit_key=uuid.uuid4(), **given)
