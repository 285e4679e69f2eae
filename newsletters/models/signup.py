"""A wish to subscribe, from the form to the button in the mail, or to oblivion (N-100 to N-109)."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from goslar_portal import office
from goslar_portal.journal.models import Actor, record
from goslar_portal.retention import DELETE, Retention, Rule, days
from goslar_portal.retention.models import KeptCount
from newsletters import addresses, letters
from newsletters.models.channel import Channel, Wording, WordList
from newsletters.models.choices import SubscriptionState, Way
from newsletters.models.proof import ConfirmationMail, EndReason, Proof
from newsletters.models.subscription import Subscription
from newsletters.models.suppression import AddressMail, Suppression, SuppressionReason, covers, hold

TOKEN_BYTES = 32  # 256 bits (N-106)
ASKED = "newsletters.asked"  # counts of confirmation mails per month and newsletter (N-162)
PATIENCE = timedelta(seconds=30)  # after that the clock looks after a wish whose own job was lost


def digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


class SignUpQuerySet(models.QuerySet["SignUp"]):
    def with_token(self, token: str) -> Self:
        return self.filter(token_hash=digest(token))

    def of_address(self, address: str) -> Self:
        return self.filter(address_hash__in=addresses.fingerprints(address))

    def in_channel(self, channel: Channel | None) -> Self:
        """Not yet confirmed ones that ask for this newsletter; without one, for any."""
        rows = self.filter(confirmed_at=None)
        return rows if channel is None else rows.filter(items__channel=channel)

    def numbered(self, number: int) -> Self:
        return self.filter(pk=number)

    def unanswered(self) -> Self:
        return self.filter(answered_at=None, created_at__lt=timezone.now() - PATIENCE).order_by("pk")

    @transaction.atomic
    def ask(
        self,
        *,
        email: str,
        language: str,
        wordings: Iterable[Wording],
        way: str = Way.FORM,
        replaces: Subscription | None = None,
    ) -> "SignUp":
        """Keep a wish. What is answered, and whether at all, is decided later and elsewhere (N-102).

        So the form does the same for every address, and neither its time nor its answer tells anything.
        """
        signup = self.create(
            email=addresses.tidy(email),
            address_hash=addresses.fingerprint(email),
            language=language,
            way=way,
            replaces=replaces,
        )
        SignUpItem.objects.bulk_create(
            SignUpItem(signup=signup, channel_id=row.channel_id, wording=row) for row in wordings
        )
        app.configure_task("answer_signup").defer(number=signup.pk)
        return signup


class SignUp(models.Model):
    """`answered_at` says that the mail is written; the token is known to that mail alone.

    Once confirmed, the address stands with the subscription only.
    """

    email = models.EmailField(_("E-Mail-Adresse"), max_length=addresses.LONGEST, blank=True)
    address_hash = models.BinaryField(_("Prüfwert der Adresse"), max_length=32, db_index=True)
    language = models.CharField(_("Sprache"), max_length=12)
    way = models.CharField(_("Weg"), max_length=12, choices=Way.choices, default=Way.FORM)
    replaces = models.ForeignKey(
        Subscription, on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("ersetzt")
    )
    created_at = models.DateTimeField(_("angefragt"), default=timezone.now)
    answered_at = models.DateTimeField(_("Mail geschrieben"), null=True)
    token_hash = models.BinaryField(_("Prüfwert des Links"), max_length=32, null=True, unique=True)
    expires_at = models.DateTimeField(_("gültig bis"), null=True)
    confirmed_at = models.DateTimeField(_("bestätigt"), null=True)
    mail = models.ForeignKey(
        ConfirmationMail, on_delete=models.PROTECT, null=True, verbose_name=_("Bestätigungsmail")
    )

    retention = Retention(
        personal="email address_hash token_hash",
        operational="language way",
        purpose=_("Bestellung eines Newsletters"),
        rules=[
            Rule(
                "newsletters.signup_days",
                _("Anmeldung zu einem Newsletter, bestätigt oder nicht"),
                starts=_("Absenden des Formulars"),
                clock="created_at",
                period=days(7, low=7, high=30),
                then=DELETE,
                promised_on=("newsletters/signup_form.html",),
                where=~Q(way=Way.INVITATION),
            ),
            Rule(
                "newsletters.invitation_days",
                _("Einladung zu einem Newsletter ohne Antwort"),
                starts=_("Versand der Einladung"),
                clock="created_at",
                period=days(14, low=7, high=30),
                then=DELETE,
                where=Q(way=Way.INVITATION),
            ),
        ],
    )

    objects = SignUpQuerySet.as_manager()
    if TYPE_CHECKING:
        items: models.Manager["SignUpItem"]

    class Meta:
        verbose_name = _("Anmeldung")
        verbose_name_plural = _("Anmeldungen")
        ordering = ["-pk"]
        indexes = [
            models.Index(name="signups_unanswered", fields=["created_at"], condition=Q(answered_at=None)),
        ]
        constraints = [
            models.CheckConstraint(name="signup_way_is_known", condition=Q(way__in=Way.values)),
            models.CheckConstraint(
                name="signup_answered_has_token_and_end",
                condition=Q(answered_at=None, token_hash=None, expires_at=None, confirmed_at=None)
                | Q(
                    answered_at__isnull=False,
                    token_hash__isnull=False,
                    expires_at__isnull=False,
                    mail__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="signup_confirmed_has_no_address",
                condition=Q(confirmed_at=None) & ~Q(email="") | Q(confirmed_at__isnull=False, email=""),
            ),
        ]

    def __str__(self) -> str:
        return f"Anmeldung {self.pk}"

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def is_expired(self) -> bool:
        return not self.is_confirmed and self.expires_at is not None and self.expires_at <= timezone.now()

    @property
    def is_limited(self) -> bool:
        """Whether strangers could use it to fill a mailbox; what the office begins is not counted."""
        return self.way in {Way.FORM, Way.ADDRESS}

    @property
    def channels(self) -> list[Channel]:
        return [item.channel for item in self.wanted()]

    def wanted(self) -> list["SignUpItem"]:
        return list(self.items.select_related("channel", "wording").order_by("channel__position", "pk"))

    # Answering ------------------------------------------------------------------------------------------

    @transaction.atomic
    def answer(self, *, by: Actor) -> None:
        """Write the one mail that fits: confirm, "you have it already", or none at all (N-103)."""
        rows = SignUp.objects.filter(pk=self.pk, answered_at=None).select_for_update(of=["self"])
        if not rows.exists():
            return
        hold(self.email)
        wanted = self._allowed()
        if not wanted or (self.is_limited and not self._mailbox_has_room()):
            self.delete()
            return
        live = Subscription.objects.of_address(self.email).in_channels(item.channel_id for item in wanted)
        known = {row.channel_id: row for row in live.active().with_channel()}
        new = [item for item in wanted if item.channel_id not in known]
        if new:
            self._ask_to_confirm(new)
            return
        letters.already_subscribed(self, list(known.values()))
        self.delete()

    def _allowed(self) -> list["SignUpItem"]:
        suppressed = Suppression.objects.channels_of(self.email)
        return [item for item in self.wanted() if not covers(suppressed, item.channel_id)]

    def _mailbox_has_room(self) -> bool:
        """Counts this mail when there is room for it (N-130)."""
        mailbox = addresses.for_limits(self.email, WordList.objects.words(WordList.DOTLESS))
        day, month = AddressMail.objects.counts(mailbox)
        if day >= office.value("newsletters.mails_per_day") or month >= office.value(
            "newsletters.mails_per_month"
        ):
            return False
        AddressMail.objects.note(mailbox)
        return True

    def _ask_to_confirm(self, items: list["SignUpItem"]) -> None:
        SignUpItem.objects.filter(signup=self).exclude(pk__in=[item.pk for item in items]).delete()
        token, now = secrets.token_urlsafe(TOKEN_BYTES), timezone.now()
        wording = letters.confirmation_wording(self.language, self.way)
        self.mail = ConfirmationMail.objects.keep(self.language, wording)
        self.answered_at, self.expires_at = now, now + self._lifetime()
        SignUp.objects.filter(pk=self.pk).update(
            answered_at=now, expires_at=self.expires_at, token_hash=digest(token), mail=self.mail
        )
        letters.signup_received(self, [item.channel for item in items], token)
        month = timezone.localdate().replace(day=1)
        KeptCount.objects.add(ASKED, [(month, {"channel": str(item.channel_id)}, 1) for item in items])

    def _lifetime(self) -> timedelta:
        if self.way == Way.INVITATION:
            return timedelta(days=int(office.value("newsletters.invitation_days")))
        return timedelta(hours=int(office.value("newsletters.opt_in_hours")))

    @transaction.atomic
    def ask_again(self) -> "SignUp":
        """A link that has ended is asked for once more; limits count as for any other wish (N-106)."""
        wordings = [item.wording for item in self.wanted()]
        self.delete()
        return SignUp.objects.ask(
            email=self.email, language=self.language, wordings=wordings, way=self.way, replaces=self.replaces
        )

    # Confirming -----------------------------------------------------------------------------------------

    @transaction.atomic
    def confirm(self, *, by: Actor) -> bool:
        """The button in the mail: every newsletter of this wish begins; False when it had already (N-105)."""
        now = timezone.now()
        rows = SignUp.objects.filter(pk=self.pk, confirmed_at=None, expires_at__gt=now)
        if not rows.update(confirmed_at=now, email=""):
            self.refresh_from_db()
            return False
        self.confirmed_at = now
        hold(self.email)
        items = self.wanted()
        live = Subscription.objects.of_address(self.email).in_channels(item.channel_id for item in items)
        known = {row.channel_id: row for row in live.live()}
        self._begin(items, known, by=by, now=now)
        if self.replaces is not None and self.replaces.is_live:
            self.replaces.end(by=by, reason=EndReason.ADDRESS_CHANGED)
        return True

    def _begin(
        self, items: list["SignUpItem"], known: dict[int, Subscription], *, by: Actor, now: datetime
    ) -> None:
        new = [Subscription.made_from(self, i.channel, now) for i in items if i.channel_id not in known]
        for subscription in Subscription.objects.bulk_create(new):
            known[subscription.channel_id] = subscription
            record(subscription, "confirm", by=by, to_state=SubscriptionState.ACTIVE)
        began = {row.channel_id for row in new}
        for subscription in known.values():
            if subscription.state == SubscriptionState.RESTING:
                subscription.wake(by=by, language=self.language)
                began.add(subscription.channel_id)
        Proof.objects.bulk_create(
            self._proof(item, known[item.channel_id], now) for item in items if item.channel_id in began
        )

    def _proof(self, item: "SignUpItem", subscription: Subscription, now: datetime) -> Proof:
        return Proof(
            channel=item.channel,
            address_hash=addresses.fingerprint(self.email),
            key_number=addresses.key_number(),
            subscription_number=subscription.pk,
            wording=item.wording,
            mail_id=self.mail_id,
            way=self.way,
            asked_at=self.created_at,
            confirmed_at=now,
        )

    @transaction.atomic
    def deny(self, *, by: Actor) -> None:
        """„Das war ich nicht“: the wish goes, and nothing is ever written to this address again (N-108)."""
        Suppression.objects.set(self.email, by=by, reason=SuppressionReason.NOT_ME)
        SignUp.objects.filter(pk=self.pk).delete()


class SignUpItem(models.Model):
    """One newsletter of a wish, with the words shown above the button."""

    signup = models.ForeignKey(SignUp, on_delete=models.CASCADE, related_name="items")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="+")
    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, related_name="+")

    retention = Retention()

    objects: "models.Manager[SignUpItem]" = models.Manager()

    class Meta:
        verbose_name = _("Newsletter einer Anmeldung")
        verbose_name_plural = _("Newsletter der Anmeldungen")
        constraints = [
            models.UniqueConstraint(name="signup_asks_once_per_channel", fields=["signup", "channel"]),
        ]

    def __str__(self) -> str:
        return f"{self.signup_id} {self.channel_id}"
