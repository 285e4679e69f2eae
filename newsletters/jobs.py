"""What the clock does for the newsletters; each job may run twice, the row says what is due."""

import time

from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from goslar_portal import office
from goslar_portal.clock import called, every
from goslar_portal.journal.models import Actor
from newsletters import delivery, returns, trial
from newsletters.models import EndReason, Invitation, RenewalMail, SignUp, Subscription, TrialMail
from newsletters.models.sending import wake_worker

AT_ONCE = 200  # rows of one run


@app.task(name=called("answer_signup", _("Anmeldung beantworten")))  # type: ignore[untyped-decorator]  # the package has no types
def answer_signup(number: int) -> None:
    """Write the mail of one wish, a moment after the form was sent."""
    signup = SignUp.objects.numbered(number).first()
    if signup is not None:
        signup.answer(by=Actor.clock("answer_signup"))


@every("* * * * *", name="answer_signups", label=_("Anmeldungen beantworten"))
def answer_signups() -> int:
    """Wishes whose own job was lost."""
    waiting = list(SignUp.objects.unanswered()[:AT_ONCE])
    for signup in waiting:
        signup.answer(by=Actor.clock("answer_signups"))
    return len(waiting)


SLICE = 20  # seconds; then other jobs of the worker have their turn


@app.task(name=called("send_some", _("Newsletter weiter zustellen")), queueing_lock="send_some")  # type: ignore[untyped-decorator]  # the package has no types
def send_some(number: int = 0) -> None:
    """A wake-up call, no more: what is due stands in the ledger (N-058)."""
    begin = time.monotonic()
    delivery.send_newsletters(seconds=SLICE)
    if time.monotonic() - begin >= SLICE:
        wake_worker(number)


@every("* * * * *", name="send_newsletters", label=_("Newsletter zustellen"))
def send_due_newsletters() -> int:
    return delivery.send_newsletters(seconds=SLICE * 2)


@app.task(name=called("send_trial", _("Testmail senden")))  # type: ignore[untyped-decorator]  # the package has no types
def send_trial(number: int) -> None:
    for row in TrialMail.objects.numbered(number).with_issue():
        trial.send(row)


@every("*/5 * * * *", name="send_invitations", label=_("Einladungen senden"))
def send_invitations() -> int:
    """As many invitations of an older list as this hour still allows (N-109)."""
    return Invitation.objects.send_some()


@every("*/10 * * * *", name="read_returns", label=_("Rückläufer der Newsletter lesen"))
def read_returns() -> int:
    return returns.read_mailbox()


@every("40 3 * * *", name="end_resting_subscriptions", label=_("Unzustellbare Abos beenden"))
def end_resting_subscriptions() -> int:
    """Subscriptions that have rested for months end, and their address is erased (N-143)."""
    rows = list(Subscription.objects.resting_since(int(office.value("newsletters.resting_days")))[:AT_ONCE])
    for row in rows:
        row.end(by=Actor.clock("end_resting_subscriptions"), reason=EndReason.UNDELIVERABLE)
    return len(rows)


@every("20 6 * * *", name="renew_subscriptions", label=_("Nach der Erneuerung von Abos fragen"))
def renew_subscriptions() -> int:
    """End, remind, ask; at most as many mails as a day allows (N-160, N-161)."""
    return RenewalMail.objects.send_due(by=Actor.clock("renew_subscriptions"))
