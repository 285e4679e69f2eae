"""„Testmail senden“: the mail of a draft to addresses of the office; never a delivery (N-033, N-034)."""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as now_say
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from goslar_portal.journal.models import Actor, record
from goslar_portal.retention import DELETE, Retention, Rule, days
from newsletters.models.issue import Issue
from newsletters.models.suppression import Suppression, covers

if TYPE_CHECKING:
    from newsletters.models.version import Version

MOST_AT_ONCE = 5
MOST_AN_HOUR = 20


class TrialMailQuerySet(models.QuerySet["TrialMail"]):
    def of_issue(self, issue: Issue) -> Self:
        return self.filter(issue=issue).order_by("-pk")

    def numbered(self, number: int) -> Self:
        return self.filter(pk=number)

    def with_issue(self) -> Self:
        return self.select_related("issue__channel")

    def of_last_hour(self, account_id: int | None) -> Self:
        return self.filter(ordered_by=account_id, ordered_at__gt=timezone.now() - timedelta(hours=1))

    @transaction.atomic
    def order(self, version: "Version", addresses: Sequence[str], *, by: Actor) -> "list[TrialMail]":
        """One mail to each address; the worker sends them. Raises `ValidationError` beyond the limits."""
        if len(addresses) > MOST_AT_ONCE:
            raise ValidationError(now_say("Bitte höchstens %s Adressen auf einmal.") % MOST_AT_ONCE)
        if self.of_last_hour(by.account_id).count() + len(addresses) > MOST_AN_HOUR:
            raise ValidationError(
                now_say("Mehr als %s Testmails in einer Stunde gehen nicht. Bitte warten Sie etwas.")
                % MOST_AN_HOUR
            )
        channel = version.issue.channel_id
        held = [row for row in addresses if covers(Suppression.objects.channels_of(row), channel)]
        if held:
            raise ValidationError(
                now_say("An %s darf das Portal nicht schreiben, die Adresse ist gesperrt.") % ", ".join(held)
            )
        rows = [
            self.create(
                issue=version.issue, language=version.language, recipient=address, ordered_by_id=by.account_id
            )
            for address in addresses
        ]
        record(version.issue, "trial", by=by, reason=version.language)
        for row in rows:
            app.configure_task("send_trial").defer(number=row.pk)
        return rows

    def with_key(self, key: uuid.UUID) -> Self:
        return self.filter(key=key)

    def note_unsubscribed(self, key: uuid.UUID) -> None:
        """The first click on „Abmelden“ in a test mail is noted; no subscription changes (N-034)."""
        self.filter(key=key, unsubscribed_at=None).update(unsubscribed_at=timezone.now())


class TrialMail(models.Model):
    """One test mail. Its links are signed with its own key and belong to it alone."""

    issue = models.ForeignKey(Issue, on_delete=models.CASCADE, related_name="trials")
    language = models.CharField(_("Sprache"), max_length=12)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recipient = models.EmailField(_("an"), blank=True)
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+",
        verbose_name=_("von"),
    )  # fmt: skip
    ordered_at = models.DateTimeField(_("bestellt"), default=timezone.now)
    claimed_at = models.DateTimeField(_("begonnen"), null=True)
    sent_at = models.DateTimeField(_("gesendet"), null=True)
    failure = models.CharField(_("Antwort des Mailservers"), max_length=200, blank=True)
    unsubscribed_at = models.DateTimeField(_("Abmeldelink benutzt"), null=True)

    retention = Retention(
        operational="language key",
        personal="recipient failure",
        purpose=_("Testmail an ein Postfach des Amtes"),
        rules=[
            Rule(
                "newsletters.trial_days",
                _("Testmail einer Ausgabe"),
                starts=_("Senden"),
                clock="ordered_at",
                period=days(30, low=1, high=365),
                then=DELETE,
            ),
        ],
    )

    objects = TrialMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("Testmail")
        verbose_name_plural = _("Testmails")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Testmail {self.pk}"

    def claim(self) -> bool:
        """Taken once: a test mail is never sent a second time by itself."""
        mine: Any = TrialMail.objects.filter(pk=self.pk, claimed_at=None)
        return bool(mine.update(claimed_at=timezone.now()))

    def finish(self, *, failure: str = "") -> None:
        """Sent or refused."""
        self.sent_at = None if failure else timezone.now()
        self.failure = failure[:200]
        self.save(update_fields=["sent_at", "failure"])
