"""What the worker does with the outbox."""

from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from goslar_portal.clock import called, every
from goslar_portal.mail.delivery import deliver
from goslar_portal.mail.models import Letter, LetterState


@app.task(name=called("deliver_letter", _("Brief senden")))  # type: ignore[untyped-decorator]  # the package has no types
def deliver_letter(number: int) -> None:
    deliver(number)


@every("* * * * *", name="deliver_due_letters", label=_("Fällige Briefe senden"))
def deliver_due_letters() -> int:
    """Second attempts, and letters whose own job was lost."""
    numbers = list(Letter.objects.due().values_list("pk", flat=True)[:200])
    return sum(deliver(number) is not None for number in numbers)


@every("*/5 * * * *", name="mark_unclear_letters", label=_("Abgebrochene Zustellungen erkennen"))
def mark_unclear_letters() -> int:
    """Letters of a worker that died while sending; the portal never sends them again by itself (G-073)."""
    return Letter.objects.abandoned().update(state=LetterState.UNCLEAR, problem="worker ended while sending")
