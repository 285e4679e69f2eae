"""What left the house as a file: which columns of which rows, when, by whom, what for (G-088)."""

from collections.abc import Collection

import pgtrigger
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from goslar_portal.journal.models import Actor, ActorKind, record
from goslar_portal.retention import DELETE, Retention, Rule, days


class FileKind(models.TextChoices):
    CSV = "csv", _("CSV, für jedes Programm")
    XLSX = "xlsx", _("XLSX, für Excel und LibreOffice")


class ExportQuerySet(models.QuerySet["Export"]):
    @transaction.atomic
    def note(
        self,
        *,
        account_id: int,
        kind: str,
        file_kind: str,
        columns: Collection[str],
        row_filter: str,
        row_count: int,
        reason: str = "",
    ) -> "Export":
        """Write the export down before its first row leaves the house."""
        row = self.create(
            account_id=account_id,
            kind=kind,
            file_kind=file_kind,
            columns=" ".join(columns),
            row_filter=row_filter[:400],
            row_count=row_count,
            reason=reason,
        )
        record(row, "export", by=Actor(ActorKind.STAFF, "staff", account_id))
        return row


class Export(models.Model):
    """One file. Holds no row of it and no word that was searched for."""

    at = models.DateTimeField(_("wann"), auto_now_add=True, db_index=True)
    account_id = models.BigIntegerField(_("Konto"))
    kind = models.CharField(_("Art"), max_length=80)
    file_kind = models.CharField(_("Datei"), max_length=4, choices=FileKind.choices)
    columns = models.TextField(_("Spalten"))
    row_filter = models.CharField(_("Auswahl"), max_length=400, blank=True)
    row_count = models.PositiveIntegerField(_("Zeilen"))
    reason = models.CharField(_("Namen und Kontakt, weil"), max_length=200, blank=True)

    retention = Retention(
        operational="account_id kind file_kind columns row_filter row_count reason",
        rules=[
            Rule(
                "exports.export_days",
                _("Ausleitungen: wer welche Spalten als Datei mitgenommen hat"),
                starts=_("Ausleitung"),
                clock="at",
                period=days(1096, low=365, high=3653),
                then=DELETE,
            ),
        ],
    )

    objects = ExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("Ausleitung")
        verbose_name_plural = _("Ausleitungen")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="export_file_kind_is_known", condition=models.Q(file_kind__in=FileKind.values)
            ),
            models.CheckConstraint(name="export_has_columns", condition=~models.Q(columns="")),
        ]
        triggers = [
            pgtrigger.Protect(name="export_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%d.%m.%Y %H:%M}"
