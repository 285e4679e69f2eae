"""A confirmed wish for one newsletter, from its confirmation to its end (N-110 to N-120)."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goslar_portal import languages
from goslar_portal.journal.models import Actor, record
from goslar_portal.retention import DELETE, Retention, Rule, days
from goslar_portal.retention.models import Tombstone
from goslar_portal.states import move, steps
from newsletters import addresses, letters
from newsletters.models.channel import Channel, Wording
from newsletters.models.choices import SubscriptionState, Way
from newsletters.models.proof import ConfirmationMail, EndReason, Proof

if TYPE_CHECKING:
    from newsletters.models.signup import SignUp


S = SubscriptionState
LIVE = frozenset({S.ACTIVE, S.RESTING})
STEPS = ((S.ACTIVE, S.RESTING), (S.RESTING, S.ACTIVE), (S.ACTIVE, S.ENDED), (S.RESTING, S.ENDED))


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def active(self) -> Self:
        return self.filter(state=S.ACTIVE)

    def live(self) -> Self:
        return self.filter(state__in=LIVE)

    def of_address(self, address: str) -> Self:
        return self.filter(address_hash__in=addresses.fingerprints(address))

    def resting_since(self, days: int) -> Self:
        moment = timezone.now() - timedelta(days=days)
        return self.filter(state=S.RESTING, rests_since__lte=moment).order_by("pk")

    def in_channel(self, channel: Channel | None) -> Self:
        """Of one newsletter; without one, of all."""
        return self if channel is None else self.filter(channel=channel)

    def in_channels(self, channels: Iterable[int]) -> Self:
        return self.filter(channel__in=channels)

    def per_language(self, channel: Channel) -> dict[str, int]:
        """How many active ones want which language."""
        rows = self.active().in_channel(channel).order_by().values_list("language")
        return dict(rows.annotate(models.Count("pk")))

    def resting(self) -> Self:
        return self.filter(state=S.RESTING)

    def ended(self) -> Self:
        return self.filter(state=S.ENDED)

    def of_role(self, role: str) -> Self:
        return self.filter(channel__role=role)

    def per_month(self, moment: str, *more: str) -> Any:
        """How many by newsletter and month of this moment, and by `more` columns (N-162)."""
        by = ("channel_id", "month", *more)
        rows = self.order_by().annotate(month=TruncMonth(moment, output_field=models.DateField()))
        return rows.values_list(*by).annotate(models.Count("pk"))

    def per_state(self) -> Any:
        return self.order_by().values_list("channel_id", "state").annotate(models.Count("pk"))

    def by_channel_and_language(self) -> Any:
        """Counted by the database; no row is read (G-115)."""
        names = ("channel__slug", "language")
        return self.values_list(*names).annotate(number=models.Count("pk")).order_by(*names)

    def with_key(self, key: uuid.UUID) -> Self:
        return self.filter(key=key)

    def with_channel(self) -> Self:
        return self.select_related("channel")

    def visible_to(self, user: Any) -> Self:
        return self.filter(channel__in=Channel.objects.visible_to(user))


class Subscription(models.Model):
    """Its address stands nowhere else; erased here, it is erased everywhere."""

    channel = models.ForeignKey(
        Channel, on_delete=models.PROTECT, related_name="subscriptions", verbose_name=_("Newsletter")
    )
    key = models.UUIDField(_("Nummer im Link"), default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("E-Mail-Adresse"), max_length=addresses.LONGEST, blank=True)
    address_hash = models.BinaryField(_("Prüfwert der Adresse"), max_length=32, null=True)
    key_number = models.PositiveIntegerField(_("Nummer des Schlüssels"))
    language = models.CharField(_("Sprache"), max_length=12)
    state = models.CharField(_("Stand"), max_length=10, choices=S.choices, default=S.ACTIVE)
    confirmed_at = models.DateTimeField(_("bestätigt"))
    renewed_at = models.DateTimeField(_("zuletzt bestätigt"))
    rests_since = models.DateTimeField(_("ruht seit"), null=True, blank=True)
    ended_at = models.DateTimeField(_("beendet"), null=True, blank=True)
    end_reason = models.CharField(_("Grund des Endes"), max_length=20, choices=EndReason.choices, blank=True)
    data_sent_at = models.DateTimeField(_("Auskunft geschickt"), null=True, blank=True)

    retention = Retention(
        personal="email address_hash key",
        operational="key_number language state end_reason",
        purpose=_("Versand eines Newsletters"),
        rules=[
            Rule(
                "newsletters.ended_days",
                _("Beendetes Abo, ohne die Adresse: diese geht mit dem Ende des Abos"),
                starts=_("Ende des Abos"),
                clock="ended_at",
                period=days(400, low=30, high=731),
                then=DELETE,
            ),
        ],
    )

    objects = SubscriptionQuerySet.as_manager()
    TRANSITIONS: ClassVar[tuple[tuple[str, str], ...]] = STEPS
    STARTS: ClassVar[dict[str, frozenset[str]]] = {"end_on_request": LIVE, "send_data": LIVE}

    class Meta:
        verbose_name = _("Abo")
        verbose_name_plural = _("Abos")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                name="subscriptions_of_channel", fields=["channel", "language"], condition=Q(state=S.ACTIVE)
            ),
        ]
        constraints = [
            models.CheckConstraint(name="subscription_state_is_known", condition=Q(state__in=S.values)),
            models.UniqueConstraint(
                name="one_live_subscription_per_address",
                fields=["channel", "address_hash"],
                condition=Q(state__in=sorted(LIVE)),
            ),
            models.CheckConstraint(
                name="subscription_live_has_address_ended_has_none",
                condition=Q(state=S.ENDED, email="", address_hash=None)
                | (~Q(state=S.ENDED) & ~Q(email="") & Q(address_hash__isnull=False)),
            ),
            models.CheckConstraint(
                name="subscription_ended_is_dated_and_has_reason",
                condition=Q(state=S.ENDED, ended_at__isnull=False) & ~Q(end_reason="")
                | (~Q(state=S.ENDED) & Q(ended_at=None, end_reason="")),
            ),
            models.CheckConstraint(
                name="subscription_resting_is_dated",
                condition=~Q(state=S.RESTING) | Q(rests_since__isnull=False),
            ),
        ]
        triggers = [steps("subscription_steps", STEPS)]

    def __str__(self) -> str:
        return f"Abo {self.pk}"

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def masked(self) -> str:
        return addresses.masked(self.email)

    @property
    def language_name(self) -> str:
        return languages.catalogue()[self.language].native

    @classmethod
    def made_from(cls, signup: "SignUp", channel: Channel, now: Any) -> Self:
        """Not saved: see `SignUp.confirm()`, the only way to a subscription."""
        return cls(
            channel=channel,
            email=signup.email,
            address_hash=addresses.fingerprint(signup.email),
            key_number=addresses.key_number(),
            language=signup.language,
            confirmed_at=now,
            renewed_at=now,
        )

    @transaction.atomic
    def wake(self, *, by: Actor, language: str) -> None:
        """A new double opt-in has shown that the mailbox lives again (N-143)."""
        now = timezone.now()
        move(
            self, "wake", start=S.RESTING, to=S.ACTIVE, by=by,
            rests_since=None, renewed_at=now, language=language,
        )  # fmt: skip

    @transaction.atomic
    def renew(self, *, by: Actor, asked_at: datetime) -> bool:
        """Two more years, with a new line of evidence (N-161); False when somebody was faster."""
        now, before = timezone.now(), self.renewed_at
        rows = Subscription.objects.active().filter(pk=self.pk, renewed_at=before)
        if not rows.update(renewed_at=now):
            return False
        wording = letters.renewal_wording(self.language)
        Proof.objects.create(
            channel=self.channel,
            address_hash=self.address_hash,
            key_number=self.key_number,
            subscription_number=self.pk,
            wording=Wording.objects.current(self.language)[self.channel_id],
            mail=ConfirmationMail.objects.keep(self.language, wording),
            way=Way.RENEWAL,
            asked_at=asked_at,
            confirmed_at=now,
        )
        record(self, "renew", by=by)
        self.refresh_from_db()
        return True

    @transaction.atomic
    def rest(self, *, by: Actor, reason: str) -> None:
        """Mails come back: no more of them until a new double opt-in, or the end after a while (N-143)."""
        move(self, "rest", start=S.ACTIVE, to=S.RESTING, by=by, reason=reason, rests_since=timezone.now())

    @transaction.atomic
    def end(self, *, by: Actor, reason: str) -> None:
        """No more mail, and no more address: it is erased here and now (N-116)."""
        move(
            self, "end", start=LIVE, to=S.ENDED, by=by, reason=reason,
            ended_at=timezone.now(), end_reason=reason, email="", address_hash=None, rests_since=None,
        )  # fmt: skip
        Proof.objects.of(self).end(reason=reason)
        Tombstone.objects.bury(self._meta.label_lower, [self.pk])  # a backup brought back must not revive it

    def end_on_request(self, *, by: Actor) -> None:
        """The person has asked the office."""
        self.end(by=by, reason=EndReason.ASKED)

    def end_for_privacy(self, *, by: Actor) -> None:
        """Erased on request (Art. 17): no more mail and no more address."""
        self.deliveries.update(reply_text="")  # mail servers repeat the address in their answers
        if self.is_live:
            self.end(by=by, reason=EndReason.PRIVACY)

    @transaction.atomic
    def change_language(self, *, by: Actor, language: str) -> None:
        rows = Subscription.objects.filter(pk=self.pk, state__in=LIVE)
        if rows.exclude(language=language).update(language=language):
            record(self, "change_language", by=by)
        self.refresh_from_db()

    @transaction.atomic
    def send_data(self, *, by: Actor) -> bool:
        """Everything stored, to the stored address, at most once a day (N-115); False when it was today."""
        now = timezone.now()
        early = Q(data_sent_at=None) | Q(data_sent_at__lte=now - timedelta(days=1))
        if not Subscription.objects.filter(early, pk=self.pk, state__in=LIVE).update(data_sent_at=now):
            return False
        record(self, "send_data", by=by)
        self.refresh_from_db()
        letters.data_sent(self, list(Proof.objects.of(self).select_related("channel", "wording", "mail")))
        return True
