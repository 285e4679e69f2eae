"""What the erasing leaves behind: reports, holds, archive checks, tombstones, counts (G-092 to G-097)."""

import hashlib
import hmac
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any, Self

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, Sum
from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from goslar_portal.dates import today
from goslar_portal.journal.models import Actor, record
from goslar_portal.retention.declarations import DELETE, Retention, Rule, days
from goslar_portal.retention.inventory import ruled

GRAVE_DAYS = 40  # longer than the oldest backup (G-245)


class Run(models.Model):
    """One night of the eraser, or one call by hand."""

    began_at = models.DateTimeField(_("begonnen"), default=timezone.now)
    ended_at = models.DateTimeField(_("beendet"), null=True)

    retention = Retention()

    class Meta:
        verbose_name = _("Lauf der Löschung")
        verbose_name_plural = _("Läufe der Löschung")
        ordering = ["-began_at", "-pk"]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.began_at):%d.%m.%Y %H:%M}"


class ReportQuerySet(models.QuerySet["Report"]):
    def newest(self) -> Self:
        """The last report of each rule."""
        newest = self.filter(rule=OuterRef("rule"), pk__gt=OuterRef("pk"))
        return self.filter(~Exists(newest)).order_by("rule")

    def months(self, count: int = 12) -> list[datetime]:
        """The last months that have reports, newest first."""
        return list(self.datetimes("asked_at", "month", order="DESC")[:count])

    def in_month(self, first: date) -> Self:
        """In the order of the runs."""
        rows = self.filter(asked_at__year=first.year, asked_at__month=first.month)
        return rows.order_by("asked_at", "pk")

    def with_left(self) -> Self:
        """Rules under which something is left that should be gone (G-094)."""
        return self.newest().filter(left__gt=0)


