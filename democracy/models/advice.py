"""A request for advice on a project: goes to the role mailbox, is erased when its time is over (D-047)."""

import uuid
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from democracy import letters
from goslar_portal import states
from goslar_portal.journal.models import Actor, record
from goslar_portal.privacy.restriction import NotRestricted
from goslar_portal.retention import DELETE, Retention, Rule, days
from goslar_portal.states import move


class Topic(models.TextChoices):
    IDEA = "idea", _("Ich habe eine Idee für ein Projekt")
    MONEY = "money", _("Fragen zu Geld und Antrag")
    RUNNING = "running", _("Fragen zu einem laufenden Projekt")
    TAKE_PART = "take_part", _("Ich möchte mitmachen")
    OTHER = "other", _("Etwas anderes")


class AdviceState(models.TextChoices):
    OPEN = "open", _("offen")
    DONE = "done", _("erledigt")


STEPS = ((AdviceState.OPEN, AdviceState.DONE), (AdviceState.DONE, AdviceState.OPEN))


class AdviceRequestQuerySet(models.QuerySet["AdviceRequest"]):
    @transaction.atomic
    def submit(self, *, by: Actor, submit_key: uuid.UUID, **facts: Any) -> "AdviceRequest":
        """Keep the request and tell the role mailbox; the same form sent twice is one request (G-187)."""
        request, is_new = self.get_or_create(submit_key=submit_key, defaults=facts)
        if is_new:
            record(request, "submit", by=by, to_state=AdviceState.OPEN)
            letters.advice_requested(request)
        return request

    def open(self) -> Self:
        return self.filter(state=AdviceState.OPEN).order_by("received_at")


class AdviceRequest(models.Model):
    submit_key = models.UUIDField(unique=True, editable=False)
    topic = models.CharField(_("Thema"), max_length=10, choices=Topic.choices)
    message = models.TextField(_("Nachricht"), max_length=3000)
    email = models.EmailField(_("E-Mail"), blank=True)
    phone = PhoneNumberField(_("Telefon"), blank=True)
    doubts = ArrayField(models.CharField(max_length=20), verbose_name=_("Zweifel"), default=list, blank=True)
    state = models.CharField(_("Stand"), max_length=4, choices=AdviceState.choices, default=AdviceState.OPEN)
    received_at = models.DateTimeField(_("eingegangen"), auto_now_add=True)
    done_at = models.DateTimeField(_("erledigt"), null=True, editable=False)

    objects = NotRestricted.from_queryset(AdviceRequestQuerySet)()
    retention = Retention(
        personal="message email phone",
        operational="submit_key topic doubts state",
        purpose=_("Beratung zu Projekten der Partnerschaft für Demokratie"),
        rules=[
            Rule(
                "democracy.advice_days",
                _("Beratungsanfrage"),
                starts=_("Erledigung"),
                clock="done_at",
                period=days(90, low=7, high=366),
                then=DELETE,
            ),
        ],
    )
    TRANSITIONS: ClassVar[tuple[tuple[str, str], ...]] = STEPS
    STARTS: ClassVar[dict[str, frozenset[str]]] = {
        "finish": frozenset({AdviceState.OPEN}),
        "reopen": frozenset({AdviceState.DONE}),
    }

    class Meta:
        verbose_name = _("Beratungsanfrage")
        verbose_name_plural = _("Beratungsanfragen")
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="advice_state_is_known", condition=Q(state__in=AdviceState.values)),
            models.CheckConstraint(name="advice_topic_is_known", condition=Q(topic__in=Topic.values)),
            models.CheckConstraint(
                name="advice_done_is_dated",
                condition=Q(state=AdviceState.DONE, done_at__isnull=False)
                | Q(state=AdviceState.OPEN, done_at__isnull=True),
            ),
            models.CheckConstraint(name="advice_can_be_answered", condition=~Q(email="") | ~Q(phone="")),
        ]
        triggers = [states.steps("advice_steps", STEPS)]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        return f"Beratung {self.pk}"

    def finish(self, *, by: Actor) -> None:
        """The question is answered; from now on the request waits for its erasure."""
        move(self, "finish", start=AdviceState.OPEN, to=AdviceState.DONE, by=by, done_at=timezone.now())

    def reopen(self, *, by: Actor) -> None:
        """There is more to say after all."""
        move(self, "reopen", start=AdviceState.DONE, to=AdviceState.OPEN, by=by, done_at=None)
