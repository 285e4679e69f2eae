"""After two years: does somebody still want it? Asked, reminded, ended, each mail once (N-160, N-161)."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goslar_portal import office
from goslar_portal.journal.models import Actor
from goslar_portal.retention import Retention
from goslar_portal.states import WrongStateError
from newsletters import letters
from newsletters.models.proof import EndReason
from newsletters.models.subscription import Subscription, SubscriptionQuerySet
from newsletters.models.suppression import Suppression

MONTH = timedelta(days=30.4375)


class RenewalKind(models.TextChoices):
    QUESTION = "question", _("Frage")
    REMINDER = "reminder", _("Erinnerung")


K = RenewalKind


class RenewalMailQuerySet(models.QuerySet["RenewalMail"]):
    def of_cycle(self, kind: str) -> Self:
        """For a subscription around it: the mails of this kind since its last confirmation."""
        return self.filter(subscription=OuterRef("pk"), cycle=OuterRef("renewed_at"), kind=kind)

    def due_to_ask(self, late: timedelta = timedelta(0)) -> SubscriptionQuerySet:
        """Confirmed long ago and not asked since; nobody who must not be written to (N-123)."""
        long_ago = timezone.now() - late - int(office.value("newsletters.renewal_months")) * MONTH
        asked = Exists(self.of_cycle(K.QUESTION))
        return _writable().filter(~asked, renewed_at__lte=long_ago).order_by("renewed_at", "pk")

    def left_behind(self) -> SubscriptionQuerySet:
        """Due for longer than a day: there are more than a day's mails (N-164)."""
        return self.due_to_ask(late=timedelta(days=1))

    def due_to_remind(self) -> SubscriptionQuerySet:
        before = _days_ago("newsletters.renewal_reminder_days")
        asked = Exists(self.of_cycle(K.QUESTION).filter(sent_at__lte=before))
        reminded = Exists(self.of_cycle(K.REMINDER))
        return _writable().filter(asked, ~reminded).order_by("renewed_at", "pk")

    def due_to_end(self) -> SubscriptionQuerySet:
        """Silent to the end; whoever was not reminded yet is reminded first."""
        asked = Exists(
            self.of_cycle(K.QUESTION).filter(sent_at__lte=_days_ago("newsletters.renewal_end_days"))
        )
        reminded = Exists(self.of_cycle(K.REMINDER))
        return Subscription.objects.active().filter(asked, reminded).order_by("pk")

    def room_today(self) -> int:
        """How many such mails may still leave today (N-161)."""
        begin = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        most = int(office.value("newsletters.renewals_per_day"))
        return max(0, most - self.filter(sent_at__gte=begin).count())

    def send_due(self, *, by: Actor) -> int:
        """What the clock does once a day: end, remind, ask; the oldest first."""
        ended = sum(_end(row, by) for row in self.due_to_end().iterator())
        sent = self._send(K.REMINDER, self.due_to_remind())
        return ended + sent + self._send(K.QUESTION, self.due_to_ask())

    def _send(self, kind: str, due: SubscriptionQuerySet) -> int:
        rows = list(due.select_related("channel")[: self.room_today()])
        return sum(self._mail(row, kind) for row in rows)

    @transaction.atomic
    def _mail(self, subscription: Subscription, kind: str) -> int:
        """One row, one letter, in one transaction; a second run finds the row and writes nothing."""
        mail, is_new = self.get_or_create(subscription=subscription, cycle=subscription.renewed_at, kind=kind)
        if is_new:
            letters.renewal_asked(subscription, mail.kind, ends_on=_end_of(mail))
        return int(is_new)

    def open_for(self, subscription: Subscription) -> "RenewalMail | None":
        """The question this subscription has not answered yet."""
        found = self.filter(subscription=subscription, cycle=subscription.renewed_at, kind=K.QUESTION)
        return found.first()

    def answer(self, subscription: Subscription, *, by: Actor) -> bool:
        """„Newsletter weiter bekommen“; False when there is nothing to answer any more."""
        question = self.open_for(subscription)
        return question is not None and subscription.renew(by=by, asked_at=question.sent_at)


def _writable() -> SubscriptionQuerySet:
    same = Q(channel=None) | Q(channel=OuterRef("channel"))
    suppressed = Suppression.objects.filter(same, address_hash=OuterRef("address_hash"))
    return Subscription.objects.active().filter(~Exists(suppressed))


def _days_ago(name: str) -> datetime:
    return timezone.now() - timedelta(days=int(office.value(name)))


def _end_of(mail: "RenewalMail") -> datetime:
    """The day the subscription ends by itself: counted from the question."""
    rows = RenewalMail.objects.filter(subscription=mail.subscription, cycle=mail.cycle, kind=K.QUESTION)
    asked_at = rows.values_list("sent_at", flat=True).first() or mail.sent_at
    return asked_at + timedelta(days=int(office.value("newsletters.renewal_end_days")))


def _end(subscription: Subscription, by: Actor) -> int:
    try:
        subscription.end(by=by, reason=EndReason.NOT_RENEWED)
    except WrongStateError:  # left a moment ago
        return 0
    return 1


class RenewalMail(models.Model):
    """That a subscription was asked or reminded, once in each cycle; `cycle` is its last confirmation."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="renewals")
    cycle = models.DateTimeField(_("zuletzt bestätigt"))
    kind = models.CharField(_("Art"), max_length=10, choices=K.choices)
    sent_at = models.DateTimeField(_("geschrieben"), default=timezone.now, db_index=True)

    retention = Retention(operational="kind")

    objects = RenewalMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("Frage nach der Erneuerung")
        verbose_name_plural = _("Fragen nach der Erneuerung")
        constraints = [
            models.UniqueConstraint(name="renewal_mail_goes_once", fields=["subscription", "cycle", "kind"]),
            models.CheckConstraint(name="renewal_kind_is_known", condition=Q(kind__in=K.values)),
        ]

    def __str__(self) -> str:
        return f"{self.subscription_id} {self.kind}"
