"""What the archive shows of an issue from before the portal (N-095)."""

from __future__ import annotations

from datetime import date

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from goslar_portal.journal.models import Actor, record
from goslar_portal.retention import Retention
from goslar_portal.uploads.models import Upload
from newsletters.models.sending import Sending


class Archiving(Sending):
    """The part of `Issue` that readers of the archive see."""

    file = models.ForeignKey(
        Upload, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("PDF einer früheren Ausgabe"),
    )  # fmt: skip
    summary = models.TextField(_("Inhalt in Worten"), max_length=4000, blank=True)
    checked_on = models.DateField(_("Barrierefreiheit geprüft am"), null=True, blank=True)
    checked_how = models.CharField(_("geprüft mit"), max_length=200, blank=True)

    retention = Retention(public="summary checked_on checked_how")

    class Meta:
        abstract = True

    @property
    def is_unchecked(self) -> bool:
        """A file from elsewhere that nobody has looked at: readers are told (N-095)."""
        return self.has_file and self.checked_on is None

    @property
    def has_file(self) -> bool:
        return self._issue.file_id is not None

    @transaction.atomic
    def keep_file(self, file: Upload, *, summary: str) -> None:
        """The PDF of an issue from before the portal, and what it says in words."""
        self.file, self.summary = file, summary
        self.save(update_fields=["file", "summary"])

    @transaction.atomic
    def record_check(self, *, by: Actor, checked_on: date, checked_how: str) -> None:
        """Somebody has looked whether everybody can read the PDF, on this day, by this method."""
        self.checked_on, self.checked_how = checked_on, checked_how
        self.save(update_fields=["checked_on", "checked_how"])
        record(self, "record_check", by=by)
