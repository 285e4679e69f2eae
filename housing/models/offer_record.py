"""The columns of an offer beside its facts: state, landlord, and the dates of its way."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goslar_portal import office
from goslar_portal.dates import today
from goslar_portal.mail.models import Letter
from goslar_portal.retention import Retention
from goslar_portal.retention.due import ending
from housing.models.choices import Channel
from housing.models.folding import folded
from housing.models.landlord import Landlord
from housing.models.offer_facts import OfferFacts
from housing.models.offer_states import CLOSED, OPEN, OfferState
from housing.models.reasons import Reason


class OfferRecord(OfferFacts):
    state = models.CharField(
        _("Stand"), max_length=12, choices=OfferState.choices, default=OfferState.DRAFT, editable=False
    )
    reference = models.CharField(_("Aktenzeichen"), max_length=20, null=True, unique=True, editable=False)  # noqa: DJ001  # unique, and missing until received
    channel = models.CharField(
        _("eingegangen per"), max_length=10, choices=Channel.choices, default=Channel.WEB, editable=False
    )
    landlord = models.ForeignKey(
        Landlord,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="offers",
        verbose_name=_("Vermieter"),
    )
    entitled = models.BooleanField(_("Berechtigung zur Vermietung bestätigt"), default=False)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("zuständig"),
    )
    marks = ArrayField(
        models.CharField(max_length=40), verbose_name=_("Vermerke"), default=list, blank=True, editable=False
    )

    # The way of the form
    answers = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder, editable=False)
    completed_steps = ArrayField(models.CharField(max_length=20), default=list, blank=True, editable=False)
    draft_key_hash = models.BinaryField(max_length=32, null=True, unique=True, editable=False)
    draft_changed_at = models.DateTimeField(_("Entwurf geändert"), null=True, editable=False)
    resume_email = models.EmailField(
        _("E-Mail zum Weiterausfüllen"), max_length=254, blank=True, editable=False
    )
    saved_at = models.DateTimeField(_("Entwurf gespeichert"), null=True, editable=False)
    submitted_at = models.DateTimeField(_("abgesendet"), null=True, editable=False)
    reminded_at = models.DateTimeField(_("erinnert"), null=True, editable=False)
    opt_in_count = models.PositiveSmallIntegerField(_("Bestätigungsmails"), default=0, editable=False)
    confirmed_at = models.DateTimeField(_("E-Mail bestätigt"), null=True, editable=False)

    # The way of the work
    received_at = models.DateTimeField(_("eingegangen"), null=True, editable=False)
    reply_by = models.DateField(_("Antwort bis"), null=True, editable=False)
    last_contact_on = models.DateField(_("letzter Kontakt"), null=True, editable=False)
    failed_attempts = models.PositiveSmallIntegerField(_("vergebliche Versuche"), default=0, editable=False)
    query_text = models.CharField(_("Rückfrage"), max_length=2000, blank=True, editable=False)
    queried_at = models.DateTimeField(_("gefragt am"), null=True, editable=False)
    answer_text = models.CharField(_("Antwort"), max_length=2000, blank=True, editable=False)
    paused_until = models.DateField(_("pausiert bis"), null=True, editable=False)
    state_before_pause = models.CharField(
        _("Stand vor der Pause"), max_length=12, choices=OfferState.choices, blank=True, editable=False
    )
    available_since = models.DateTimeField(_("verfügbar seit"), null=True, editable=False)
    acceptance_reason = models.ForeignKey(
        Reason,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("ohne Besichtigung, weil"),
    )
    free_confirmed_at = models.DateTimeField(_("zuletzt als frei bestätigt"), null=True, editable=False)
    free_asked_at = models.DateTimeField(_("gefragt, ob noch frei"), null=True, editable=False)
    free_reminders = models.PositiveSmallIntegerField(
        _("Erinnerungen: noch frei?"), default=0, editable=False
    )
    query_reminders = models.PositiveSmallIntegerField(
        _("Erinnerungen: Rückfrage"), default=0, editable=False
    )
    reserved_at = models.DateTimeField(_("reserviert seit"), null=True, editable=False)
    contract_on = models.DateField(_("Vertrag vom"), null=True, editable=False)
    erasure_wished_at = models.DateTimeField(_("Löschung gewünscht"), null=True, editable=False)
    closed_at = models.DateTimeField(_("beendet am"), null=True, editable=False)
    closing_reason = models.ForeignKey(
        Reason,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("beendet, weil"),
    )
    looked_at = models.DateTimeField(
        _("auf Dubletten und Auffälligkeiten geprüft"), null=True, editable=False
    )
    street_key = models.GeneratedField(
        verbose_name=_("Straße zum Vergleichen"),
        expression=folded("street"),
        output_field=models.CharField(max_length=240),
        db_persist=True,
    )
    # Says whether a dwelling of a company's list is here already (H-082); nothing can be read from it.
    list_key = models.BinaryField(max_length=32, null=True, unique=True, editable=False)
    comment = models.CharField(_("interne Bemerkung"), max_length=1000, blank=True, editable=False)
    closed_as = models.CharField(_("beendet als"), max_length=12, blank=True, editable=False)

    retention = Retention(
        operational="state reference channel entitled completed_steps opt_in_count reply_by last_contact_on"
        " failed_attempts paused_until state_before_pause closed_as free_reminders query_reminders"
        " contract_on",
        personal="street_key landlord marks answers draft_key_hash list_key resume_email query_text"
        " answer_text comment",
        purpose=_("Vermittlung von Wohnraum"),
    )

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_closed(self) -> bool:
        return self.state in CLOSED

    @property
    def resume_until(self) -> datetime | None:
        """How long the link to a saved draft leads back to it (H-033)."""
        days = timedelta(days=int(office.value("housing.resume_days")))
        return self.saved_at + days if self.saved_at else None

    @property
    def age_in_days(self) -> int:
        """Days since it came in, by the calendar of the office."""
        return (today() - timezone.localdate(self.received_at)).days if self.received_at else 0

    @property
    def fingerprint(self) -> str:
        """Changes with every fact of the dwelling, so that a form notices a faster colleague (G-057)."""
        return self.fingerprint_of(field.name for field in OfferFacts._meta.local_fields)

    def fingerprint_of(self, names: Iterable[str]) -> str:
        """The same for some facts: who changes the costs is not stopped by who changes the rooms (H-075)."""
        fields: list[Any] = [self._meta.get_field(name) for name in sorted(names)]
        values = [str(getattr(self, field.attname)) for field in fields]
        return hashlib.sha256("\x1f".join(values).encode()).hexdigest()[:24]

    @property
    def missing_for_release(self) -> list[str]:
        """What must be known before the dwelling may be placed (H-091, `accept`)."""
        needed = {
            _("Straße"): self.street,
            _("Wohnfläche"): self.living_area,
            _("Kaltmiete"): self.net_cold_rent is not None,
            _("Berechtigung zur Vermietung"): self.entitled,
        }
        return [str(label) for label, known in needed.items() if not known]

    @property
    def is_hard_to_reach(self) -> bool:
        """So many calls in vain that a letter is due (H-104)."""
        return self.failed_attempts >= int(office.value("housing.attempts_before_letter"))

    @property
    def landlord_reason_text(self) -> str:
        """What status page and letter may say about the end; never the comment of the staff (H-310)."""
        return self.closing_reason.landlord_text if self.closing_reason_id and self.closing_reason else ""

    @property
    def is_let_elsewhere(self) -> bool:
        """Ended because the landlord found a tenant without us."""
        return self.closing_reason_id == "offer_withdrawal.let_elsewhere"

    def cleared_on(self) -> date | None:
        """The day on which an offer that ended loses everything personal (H-280); None while it is open."""
        end = ending(self) if self.closed_at else None
        return end.on if end else None

    def letters(self) -> models.QuerySet[Letter]:
        return Letter.objects.about(self)
