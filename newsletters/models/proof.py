"""The proof of a consent: what was agreed to, when, by which mail, until when (N-120)."""

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goslar_portal.journal.models import Actor, record
from goslar_portal.retention import DELETE, Retention, Rule, days
from newsletters import addresses
from newsletters.models.channel import Channel, Wording
from newsletters.models.choices import Way

if TYPE_CHECKING:
    from newsletters.models.subscription import Subscription


class EndReason(models.TextChoices):
    UNSUBSCRIBED = "unsubscribed", _("abgemeldet")
    UNDELIVERABLE = "undeliverable", _("unzustellbar")
    NOT_RENEWED = "not_renewed", _("nicht erneuert")
    SUPPRESSED = "suppressed", _("gesperrt")
    ADDRESS_CHANGED = "address_changed", _("andere Adresse")
    ASKED = "asked", _("auf Wunsch, vom Amt beendet")
    PRIVACY = "privacy", _("gelöscht nach Artikel 17 DSGVO")


class ConfirmationMailQuerySet(models.QuerySet["ConfirmationMail"]):
    def keep(self, language: str, wording: str) -> "ConfirmationMail":
        """The record of these words; a new one when they were never sent before."""
        digest = hashlib.sha256(wording.encode()).hexdigest()
        return self.get_or_create(sha256=digest, defaults={"language": language, "wording": wording})[0]


class ConfirmationMail(models.Model):
    """The words of a confirmation mail, without address and link. Its number is its version."""

    language = models.CharField(_("Sprache"), max_length=12)
    sha256 = models.CharField(_("Prüfsumme"), max_length=64, unique=True)
    wording = models.TextField(_("Wortlaut"))
    first_used_at = models.DateTimeField(_("zuerst verwendet"), default=timezone.now)

    retention = Retention(operational="language sha256 wording")

    objects = ConfirmationMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("Wortlaut der Bestätigungsmail")
        verbose_name_plural = _("Wortlaute der Bestätigungsmail")
        triggers = [pgtrigger.Protect(name="confirmation_mail_does_not_change", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"Version {self.pk}"


class ProofQuerySet(models.QuerySet["Proof"]):
    def of_address(self, address: str) -> Self:
        """Every consent this address ever gave, also after it was erased."""
        rows = self.filter(address_hash__in=addresses.fingerprints(address))
        return rows.select_related("channel", "wording", "mail").order_by("confirmed_at", "pk")

    def look_up(self, address: str, channels: Iterable[Channel], *, by: Actor) -> list["Proof"]:
        """The proof for one address; the journal keeps who looked, also when there was nothing (N-121)."""
        found = list(self.of_address(address).in_channels(channels))
        for row in found or [Proof(pk=0)]:
            record(row, "look_up", by=by)
        return found

    def open(self) -> Self:
        return self.filter(ended_at=None)

    def of(self, subscription: "Subscription") -> Self:
        return self.filter(subscription_number=subscription.pk)

    def in_channels(self, channels: Iterable[Channel]) -> Self:
        return self.filter(channel__in=channels)

    def confirmed_per_month_of_asking(self) -> Any:
        """Answered confirmation mails by newsletter and month of the mail; renewals are none (N-162)."""
        month = TruncMonth("asked_at", output_field=models.DateField())
        rows = self.exclude(way=Way.RENEWAL).order_by().annotate(month=month)
        return rows.values_list("channel_id", "month").annotate(models.Count("pk"))

    def end(self, *, reason: str) -> int:
        return self.open().update(ended_at=timezone.now(), end_reason=reason)


class Proof(models.Model):
    """Rows are added and ended, never changed. No foreign key to the subscription: the proof outlives it."""

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, verbose_name=_("Newsletter"))
    address_hash = models.BinaryField(_("Prüfwert der Adresse"), max_length=32, db_index=True)
    key_number = models.PositiveIntegerField(_("Nummer des Schlüssels"))
    subscription_number = models.BigIntegerField(_("Nummer des Abos"), db_index=True)
    wording = models.ForeignKey(Wording, on_delete=models.PROTECT, verbose_name=_("Einwilligungstext"))
    mail = models.ForeignKey(
        ConfirmationMail, on_delete=models.PROTECT, null=True, verbose_name=_("Bestätigungsmail")
    )
    way = models.CharField(_("Weg"), max_length=12, choices=Way.choices)
    asked_at = models.DateTimeField(_("angefragt"))
    confirmed_at = models.DateTimeField(_("bestätigt"))
    ended_at = models.DateTimeField(_("beendet"), null=True)
    end_reason = models.CharField(_("Grund des Endes"), max_length=20, choices=EndReason.choices, blank=True)

    retention = Retention(
        personal="address_hash",
        operational="key_number subscription_number way end_reason",
        purpose=_("Nachweis der Einwilligung"),
        rules=[
            Rule(
                "newsletters.proof_days",
                _("Nachweis, dass jemand in einen Newsletter eingewilligt hat, ohne die Adresse"),
                starts=_("Ende des Abos"),
                clock="ended_at",
                period=days(1096, low=365, high=3653),
                then=DELETE,
                needs_confirmation=_(
                    "Wie lange bleibt der Nachweis einer Einwilligung (Vorschlag: 36 Monate)?"
                ),
            ),
        ],
    )

    objects = ProofQuerySet.as_manager()

    class Meta:
        verbose_name = _("Nachweis einer Einwilligung")
        verbose_name_plural = _("Nachweise der Einwilligungen")
        ordering = ["confirmed_at", "pk"]
        constraints = [
            models.CheckConstraint(name="proof_way_is_known", condition=Q(way__in=Way.values)),
            models.CheckConstraint(
                name="proof_end_has_reason",
                condition=Q(ended_at=None, end_reason="") | (Q(ended_at__isnull=False) & ~Q(end_reason="")),
            ),
            models.CheckConstraint(
                name="proof_is_confirmed_after_asking", condition=Q(confirmed_at__gte=models.F("asked_at"))
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="proof_is_not_edited", exclude=["ended_at", "end_reason"]),
            pgtrigger.Protect(
                name="proof_ends_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Nachweis {self.pk}"

    def as_json(self) -> dict[str, Any]:
        """Everything the row says, for the person or a court; the address is known to whoever asks."""
        return {
            "newsletter": self.channel.slug,
            "wording": {
                "version": self.wording.version,
                "language": self.wording.language,
                "text": self.wording.text,
            },
            "confirmation_mail": None
            if self.mail is None
            else {"version": self.mail.pk, "sha256": self.mail.sha256, "text": self.mail.wording},
            "way": self.way,
            "asked_at": self.asked_at.isoformat(),
            "confirmed_at": self.confirmed_at.isoformat(),
            "ended_at": self.ended_at.isoformat() if self.ended_at else None,
            "end_reason": self.end_reason or None,
            "address_hmac_sha256": bytes(self.address_hash).hex(),
            "address_key_number": self.key_number,
        }
