"""What landlords agreed to, in which words (H-060).

Stored are kind, version, time and channel, never the network address.
"""

from collections.abc import Iterable
from typing import Any, Self

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goslar_portal.dates import today
from goslar_portal.journal.history import tracked
from goslar_portal.retention import Retention
from goslar_portal.retention.eraser import erase_parts
from goslar_portal.uploads.models import Upload
from housing.models.choices import REQUIRED_CONSENTS, Channel, ConsentKind
from housing.models.landlord import Landlord


class ConsentTextQuerySet(models.QuerySet["ConsentText"]):
    def unconfirmed(self) -> Self:
        """Newest versions that hold an open question to the county (H-350)."""
        newer = ConsentText.objects.filter(
            kind=OuterRef("kind"), language=OuterRef("language"), version__gt=OuterRef("version")
        )
        return self.exclude(Exists(newer)).exclude(needs_confirmation="")

    def current(self, language: str = "de") -> list["ConsentText"]:
        """The words in force today, one per kind, in the order of the form."""
        rows = self.filter(language=language, valid_from__lte=today()).order_by("kind", "-version")
        newest = {row.kind: row for row in rows.distinct("kind")}
        return [newest[kind] for kind in ConsentKind.values if kind in newest]


@tracked(kept=True)
class ConsentText(models.Model):
    """One version of one wording. A new wording is a new version; old ones stay as proof."""

    kind = models.CharField(_("Einwilligung"), max_length=20, choices=ConsentKind.choices)
    version = models.PositiveSmallIntegerField(_("Version"))
    language = models.CharField(_("Sprache"), max_length=12, default="de")
    label = models.CharField(_("Satz am Kästchen"), max_length=300)
    text = models.TextField(_("Erläuterung"), blank=True)
    valid_from = models.DateField(_("gilt ab"), default=today)
    needs_confirmation = models.CharField(_("vom Landkreis zu bestätigen"), max_length=300, blank=True)

    retention = Retention(
        public="kind version language label text valid_from", operational="needs_confirmation"
    )

    objects = ConsentTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("Einwilligungstext")
        verbose_name_plural = _("Einwilligungstexte")
        ordering = ["kind", "language", "-version"]
        constraints = [
            models.CheckConstraint(
                name="consent_text_kind_is_known", condition=Q(kind__in=ConsentKind.values)
            ),
            models.UniqueConstraint(
                name="consent_version_is_once",
                fields=["kind", "language", "version"],
                violation_error_message=_("Diese Version gibt es schon."),
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="consent_text_does_not_change", fields=["kind", "version", "language", "label", "text"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} (Version {self.version})"

    @property
    def is_required(self) -> bool:
        return self.kind in REQUIRED_CONSENTS


class ConsentQuerySet(models.QuerySet["Consent"]):
    def in_force(self) -> Self:
        return self.filter(withdrawn_at=None)

    def give(
        self,
        offer: Any,
        kinds: Iterable[str],
        *,
        channel: str,
        evidence: str = "",
        scan: Upload | None = None,
        among: Iterable["ConsentText"] | None = None,
    ) -> None:
        """Store what was agreed to, with the wording in force today.

        `scan`: the signed sheet as a picture. `among`: the wordings the form has shown. Raises
        `ValidationError` when one of the two that every offer needs is missing.
        """
        known = ConsentText.objects.current() if among is None else among
        texts = {text.kind: text for text in known}
        given = set(kinds)
        if not given >= REQUIRED_CONSENTS:
            raise ValidationError(
                _("Ohne Datenschutzhinweise und Einwilligung darf nichts gespeichert werden.")
            )
        if unknown := given - texts.keys():
            raise LookupError(f"no consent text in force for {sorted(unknown)}")
        self.bulk_create(
            Consent(
                offer=offer,
                landlord=offer.landlord,
                text=text,
                channel=channel,
                evidence=evidence,
                scan=scan,
            )
            for kind, text in texts.items()
            if kind in given
        )

    def scan_of(self, offer: Any, number: int) -> Upload | None:
        """The signed sheet behind this consent, if there is one."""
        row = self.filter(offer=offer, pk=number).select_related("scan").first()
        return row.scan if row else None

    def set_voluntary(self, offer: Any, kinds: set[str], *, channel: str) -> bool:
        """Exactly these voluntary consents are in force from now on; what every offer needs stays."""
        held = {row.text.kind: row for row in self.filter(offer=offer).in_force().select_related("text")}
        texts = {text.kind: text for text in ConsentText.objects.current() if not text.is_required}
        gone = [row.pk for kind, row in held.items() if kind not in REQUIRED_CONSENTS and kind not in kinds]
        new = [text for kind, text in texts.items() if kind in kinds and kind not in held]
        self.filter(pk__in=gone).update(withdrawn_at=timezone.now())
        self.bulk_create(
            Consent(offer=offer, landlord_id=offer.landlord_id, text=text, channel=channel) for text in new
        )
        return bool(gone or new)

    def release(self, offer: Any) -> None:
        """The offer is forgotten: what was agreed to about it goes, what is meant for later stays (H-280)."""
        rows = self.filter(offer=offer)
        rows.filter(withdrawn_at=None, text__kind=ConsentKind.POOL).update(offer=None)
        erase_parts(Consent, list(rows.values_list("pk", flat=True)))


@tracked()
class Consent(models.Model):
    # Empty once the offer is anonymised: what was agreed to for later outlives it (H-280).
    offer = models.ForeignKey("housing.Offer", on_delete=models.CASCADE, null=True, related_name="consents")
    landlord = models.ForeignKey(Landlord, on_delete=models.CASCADE, related_name="consents")
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="+", verbose_name=_("Text"))
    given_at = models.DateTimeField(_("erteilt am"), default=timezone.now)
    channel = models.CharField(_("auf welchem Weg"), max_length=10, choices=Channel.choices)
    evidence = models.CharField(_("Nachweis"), max_length=300, blank=True)
    # One sheet for all that was agreed to on it; the file goes with the last of these rows.
    scan = models.ForeignKey(
        Upload,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("Scan"),
    )
    withdrawn_at = models.DateTimeField(_("zurückgenommen am"), null=True, blank=True)

    retention = Retention(operational="channel", personal="evidence", goes_with="landlord")

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("Einwilligung")
        verbose_name_plural = _("Einwilligungen")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_consent_in_force_per_text",
                fields=["offer", "text"],
                condition=Q(withdrawn_at=None),
            ),
            models.CheckConstraint(
                name="consent_by_staff_has_evidence",
                condition=Q(channel=Channel.WEB) | ~Q(evidence="") | Q(scan__isnull=False),
                violation_error_message=_("Ohne Formular braucht eine Einwilligung einen Nachweis."),
            ),
            models.CheckConstraint(
                name="consent_ends_after_it_began",
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=models.F("given_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text} {self.given_at:%d.%m.%Y}"
