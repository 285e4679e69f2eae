"""Requests at the end of their life (G-095)."""

from itertools import count

from goslar_portal.accounts.models import User
from goslar_portal.journal.models import Actor
from goslar_portal.privacy.models import Answer, PrivacyCase
from tests.privacy.people import create_case
from tests.retention.endings import ending

numbers = count(1)


def case_at_work() -> PrivacyCase:
    return create_case(User.objects.create_user(f"desk{next(numbers)}@example.org"))


@ending(PrivacyCase)
def answered_case() -> PrivacyCase:
    case = case_at_work()
    case.finish(by=Actor.clock("probe"), result="granted", answer="Alles beigelegt.")
    return case


@ending(Answer)
def waiting_answer() -> Answer:
    return Answer.objects.make(case_at_work(), b"pdf", b"json", by=Actor.clock("probe"))[0]