class Report(models.Model):
    """What one run did for one rule, and what it found when it asked once more."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="reports", verbose_name=_("Lauf"))
    rule = models.CharField(_("Regel"), max_length=80, db_index=True)
    due = models.PositiveIntegerField(_("fällig"), default=0)
    done = models.PositiveIntegerField(_("erledigt"), default=0)
    left = models.PositiveIntegerField(_("übrig"), default=0)
    held = models.PositiveIntegerField(_("zurückgehalten"), default=0)
    asked_at = models.DateTimeField(_("nachgefragt"), default=timezone.now)

    objects = ReportQuerySet.as_manager()
    retention = Retention(
        operational="rule due done left held",
        rules=[
            Rule(
                "retention.report_days",
                _("Berichte über Löschungen, ohne Personen"),
                starts=_("Lauf"),
                clock="asked_at",
                period=days(731, low=90, high=3653),
                then=DELETE,
            ),
        ],
    )

    class Meta:
        verbose_name = _("Bericht über eine Regel")
        verbose_name_plural = _("Berichte über die Löschung")
        ordering = ["-asked_at", "rule"]
        constraints = [
            models.CheckConstraint(
                name="report_has_done_no_more_than_was_due", condition=Q(done__lte=F("due"))
            ),
        ]

    def __str__(self) -> str:
        return self.rule

    @property
    def what(self) -> str:
        """The rule in words; its name when the program no longer knows it."""
        known = {rule.name: rule for _model, rule in ruled()}
        return capfirst(str(known[self.rule].what)) if self.rule in known else self.rule

    @property
    def sentence(self) -> str:
        return _("%(what)s: %(left)s übrig") % {"what": self.what, "left": self.left}


def thing(kind: str, number: int) -> str:
    return f"{capfirst(apps.get_model(kind)._meta.verbose_name)} {number}"


class HoldReason(models.TextChoices):
    DISPUTE = "dispute", _("Rechtsstreit oder Widerspruch")
    AUDIT = "audit", _("Prüfung (Rechnungsprüfung, Aufsicht)")
    REQUEST = "request", _("Antrag der Person läuft noch")
    RESTRICTED = "restricted", _("Auf Wunsch eingeschränkt (Art. 18 DSGVO)")
    CRIME = "crime", _("Verdacht einer Straftat")


class HoldQuerySet(models.QuerySet["Hold"]):
    def in_force(self, on: date | None = None) -> Self:
        """A restriction does not end by itself: on its day somebody has to look again (Art. 18, G-106)."""
        until = Q(until__gte=on or today()) | Q(reason=HoldReason.RESTRICTED)
        return self.filter(until, lifted_at=None)

    def restricting(self) -> Self:
        return self.filter(reason=HoldReason.RESTRICTED, lifted_at=None)

    def of(self, row: models.Model) -> Self:
        return self.filter(kind=row._meta.label_lower, number=row.pk)

    def over(self) -> Self:
        return self.exclude(pk__in=self.model.objects.in_force().values("pk"))

    def ending(self, within: int = 14) -> Self:
        """Somebody should look again before it ends by itself."""
        return self.in_force().filter(until__lte=today() + timedelta(days=within)).order_by("until")

    @transaction.atomic
    def place(self, row: models.Model, *, by: Actor, reason: str, until: date) -> "Hold":
        """Keep a record longer than its period; a second hold of the same reason moves the first one."""
        record(row, "hold", by=by, reason=reason)
        hold, _created = self.update_or_create(
            kind=row._meta.label_lower,
            number=row.pk,
            reason=reason,
            lifted_at=None,
            defaults={"until": until, "placed_by_id": by.account_id, "placed_at": timezone.now()},
        )
        return hold


class Hold(models.Model):
    """A reason to keep one record longer than its period (G-096)."""

    kind = models.CharField(_("Art"), max_length=80)
    number = models.BigIntegerField(_("Nummer"))
    reason = models.CharField(_("Grund"), max_length=20, choices=HoldReason.choices)
    until = models.DateField(_("bis"))
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("gesetzt von"),
    )
    placed_at = models.DateTimeField(_("gesetzt am"), default=timezone.now)
    lifted_at = models.DateTimeField(_("aufgehoben am"), null=True)

    objects = HoldQuerySet.as_manager()
    retention = Retention(operational="kind number reason until")

    class Meta:
        verbose_name = _("Löschsperre")
        verbose_name_plural = _("Löschsperren")
        ordering = ["until", "pk"]
        constraints = [
            models.CheckConstraint(name="hold_reason_is_known", condition=Q(reason__in=HoldReason.values)),
            models.UniqueConstraint(
                name="one_hold_in_force_per_reason",
                fields=["kind", "number", "reason"],
                condition=Q(lifted_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.thing

    @property
    def thing(self) -> str:
        """„Angebot 12“: the record itself is nobody's business here."""
        return thing(self.kind, self.number)

    @property
    def is_in_force(self) -> bool:
        """See also `HoldQuerySet.in_force`."""
        return self.lifted_at is None and (self.is_restriction or self.until >= today())

    @property
    def is_restriction(self) -> bool:
        return self.reason == HoldReason.RESTRICTED

    @transaction.atomic
    def lift(self, *, by: Actor) -> bool:
        """The reason is gone: the period decides again. False when it was lifted before."""
        lifted = type(self).objects.filter(pk=self.pk, lifted_at=None).update(lifted_at=timezone.now())
        if lifted:
            record(self, "lift_hold", by=by, reason=self.reason)
            self.refresh_from_db()
        return bool(lifted)


class ArchiveAnswer(models.TextChoices):
    NO_VALUE = "no_value", _("nicht archivwürdig")
    TAKEN = "taken", _("vom Archiv übernommen")
    NOT_COVERED = "not_covered", _("nicht anbietungspflichtig")


