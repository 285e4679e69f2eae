"""Requests to look at: one to begin with, one in which the person is known and can be searched for."""

from datetime import timedelta

from goslar_portal.dates import today
from goslar_portal.journal.models import Actor
from goslar_portal.privacy.models import Identity, PrivacyCase

BY = Actor.clock("demo")


def load() -> None:
    new = {
        "article": "17",
        "channel": "letter",
        "name": "Otto Muster",
        "address": "Musterweg 1, 38640 Goslar",
    }
    PrivacyCase.objects.take_in(by=BY, received_on=today(), **new)
    known = {"article": "15", "channel": "mail", "name": "Erika Beispiel", "email": "muster1@goslar.example"}
    case = PrivacyCase.objects.take_in(by=BY, received_on=today() - timedelta(days=20), **known)
    case.confirm_identity(by=BY, identity=Identity.KNOWN)
