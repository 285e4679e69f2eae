"""Contacts of other bodies that somebody has to look at from time to time (D-046)."""

from datetime import date
from typing import Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from goslar_portal import office
from goslar_portal.dates import months_after, today
from goslar_portal.journal.models import Actor, record
from goslar_portal.retention import Retention


class ContactCheckQuerySet(models.QuerySet["ContactCheck"]):
    def due(self, day: date) -> Self:
        """Never looked at, or not for as many months as the office sets."""
        months = int(office.value("democracy.contact_check_months"))
        return self.filter(models.Q(checked_on=None) | models.Q(checked_on__lte=months_after(day, -months)))


class ContactCheck(models.Model):
    """That a contact card was compared with the world. The card itself is one of the portal's contacts."""

    code = models.SlugField(_("Kürzel des Kontakts"), max_length=60, unique=True)
    label = models.CharField(_("Stelle"), max_length=160)
    checked_on = models.DateField(_("geprüft am"), null=True, blank=True)

    objects = ContactCheckQuerySet.as_manager()
    retention = Retention(public="code label", operational="checked_on")

    class Meta:
        verbose_name = _("Prüfung eines Kontakts")
        verbose_name_plural = _("Prüfung der Kontakte")
        ordering = ["label"]

    def __str__(self) -> str:
        return self.label

    @transaction.atomic
    def confirm(self, *, by: Actor) -> None:
        """Somebody has compared the card: everything on it is still right."""
        ContactCheck.objects.filter(pk=self.pk).update(checked_on=today())
        record(self, "confirm", by=by)
        self.refresh_from_db()
