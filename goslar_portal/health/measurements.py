"""What the ground floor measures, all from the database, so every node says the same (G-162)."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import Count
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from goslar_portal.health import registry
from goslar_portal.health.models import JobRun, Trouble
from goslar_portal.health.registry import Labelled, Measurement, Number
from goslar_portal.limits.models import Counter
from goslar_portal.mail.models import Letter
from goslar_portal.uploads.models import Upload


def register() -> None:
    registry.measure("letters", "Letters by state", lambda: _by(Letter.objects, "state"))
    registry.measure("letter_oldest_due_seconds", "Age of the oldest due letter", _oldest_letter)
    registry.measure("jobs", "Jobs of the worker by status", lambda: _by(ProcrastinateJob.objects, "status"))
    registry.measure("worker_silence_seconds", "Time since the last sign of life of a worker", _silence)
    registry.measure("job_age_seconds", "Time since a scheduled job last ended well", _ages)
    registry.measure("job_failures", "Failed runs of a scheduled job", _failures)
    registry.measure("database_bytes", "Size of the database", _database_size)
    registry.measure(
        "uploads", "Uploaded files by answer of the scanner", lambda: _by(Upload.objects, "scan")
    )
    registry.measure("limit_counters", "Senders and addresses being counted", Counter.objects.count)
    registry.measure(
        "registry_failures", "Entries that failed lately", lambda: Trouble.objects.recent().count()
    )


def _by(rows: Any, field: str) -> Labelled:
    counted = rows.values_list(field).annotate(Count("pk")).order_by(field)
    return {((field, str(value)),): count for value, count in counted}


def _oldest_letter() -> Number:
    oldest = Letter.objects.due().values_list("due_at", flat=True).first()
    return 0 if oldest is None else (timezone.now() - oldest).total_seconds()


def _silence() -> Number | Labelled:
    newest = ProcrastinateWorker.objects.order_by("-last_heartbeat").values_list("last_heartbeat", flat=True)
    heard = newest.first()
    return {} if heard is None else (timezone.now() - heard).total_seconds()


def _ages() -> Labelled:
    rows = JobRun.objects.order_by("name").values_list("name", "ended_at")
    return {(("job", name),): (timezone.now() - ended).total_seconds() for name, ended in rows}


def _failures() -> Labelled:
    rows = JobRun.objects.order_by("name").values_list("name", "failures")
    return {(("job", name),): failures for name, failures in rows}


def _database_size() -> Number:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def as_text() -> str:
    """The text format of Prometheus 0.0.4. An entry that raises is left out and reported (G-111)."""
    read = registry.measurements.gather(lambda row: row.read())
    return "".join(line + "\n" for row, values in read for line in _lines(row, values))


def _lines(row: Measurement, read: Number | Labelled) -> Iterable[str]:
    values = read if not isinstance(read, int | float) else {(): read}
    yield f"# HELP {row.name} {row.meaning}"
    yield f"# TYPE {row.name} gauge"
    for labels, value in values.items():
        written = ",".join(f'{name}="{text}"' for name, text in labels)
        yield f"{row.name}{{{written}}} {value:g}" if written else f"{row.name} {value:g}"
