"""Mails that came back: how each is judged, and when a subscription rests (N-142 to N-144)."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goslar_portal import office
from goslar_portal.journal.models import Actor
from goslar_portal.retention import DELETE, Retention, Rule, days
from goslar_portal.states import WrongStateError
from newsletters.models.delivery import Delivery, DeliveryState
from newsletters.models.subscription import Subscription

if TYPE_CHECKING:
    from collections.abc import Iterable

HARD_CODES = frozenset({550, 551, 553})
CLEAN_AFTER = timedelta(days=7)  # a mail that did not come back within this time has arrived
HARD_MOST = 2


class BounceKind(models.TextChoices):
    HARD = "hard", _("Adresse gibt es nicht")
    SOFT = "soft", _("gerade nicht zustellbar")
    SENDER = "sender", _("unsere Post wird nicht angenommen")
    OTHER = "other", _("anderer Grund")


K = BounceKind


def classify(status: str, code: int | None = None, *, at_recipient: bool = True) -> str:
    """By the enhanced code; without one by the plain code of an answer to the recipient (N-142)."""
    if not status:
        return K.HARD if at_recipient and code in HARD_CODES else K.OTHER
    if status.startswith("4.") or status == "5.2.2":
        return K.SOFT
    if status.startswith("5.1.") or status == "5.2.1":
        return K.HARD
    return K.SENDER if status.startswith("5.7.") else K.OTHER


def must_rest(history: "Iterable[tuple[str, datetime, str | None, str | None]]", *, soft_most: int) -> bool:
    """Whether the mailbox seems to be gone: state, end, kind and status of its deliveries, newest first."""
    hard = soft = 0
    is_row = True
    for state, finished_at, kind, status in history:
        if kind is None and state == DeliveryState.SENT and finished_at < timezone.now() - CLEAN_AFTER:
            break
        if status == "5.1.1":
            return True
        hard += kind == K.HARD
        is_row = is_row and kind != K.HARD
        soft += is_row and kind == K.SOFT
    return hard >= HARD_MOST or soft >= soft_most


class BounceQuerySet(models.QuerySet["Bounce"]):
    @transaction.atomic
    def note(self, delivery: Delivery, *, kind: str, status: str, by: Actor) -> bool:
        """Count it once, however often a report arrives, and let the subscription rest if it must (N-144)."""
        fields = {"kind": kind, "status": status}
        if not self.get_or_create(delivery=delivery, defaults=fields)[1]:
            return False
        subscription = delivery.subscription
        if subscription is not None and kind in {K.HARD, K.SOFT}:
            most = int(office.value("newsletters.soft_issues"))
            if must_rest(Delivery.objects.history(subscription), soft_most=most):
                _let_rest(subscription, by)
        return True


def _let_rest(subscription: Subscription, by: Actor) -> None:
    try:
        subscription.rest(by=by, reason="bounced")
    except WrongStateError:
        return  # it rests already, or has ended


class Bounce(models.Model):
    """One per delivery; of what the mail server wrote only the code stays."""

    delivery = models.OneToOneField(Delivery, on_delete=models.CASCADE, related_name="bounce")
    kind = models.CharField(_("Art"), max_length=6, choices=K.choices)
    status = models.CharField(_("Code"), max_length=12, blank=True)
    at = models.DateTimeField(_("bekannt seit"), default=timezone.now)

    retention = Retention(operational="kind status")

    objects = BounceQuerySet.as_manager()

    class Meta:
        verbose_name = _("Rückläufer")
        verbose_name_plural = _("Rückläufer")
        constraints = [models.CheckConstraint(name="bounce_kind_is_known", condition=Q(kind__in=K.values))]

    def __str__(self) -> str:
        return f"Rückläufer {self.pk}"


class Why(models.TextChoices):
    NO_REPORT = "no_report", _("kein Bericht eines Mailservers, zum Beispiel eine Abwesenheitsnotiz")
    NO_DELIVERY = "no_delivery", _("Bericht zu einer Sendung, die das Portal nicht (mehr) kennt")
    FORGED = "forged", _("Kennzeichen ist gefälscht")


class StrayQuerySet(models.QuerySet["Stray"]):
    def keep(self, why: str, way: str) -> None:
        self.create(why=why, way=way)

    def lately(self) -> Self:
        return self.order_by("-at", "-pk")


class Stray(models.Model):
    """A mail that changed nothing: when it was read and why, nothing of what it says."""

    at = models.DateTimeField(_("gelesen"), default=timezone.now)
    why = models.CharField(_("Grund"), max_length=12, choices=Why.choices)
    way = models.CharField(_("Weg"), max_length=8)

    retention = Retention(
        operational="why way",
        rules=[
            Rule(
                "newsletters.stray_days",
                _("Rückläufer, der nicht erkannt wurde: nur Zeit und Grund"),
                starts=_("Lesen"),
                clock="at",
                period=days(30, low=30, high=30),
                then=DELETE,
            ),
        ],
    )

    objects = StrayQuerySet.as_manager()

    class Meta:
        verbose_name = _("nicht erkannter Rückläufer")
        verbose_name_plural = _("nicht erkannte Rückläufer")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_why_display()}"


class ReturnBoxQuerySet(models.QuerySet["ReturnBox"]):
    def here(self) -> "ReturnBox":
        return self.get_or_create(pk=1)[0]

    def known(self) -> "ReturnBox | None":
        return self.filter(pk=1).first()

    def read_now(self) -> None:
        self.here()
        self.filter(pk=1).update(read_at=timezone.now(), problem="")

    def failed(self, problem: str) -> None:
        self.here()
        self.filter(pk=1).update(problem=problem[:60])

    def count_forged(self) -> None:
        self.here()
        self.filter(pk=1).update(forged=F("forged") + 1)


class ReturnBox(models.Model):
    """The mailbox of returns: when it was read last, and how many forged tokens it saw; one row."""

    read_at = models.DateTimeField(_("zuletzt gelesen"), default=timezone.now)
    problem = models.CharField(_("Fehler"), max_length=60, blank=True)
    forged = models.PositiveIntegerField(_("gefälschte Kennzeichen"), default=0)

    retention = Retention(operational="problem forged")

    objects = ReturnBoxQuerySet.as_manager()

    class Meta:
        verbose_name = _("Postfach der Rückläufer")
        verbose_name_plural = _("Postfach der Rückläufer")

    def __str__(self) -> str:
        return "Postfach der Rückläufer"

    @property
    def is_unread(self) -> bool:
        """For a day nobody could read it (N-140)."""
        return self.read_at < timezone.now() - timedelta(days=1)
