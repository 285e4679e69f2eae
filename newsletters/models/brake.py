"""„Versand sofort stoppen“ for everything, and the pace at which mails leave (N-059, N-070)."""

from typing import Any, Self

from django.db import connection, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goslar_portal.journal.models import Actor, record
from goslar_portal.retention import Retention
from newsletters import letters

PACE = """
    UPDATE newsletters_pace
    SET free_at = greatest(free_at, clock_timestamp()) + make_interval(secs => 60.0 / %(most)s)
    WHERE id = 1 AND free_at <= clock_timestamp()
    RETURNING 0.0
"""
FIRST = """
    INSERT INTO newsletters_pace (id, free_at, place) VALUES (1, clock_timestamp(), '') ON CONFLICT DO NOTHING
"""
# Where this database lives: a restored copy has new tables, another server, or a timeline of its own.
PLACE = """
    UPDATE newsletters_pace pace SET place = found.place FROM (
        SELECT (SELECT system_identifier FROM pg_control_system()) || ':'
               || left(pg_walfile_name(pg_current_wal_lsn()), 8) || ':'
               || 'newsletters_delivery'::regclass::oid AS place
    ) found, (SELECT place FROM newsletters_pace WHERE id = 1 FOR UPDATE) known
    WHERE pace.id = 1 AND pace.place <> found.place
    RETURNING known.place
"""
WAIT = (
    "SELECT greatest(0, extract(epoch FROM free_at - clock_timestamp())) FROM newsletters_pace WHERE id = 1"
)


class BrakeQuerySet(models.QuerySet["Brake"]):
    def holding(self) -> Self:
        return self.filter(released_at=None)

    @transaction.atomic
    def stop(self, *, by: Actor) -> "Brake":
        """Nothing more leaves, of no issue; every role mailbox concerned hears of it (N-070, N-073)."""
        from newsletters.models.issue import Issue

        row = self.holding().first()
        if row is None:
            row = self.create()
            record(row, "stop_all", by=by)
            for issue in Issue.objects.sending().select_related("channel"):
                letters.issue_stopped(issue, "all")
        return row


class Brake(models.Model):
    """As long as one of these rows holds, no worker takes a delivery."""

    set_at = models.DateTimeField(_("gestoppt"), default=timezone.now)
    released_at = models.DateTimeField(_("wieder frei"), null=True)

    retention = Retention()

    objects = BrakeQuerySet.as_manager()

    class Meta:
        verbose_name = _("Stopp des Versands")
        verbose_name_plural = _("Stopps des Versands")
        constraints = [
            models.UniqueConstraint(
                models.ExpressionWrapper(Q(released_at=None), output_field=models.BooleanField()),
                name="one_brake_holds",
                condition=Q(released_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"Stopp {self.pk}"

    @transaction.atomic
    def release(self, *, by: Actor) -> None:
        if Brake.objects.filter(pk=self.pk, released_at=None).update(released_at=timezone.now()):
            record(self, "release_all", by=by)
        self.refresh_from_db()


class PaceQuerySet(models.QuerySet["Pace"]):
    def is_restored(self) -> bool:
        """Whether the database came out of a backup since this was last asked; says so once (N-072)."""
        with connection.cursor() as cursor:
            cursor.execute(FIRST)
            cursor.execute(PLACE)
            known = cursor.fetchone()
        return known is not None and known[0] != ""


class Pace(models.Model):
    """When the next mail may leave, and where the database lives; one row, shared by all workers."""

    free_at = models.DateTimeField(default=timezone.now)
    place = models.CharField(max_length=60, blank=True)

    retention = Retention(operational="place")

    objects = PaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("Takt des Versands")
        verbose_name_plural = _("Takt des Versands")

    def __str__(self) -> str:
        return "Takt"


def wait_for_turn(most_per_minute: int) -> float:
    """0 when the turn is ours, else the seconds until somebody may try again; 0 per minute is no limit."""
    if not most_per_minute:
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute(PACE, {"most": most_per_minute})
        if cursor.fetchone():
            return 0.0
        cursor.execute(WAIT)
        found: Any = cursor.fetchone()
        if found is None:
            cursor.execute(FIRST)
            return 0.01
        return max(0.005, float(found[0]))