class ArchiveCheck(models.Model):
    """„Anbietung geprüft“: the archive was asked before this record goes (G-096, NArchG § 3)."""

    kind = models.CharField(_("Art"), max_length=80)
    number = models.BigIntegerField(_("Nummer"))
    answer = models.CharField(_("Ergebnis"), max_length=20, choices=ArchiveAnswer.choices)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("geprüft von"),
    )
    checked_at = models.DateTimeField(_("geprüft am"), default=timezone.now)

    retention = Retention(operational="kind number answer")

    class Meta:
        verbose_name = _("Anbietung an das Archiv")
        verbose_name_plural = _("Anbietungen an das Archiv")
        constraints = [
            models.UniqueConstraint(name="archive_is_asked_once", fields=["kind", "number"]),
            models.CheckConstraint(
                name="archive_answer_is_known", condition=Q(answer__in=ArchiveAnswer.values)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


def grave(kind: str, number: int) -> bytes:
    """The number of an erased thing as nobody can read it back without the key."""
    key = settings.ADDRESS_HASH_KEY.encode()
    return hmac.digest(key, f"tombstone\0{kind}\0{number}".encode(), hashlib.sha256)


class TombstoneQuerySet(models.QuerySet["Tombstone"]):
    def bury(self, kind: str, numbers: Iterable[int]) -> None:
        rows = [Tombstone(kind=kind, number_hash=grave(kind, number)) for number in numbers]
        self.bulk_create(rows, ignore_conflicts=True)

    def buried(self, kind: str) -> set[bytes]:
        return {bytes(found) for found in self.filter(kind=kind).values_list("number_hash", flat=True)}


class Tombstone(models.Model):
    """A thing that was erased, so that a backup brought back is erased again (G-097, G-244)."""

    kind = models.CharField(_("Art"), max_length=80)
    number_hash = models.BinaryField(_("Prüfwert der Nummer"), max_length=32)
    erased_on = models.DateField(_("gelöscht am"), default=today)

    objects = TombstoneQuerySet.as_manager()
    retention = Retention(
        operational="kind number_hash erased_on",
        rules=[
            Rule(
                "retention.tombstone",
                _("Vermerk einer Löschung, ohne Person"),
                starts=_("Löschung"),
                clock="erased_on",
                period=days(GRAVE_DAYS, low=GRAVE_DAYS, high=GRAVE_DAYS),
                then=DELETE,
            ),
        ],
    )

    class Meta:
        verbose_name = _("Vermerk einer Löschung")
        verbose_name_plural = _("Vermerke von Löschungen")
        constraints = [
            models.UniqueConstraint(name="one_tombstone_per_thing", fields=["kind", "number_hash"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.erased_on:%d.%m.%Y}"


class KeptCountQuerySet(models.QuerySet["KeptCount"]):
    def add(self, rule: str, rows: Iterable[tuple[date, dict[str, Any], int]]) -> None:
        """More of a month and kind; two runs at once add up."""
        for month, facts, number in rows:
            row, _created = self.get_or_create(rule=rule, month=month, facts=facts)
            self.filter(pk=row.pk).update(number=F("number") + number)

    def between(self, rules: Collection[str], first: date, last: date) -> Self:
        """What these rules have kept of the months that begin in this time."""
        return self.filter(rule__in=rules, month__range=(first, last))

    def counted(self, *features: str) -> Any:
        facts = [KeyTextTransform(feature, "facts") for feature in features]
        named = {f"fact_{place}": fact for place, fact in enumerate(facts)}
        return self.annotate(**named).values_list(*named).annotate(found=Sum("number")).order_by(*named)


class KeptCount(models.Model):
    """How many there were: what a rule „nur Zahlen bleiben“ keeps."""

    rule = models.CharField(_("Regel"), max_length=80)
    month = models.DateField(_("Monat"))
    facts = models.JSONField(_("Merkmale"), default=dict)
    number = models.PositiveIntegerField(_("Anzahl"), default=0)

    objects = KeptCountQuerySet.as_manager()
    retention = Retention(operational="rule month facts number")

    class Meta:
        verbose_name = _("gebliebene Zahl")
        verbose_name_plural = _("gebliebene Zahlen")
        constraints = [
            models.UniqueConstraint(name="kept_count_is_one", fields=["rule", "month", "facts"]),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.month:%m.%Y}"
