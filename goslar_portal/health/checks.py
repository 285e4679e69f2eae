"""The checks behind /healthz (G-161). Each returns "" or a word; only the admin and the log see the words."""

import logging
import shutil
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import psycopg_pool
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.models import ProcrastinateWorker

from goslar_portal import clock
from goslar_portal.health import registry
from goslar_portal.health.models import JobRun, Trouble
from goslar_portal.mail.models import Letter

log = logging.getLogger("portal.health")

GRACE = 60.0  # seconds after the start of a web process in which the worker may still be on its way
SIGN_OF_LIFE = timedelta(seconds=60)
LATEST_LETTER = timedelta(minutes=15)
MARGIN = timedelta(hours=2)  # a daily job is late after 26 hours
FREE_SHARE = 0.10
FREE_LOCALLY = 2 * 1024**3  # bytes: nobody's laptop is refused for being 90 % full
OLDEST_BACKUP = timedelta(hours=26)

STARTED = time.monotonic()


# What a person reads who looks after the portal: what is checked, and what to do when it fails.
WORDS = {
    "migrations": (
        _("Datenbank auf dem Stand des Programms"),
        _("Das Portal neu starten. Dabei wird die Datenbank auf den neuen Stand gebracht."),
    ),
    "disk": (
        _("Platz auf der Festplatte"),
        _("Alte Sicherungen und Protokolle wegräumen oder die Platte vergrößern, bevor nichts mehr geht."),
    ),
    "backup": (
        _("Tägliche Sicherung"),
        _("Nachsehen, warum die Sicherung nicht lief (siehe docs/operations.md), und sie von Hand anstoßen."),
    ),
    "registries": (
        _("Beiträge der Bereiche"),
        _("Ein Teil einer Seite fehlt. Unten steht welcher; die Meldung an die Entwicklung geben."),
    ),
    "worker": (
        _("Arbeiter für Briefe und Fristen"),
        _("Der Arbeiter antwortet nicht: Briefe bleiben liegen. Den Dienst neu starten."),
    ),
    "letters": (
        _("Briefe gehen hinaus"),
        _("Ein fälliger Brief wartet schon länger als 15 Minuten. Mailserver und Arbeiter prüfen."),
    ),
    "jobs": (
        _("Tägliche Aufgaben"),
        _("Eine tägliche Aufgabe ist seit mehr als 26 Stunden nicht gelungen. Unten steht welche."),
    ),
}


def register() -> None:
    for problem in (migrations, disk, backup, registries):
        _register(problem, needs_worker=False)
    for problem in (worker, letters, jobs):
        _register(problem, needs_worker=True)


def _register(problem: Callable[[], str], *, needs_worker: bool) -> None:
    label, advice = WORDS[problem.__name__]
    registry.check(problem.__name__, problem, needs_worker=needs_worker, label=label, advice=advice)


def problems(started: float = STARTED) -> dict[str, str]:
    """Name and word of everything that is wrong now. A worker just started is not missed yet (G-009)."""
    is_young = time.monotonic() - started < GRACE
    found = {}
    for row in registry.checks:
        if not (row.needs_worker and is_young):
            try:
                found[row.name] = row.problem()
            except psycopg_pool.PoolTimeout:
                raise  # the database is away: no check has to wait for it again
            except Exception as error:  # a check that breaks is a problem of its own (G-111)
                log.exception("check failed", extra={"job": row.name})
                found[row.name] = type(error).__name__
    return {name: word for name, word in found.items() if word}


def migrations() -> str:
    executor = MigrationExecutor(connection)
    return "pending" if executor.migration_plan(executor.loader.graph.leaf_nodes()) else ""


def disk() -> str:
    usage = shutil.disk_usage(_existing(settings.PORTAL_DATA))
    is_enough = usage.free > usage.total * FREE_SHARE or (settings.PORTAL_LOCAL and usage.free > FREE_LOCALLY)
    return "" if is_enough else "full"


def _existing(folder: Path) -> Path:
    return folder if folder.exists() else _existing(folder.parent)


def backup() -> str:
    """Only where `BACKUP_FOLDER` says where backups lie: the newest file counts."""
    if not settings.BACKUP_FOLDER:
        return ""
    times = [file.stat().st_mtime for file in Path(settings.BACKUP_FOLDER).glob("*") if file.is_file()]
    if not times:
        return "missing"
    return "old" if time.time() - max(times) > OLDEST_BACKUP.total_seconds() else ""


def registries() -> str:
    return "failed" if Trouble.objects.recent().exists() else ""


def worker() -> str:
    """The worker of procrastinate writes a sign of life every ten seconds."""
    alive = ProcrastinateWorker.objects.filter(last_heartbeat__gt=timezone.now() - SIGN_OF_LIFE)
    return "" if alive.exists() else "silent"


def letters() -> str:
    oldest = Letter.objects.due().values_list("due_at", flat=True).first()
    return "late" if oldest is not None and timezone.now() - oldest > LATEST_LETTER else ""


def jobs() -> str:
    """Jobs of once a day or less often; the worker itself vouches for the frequent ones."""
    return "late" if late_jobs() else ""


def late_jobs(margin: timedelta = MARGIN) -> list[str]:
    now = timezone.now()
    last = dict(JobRun.objects.values_list("name", "ended_at"))
    return sorted(
        name
        for name, interval in clock.watched().items()
        if name in last and now - last[name] > interval + margin
    )
