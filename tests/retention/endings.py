"""Rows at the end of their life, one maker per model, for the great test of erasure (G-095).

An area adds its own in `tests/<area>/endings.py`, which is found by itself:

    @ending(EventProposal)
    def refused_proposal() -> EventProposal:
        return create_proposal(state="refused")

Only rules with `where` or a clock that has to be worked out need one: all else is built by `marking.build`.
"""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from django.contrib.auth.models import Group
from django.db import connection, models
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from goslar_portal.accounts.models import Reason, User
from goslar_portal.journal.models import Actor
from goslar_portal.limits.models import Counter
from goslar_portal.mail.models import Letter, LetterState

TESTS = Path(__file__).parents[1]
Maker = Callable[[], models.Model]
M = TypeVar("M", bound=models.Model)

numbers = count(1)  # endings are called more than once: addresses and keys must differ
ENDINGS: dict[type[models.Model], list[Maker]] = {}


def ending(model: type[M]) -> Callable[[Callable[[], M]], Callable[[], M]]:
    def note(maker: Callable[[], M]) -> Callable[[], M]:
        ENDINGS.setdefault(model, []).append(maker)
        return maker

    return note


def find_endings() -> None:
    for file in sorted(TESTS.glob("*/endings.py")):
        import_module(f"tests.{file.parent.name}.endings")


@ending(User)
def paused_account() -> User:
    Group.objects.get_or_create(name="leitung")
    user = User.objects.create_user(f"weg{next(numbers)}@example.org", display_name="Ausgeschieden")
    user.pause(by=Actor.clock("probe"), reason=Reason.LEFT)
    return user


@ending(Letter)
def letter_that_never_left() -> Letter:
    return create_letter(state=LetterState.FAILED)


@ending(Letter)
def sent_letter() -> Letter:
    return create_letter(state=LetterState.SENT, sent_at=timezone.now())


def create_letter(**facts: Any) -> Letter:
    texts = {"recipient": "an@example.org", "subject": "Betreff", "text": "Text", "html": "<p>Text</p>"}
    return Letter.objects.create(
        once=f"probe:{next(numbers)}", kind="probe.greeting", language="de", **texts | facts
    )


@ending(Counter)
def counted_sender() -> Counter:
    return Counter.objects.create(
        name="probe", kind="sender", who=b"x" * 32, ends_at=timezone.now() + timedelta(minutes=5), hits=1
    )


@ending(ProcrastinateJob)
def finished_job() -> ProcrastinateJob:
    """Only SQL writes jobs: the package's models are read-only."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args, status, attempts)"
            " VALUES ('default', 'probe', 0, '{}', 'succeeded', 1) RETURNING id"
        )
        number: Any = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO procrastinate_events (job_id, type, at) VALUES (%s, 'succeeded', now())", [number]
        )
    job: ProcrastinateJob = ProcrastinateJob.objects.get(pk=number)
    return job
