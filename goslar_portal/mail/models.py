"""The outbox: a letter is a row, written in the transaction of the change it reports (G-071 to G-075)."""

import uuid
from collections.abc import Collection
from datetime import timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goslar_portal import states
from goslar_portal.accounts.roles import Role
from goslar_portal.journal.models import Actor
from goslar_portal.languages import catalogue
from goslar_portal.mail import reach
from goslar_portal.retention import Retention, Rule, blank, days
from goslar_portal.states import move

RETRY_AFTER = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
LEASE = timedelta(minutes=10)  # longer than all time limits of one delivery together


class LetterState(models.TextChoices):
    WAITING = "waiting", _("wartet")
    SENDING = "sending", _("wird gesendet")
    SENT = "sent", _("gesendet")
    FAILED = "failed", _("gescheitert")
    UNCLEAR = "unclear", _("unklar")
    STOPPED = "stopped", _("angehalten")


STEPS = (
    (LetterState.WAITING, LetterState.SENDING),
    (LetterState.WAITING, LetterState.STOPPED),
    (LetterState.SENDING, LetterState.SENT),
    (LetterState.SENDING, LetterState.WAITING),
    (LetterState.SENDING, LetterState.FAILED),
    (LetterState.SENDING, LetterState.UNCLEAR),
    # A person has looked at it: once more, or never again.
    (LetterState.FAILED, LetterState.WAITING),
    (LetterState.UNCLEAR, LetterState.WAITING),
    (LetterState.STOPPED, LetterState.WAITING),
    (LetterState.FAILED, LetterState.STOPPED),
    (LetterState.UNCLEAR, LetterState.STOPPED),
)
TROUBLE = frozenset({LetterState.FAILED, LetterState.UNCLEAR})


class LetterQuerySet(models.QuerySet["Letter"]):
    def due(self) -> Self:
        return self.filter(state=LetterState.WAITING, due_at__lte=timezone.now()).order_by("due_at", "pk")

    def abandoned(self) -> Self:
        """Taken by a worker that never came back: nobody knows whether the mail server has them."""
        return self.filter(state=LetterState.SENDING, taken_at__lt=timezone.now() - LEASE)

    def claim(self, pk: int) -> bool:
        """Take one waiting letter for this worker; False when another was faster or it is not due."""
        now = timezone.now()
        return bool(
            self.filter(pk=pk, state=LetterState.WAITING, due_at__lte=now).update(
                state=LetterState.SENDING, taken_at=now, attempts=models.F("attempts") + 1
            )
        )

    def settle(self, pk: int, to: LetterState, **fields: object) -> bool:
        """The end of one attempt; only the worker that holds the letter may write it."""
        return bool(self.filter(pk=pk, state=LetterState.SENDING).update(state=to, **fields))

    def stop(self) -> int:
        return self.filter(state=LetterState.WAITING).update(state=LetterState.STOPPED)

    def troubled(self, prefix: str = "") -> Self:
        """Those a person must look at; of one area, or of all."""
        rows = self.filter(state__in=TROUBLE)
        return rows.filter(reach.within(prefix)) if prefix else rows

    def visible_to(self, user: Any) -> Self:
        """Those of one's own areas (G-076)."""
        seen = reach.visible_to(user)
        rows = self.all() if seen is None else self.filter(seen)
        return rows if user.has_role(Role.PRIVACY) else rows.not_about_restricted()

    def not_about_restricted(self) -> Self:
        """Letters about records that are only stored are shown to nobody else (G-106)."""
        from goslar_portal.retention.models import Hold

        same = {"kind": OuterRef("about_kind"), "number": OuterRef("about_number")}
        return self.filter(~Exists(Hold.objects.restricting().filter(**same)))

    def of_area(self, area: str) -> Self:
        return self.filter(reach.within(area))

    def in_states(self, states_: Collection[str]) -> Self:
        return self.filter(state__in=states_)

    def about(self, row: models.Model) -> Self:
        """Every letter about this thing: they are shown with it and erased with it (G-086, G-093)."""
        return self.filter(about_kind=row._meta.label_lower, about_number=row.pk)

    def with_end(self) -> Self:
        """When it left; one that never did counts from its writing."""
        return self.annotate(ended_at=Coalesce("sent_at", "posted_at"))

    def with_attachments(self) -> Self:
        return self.prefetch_related("attachments")


