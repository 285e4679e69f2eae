"""What the clock and the worker do with accounts."""

import logging
from contextlib import suppress

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from goslar_portal.accounts import letters
from goslar_portal.accounts.guard import keys_of
from goslar_portal.accounts.models import Failures, Reason, User
from goslar_portal.clock import called, every
from goslar_portal.journal.models import Actor

log = logging.getLogger("portal.accounts")


@app.task(name=called("tell_owner", _("Vor Fehlversuchen warnen")))  # type: ignore[untyped-decorator]  # the package has no types
def tell_owner(number: int) -> None:
    """Ten failed logins: find the account behind the counter, if there is one, and write to its owner."""
    counter = Failures.objects.get(pk=number)
    owner = next((user for user in User.objects.active() if counter.key in keys_of(user.email)), None)
    if owner:
        letters.many_failures(owner, count=counter.count, began_at=counter.began_at)


@app.task(name=called("offer_new_password", _("Link für ein neues Passwort senden")))  # type: ignore[untyped-decorator]  # the package has no types
def offer_new_password(number: int) -> None:
    """Somebody asked for a new password; number 0 stands for an address without an account (G-066)."""
    for user in User.objects.active_with(number):
        user.offer_new_password()


@every("20 3 * * *", name="pause_silent_accounts", label=_("Unbenutzte Konten pausieren"))
def pause_silent_accounts() -> int:
    """180 days without login: a letter, and two weeks later the account is paused (G-054)."""
    by, now, paused = Actor.clock("pause_silent_accounts"), timezone.now(), 0
    for user in User.objects.silent_and_told():
        with suppress(ValidationError):  # the last Leitung stays, whatever the calendar says
            user.pause(by=by, reason=Reason.SILENT)
            paused += 1
    for user in User.objects.silent_and_not_told():
        user.tell_silent(now)
    return paused


@every("*/5 * * * *", name="end_emergency_logins", label=_("Notfallzugänge beenden"))
def end_emergency_logins() -> int:
    """They no longer open anything after their hour; this shows it in the list, too (G-055)."""
    over = list(User.objects.emergency_over())
    for user in over:
        user.pause(by=Actor.clock("end_emergency_logins"), reason=Reason.OVER)
    return len(over)


@every("40 * * * *", name="forget_failures", label=_("Fehlversuche vergessen"))
def forget_failures() -> int:
    return Failures.objects.over().delete()[0]
