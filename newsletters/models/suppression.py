"""Addresses that must never be written to, known by their HMAC alone (N-122, N-123)."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Self

from django.db import connection, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goslar_portal.journal.models import Actor, record
from goslar_portal.retention import DELETE, Retention, Rule, days
from newsletters import addresses, letters
from newsletters.models.channel import Channel
from newsletters.models.proof import EndReason


def hold(address: str) -> None:
    """Until the end of the transaction nobody else decides about this address."""
    number = int.from_bytes(addresses.fingerprint(address)[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


class SuppressionReason(models.TextChoices):
    NOT_ME = "not_me", _("hat sich nicht selbst angemeldet")
    ASKED = "asked", _("möchte keine Post, hat es uns gesagt")
    COMPLAINT = "complaint", _("Beschwerde über unerwünschte Post")
    PRIVACY = "privacy", _("Widerspruch nach Artikel 21 DSGVO")


class LiftReason(models.TextChoices):
    ASKED_PHONE = "asked_phone", _("Bitte der Person, am Telefon")
    ASKED_MAIL = "asked_mail", _("Bitte der Person, per E-Mail oder Brief")
    ASKED_DESK = "asked_desk", _("Bitte der Person, persönlich")
    MISTAKE = "mistake", _("Sperre war ein Versehen des Amtes")


class SuppressionQuerySet(models.QuerySet["Suppression"]):
    def of_address(self, address: str) -> Self:
        return self.filter(address_hash__in=addresses.fingerprints(address))

    def visible_to(self, user: Any) -> Self:
        """Those of one's own newsletters, and those that stand for all."""
        return self.filter(Q(channel=None) | Q(channel__in=Channel.objects.visible_to(user)))

    def channels_of(self, address: str) -> set[int | None]:
        """The channels that must not write; `None` among them stands for all."""
        return set(self.of_address(address).values_list("channel_id", flat=True))

    @transaction.atomic
    def set(self, address: str, *, by: Actor, reason: str, channel: Channel | None = None) -> "Suppression":
        """Nothing leaves for this address any more: open sign-ups go, live subscriptions end."""
        from newsletters.models.signup import SignUp
        from newsletters.models.subscription import Subscription

        hold(address)
        fields = {"channel": channel, "address_hash": addresses.fingerprint(address)}
        row, is_new = self.get_or_create(
            **fields, defaults={"key_number": addresses.key_number(), "reason": reason}
        )
        if is_new:
            record(row, "suppress", by=by, reason=reason)
        SignUp.objects.of_address(address).in_channel(channel).delete()
        for subscription in Subscription.objects.of_address(address).in_channel(channel).live():
            subscription.end(by=by, reason=EndReason.SUPPRESSED)
        return row


def covers(suppressed: Iterable[int | None], channel: int) -> bool:
    return channel in suppressed or None in suppressed


class Suppression(models.Model):
    address_hash = models.BinaryField(_("Prüfwert der Adresse"), max_length=32)
    key_number = models.PositiveIntegerField(_("Nummer des Schlüssels"))
    channel = models.ForeignKey(
        Channel, on_delete=models.CASCADE, null=True, blank=True, verbose_name=_("Newsletter"),
        help_text=_("Leer heißt: alle."),
    )  # fmt: skip
    reason = models.CharField(_("Grund"), max_length=20, choices=SuppressionReason.choices)
    since = models.DateTimeField(_("seit"), default=timezone.now)

    # Kept until the person wants it lifted: a suppression that ends by itself would be none (N-122). What is
    # stored cannot be read back without the key and the address.
    retention = Retention(operational="address_hash key_number reason")

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        verbose_name = _("Sperre")
        verbose_name_plural = _("Sperren")
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="suppression_is_once", fields=["address_hash", "channel"], nulls_distinct=False
            ),
            models.CheckConstraint(
                name="suppression_reason_is_known", condition=Q(reason__in=SuppressionReason.values)
            ),
        ]

    def __str__(self) -> str:
        return f"Sperre {self.pk}"

    @transaction.atomic
    def lift(self, *, by: Actor, reason: str) -> None:
        """Only on a recorded request of the person (N-123)."""
        record(self, "lift", by=by, reason=reason)
        self.delete()


class AddressMailQuerySet(models.QuerySet["AddressMail"]):
    def of_mailbox(self, mailbox: str) -> Self:
        return self.filter(mailbox_hash=addresses.fingerprint(mailbox))

    def counts(self, mailbox: str) -> tuple[int, int]:
        """How many mails this mailbox got in the last 24 hours and in the last 30 days."""
        now = timezone.now()
        day, month = now - timedelta(hours=24), now - timedelta(days=30)
        found = self.of_mailbox(mailbox).aggregate(
            day=models.Count("pk", filter=Q(sent_at__gt=day)),
            month=models.Count("pk", filter=Q(sent_at__gt=month)),
        )
        return found["day"], found["month"]

    def note(self, mailbox: str) -> None:
        self.create(mailbox_hash=addresses.fingerprint(mailbox))


class AddressMail(models.Model):
    """One mail that somebody's form caused at one mailbox; counted, never read back (N-130)."""

    mailbox_hash = models.BinaryField(_("Prüfwert des Postfachs"), max_length=32)
    sent_at = models.DateTimeField(_("geschrieben"), default=timezone.now)

    retention = Retention(
        personal="mailbox_hash",
        purpose=_("Schutz vor Überlastung"),
        rules=[
            Rule(
                "newsletters.mailbox_days",
                _("Zähler der E-Mails, die ein Formular an ein Postfach ausgelöst hat, ohne die Adresse"),
                starts=_("Absenden"),
                clock="sent_at",
                period=days(30, low=30, high=30),
                then=DELETE,
            ),
        ],
    )

    objects = AddressMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("Zähler eines Postfachs")
        verbose_name_plural = _("Zähler der Postfächer")
        indexes = [models.Index(name="mails_of_mailbox", fields=["mailbox_hash", "sent_at"])]

    def __str__(self) -> str:
        return f"Zähler {self.pk}"


class ReachedLimitQuerySet(models.QuerySet["ReachedLimit"]):
    def note(self, kinds: Iterable[str], channel: Channel) -> None:
        """Once per limit and hour; the office hears of it once a day (N-133)."""
        hour = timezone.now().replace(minute=0, second=0, microsecond=0)
        rows = [ReachedLimit(kind=kind, hour=hour, channel=channel) for kind in kinds]
        with transaction.atomic():
            self.bulk_create(rows, ignore_conflicts=True)
            letters.limit_reached(channel, hour)

    def lately(self) -> Self:
        return self.filter(hour__gt=timezone.now() - timedelta(days=1))

    def of_role(self, role: str) -> Self:
        return self.filter(channel__role=role)


class ReachedLimit(models.Model):
    """In this hour a limit of the form was reached; nobody's address, nobody's network."""

    kind = models.CharField(_("Grenze"), max_length=10)
    hour = models.DateTimeField(_("Stunde"))
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, verbose_name=_("Newsletter"))

    retention = Retention(operational="kind")

    objects = ReachedLimitQuerySet.as_manager()

    class Meta:
        verbose_name = _("erreichte Grenze")
        verbose_name_plural = _("erreichte Grenzen")
        ordering = ["-hour", "kind"]
        constraints = [models.UniqueConstraint(name="limit_is_reached_once_an_hour", fields=["kind", "hour"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.hour:%d.%m. %H} Uhr"