class Letter(models.Model):
    """One e-mail. Subject, text and attachments are fixed when posted, so later changes do not reach it."""

    once = models.CharField(_("Schlüssel gegen Doppeltes"), max_length=200, unique=True)
    number = models.UUIDField(_("Nummer"), default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("Art"), max_length=80, db_index=True)
    recipient = models.EmailField(_("An"))
    about_kind = models.CharField(_("zu"), max_length=80, blank=True, editable=False)
    about_number = models.BigIntegerField(_("zu Nummer"), null=True, editable=False)
    language = models.CharField(_("Sprache"), max_length=12)
    subject = models.CharField(_("Betreff"), max_length=200)
    text = models.TextField(_("Text"))
    html = models.TextField(_("HTML"), blank=True)
    state = models.CharField(
        _("Stand"), max_length=10, choices=LetterState.choices, default=LetterState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(_("Versuche"), default=0)
    posted_at = models.DateTimeField(_("geschrieben"), auto_now_add=True)
    due_at = models.DateTimeField(_("fällig"), default=timezone.now)
    taken_at = models.DateTimeField(_("genommen"), null=True, editable=False)
    sent_at = models.DateTimeField(_("gesendet"), null=True, editable=False)
    problem = models.CharField(_("Problem"), max_length=80, blank=True)

    retention = Retention(
        operational="once number kind about_kind about_number language state attempts problem",
        personal="recipient subject text html",
        purpose=_("Briefe zu einem Vorgang"),
        rules=[
            Rule(
                "mail.letter_days",
                _("Text und Empfänger eines Briefs"),
                starts=_("Absenden"),
                clock="ended_at",
                rows="with_end",
                period=days(365, low=30, high=1096),
                then=blank("recipient", "subject", "text", "html"),
            ),
        ],
    )

    objects = LetterQuerySet.as_manager()
    TRANSITIONS: ClassVar[tuple[tuple[str, str], ...]] = STEPS
    STARTS: ClassVar[dict[str, frozenset[str]]] = {
        "stop": frozenset({LetterState.WAITING}),
        "send_again": TROUBLE | {LetterState.STOPPED},
        "settle": TROUBLE,
    }

    class Meta:
        verbose_name = _("Brief")
        verbose_name_plural = _("Briefe")
        ordering = ["-posted_at", "-pk"]
        indexes = [
            models.Index(name="letters_due", fields=["due_at"], condition=Q(state=LetterState.WAITING)),
            models.Index(name="letters_about_thing", fields=["about_kind", "about_number"]),
        ]
        constraints = [
            models.CheckConstraint(name="letter_state_is_known", condition=Q(state__in=LetterState.values)),
            models.CheckConstraint(
                name="letter_sent_is_dated", condition=~Q(state=LetterState.SENT) | Q(sent_at__isnull=False)
            ),
            models.CheckConstraint(name="letter_subject_is_one_line", condition=~Q(subject__regex=r"[\r\n]")),
        ]
        triggers = [states.steps("letter_steps", STEPS)]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def message_id(self) -> str:
        """The same at every attempt, so that a mail server can recognise a repetition."""
        return f"<{self.number}@{settings.SITE_URL.split('//', 1)[1].split(':', 1)[0]}>"

    @property
    def area(self) -> str:
        return self.kind.partition(".")[0]

    @property
    def area_label(self) -> str:
        return reach.area_label(self.kind)

    @property
    def tag(self) -> str:
        """The language as mail programs expect it in `Content-Language`."""
        return catalogue()[self.language].bcp47

    @transaction.atomic
    def stop(self, *, by: Actor) -> None:
        """Keep a waiting letter back; it can still be sent later."""
        move(self, "stop", start=self.STARTS["stop"], to=LetterState.STOPPED, by=by)

    @transaction.atomic
    def send_again(self, *, by: Actor) -> None:
        """Put it into the queue once more; a person decided that, the portal never does by itself (G-073)."""
        if not self.recipient:
            raise ValidationError(
                _("Empfänger und Text sind schon gelöscht. Der Brief lässt sich nicht senden.")
            )
        move(
            self,
            "send_again",
            start=self.STARTS["send_again"],
            to=LetterState.WAITING,
            by=by,
            attempts=0,
            problem="",
            due_at=timezone.now(),
        )
        from goslar_portal.mail.jobs import deliver_letter

        deliver_letter.defer(number=self.pk)

    @transaction.atomic
    def settle(self, *, by: Actor) -> None:
        """It arrived after all, or is not needed any more: nothing further happens."""
        move(self, "settle", start=self.STARTS["settle"], to=LetterState.STOPPED, by=by)

    def next_attempt(self) -> timedelta | None:
        """How long to wait after this many attempts; None when there is no further one."""
        return RETRY_AFTER[self.attempts - 1] if self.attempts <= len(RETRY_AFTER) else None


class LetterAttachment(models.Model):
    """A file of a letter: facts frozen when posted, turned into a PDF by the worker before sending."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="attachments")
    filename = models.CharField(max_length=120)
    content_type = models.CharField(max_length=80, default="application/pdf")
    template = models.CharField(max_length=120, blank=True)
    context = models.JSONField(default=dict)
    content = models.BinaryField(null=True)

    retention = Retention(
        operational="content_type template", personal="filename context content", goes_with="letter"
    )

    class Meta:
        verbose_name = _("Anlage")
        verbose_name_plural = _("Anlagen")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="attachment_has_content_or_template",
                condition=Q(content__isnull=False) | ~Q(template=""),
            ),
        ]

    def __str__(self) -> str:
        return self.filename
