"""What the clock does: a job is a function with a schedule, never run twice at a time."""

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from croniter import croniter
from procrastinate.contrib.django import app

_intervals: dict[str, timedelta] = {}
_labels: dict[str, Any] = {}

log = logging.getLogger("portal.clock")


def called(name: str, label: Any) -> str:
    """Give a job its name for people; for jobs without a schedule: `@app.task(name=called("…", _("…")))`."""
    _labels[name] = label
    return name


def label(name: str) -> str:
    """What a job does, in the office's words."""
    return str(_labels.get(name) or name.replace("_", " "))


def every(cron: str, *, name: str, label: Any = "") -> Callable[[Callable[[], int]], Callable[[], int]]:
    """Run the function by this schedule (as in crontab, UTC); it returns how many rows it touched.

    `label` says in German what it does: staff read it on the page of jobs and when it failed.
    """
    called(name, label)

    def decorate(job: Callable[[], int]) -> Callable[[], int]:
        def run(timestamp: int) -> None:
            from goslar_portal.health.models import JobRun

            try:
                count = job()
            except Exception:
                JobRun.objects.failed(name)
                raise
            JobRun.objects.ended(name, count)
            if count:
                log.info("job done", extra={"job": name, "count": count})

        _intervals[name] = interval(cron)

        task: Any = app.task(name=name, queueing_lock=name, lock=name)(run)
        app.periodic(cron=cron)(task)
        return job

    return decorate


def interval(cron: str) -> timedelta:
    """The longest time between two of its next runs."""
    times = croniter(cron, datetime(2026, 1, 1, tzinfo=UTC))
    runs: list[datetime] = [times.get_next(datetime) for _ in range(8)]
    return max(later - earlier for earlier, later in pairwise(runs))


def watched() -> dict[str, timedelta]:
    """Jobs that run once a day or less often: nobody would notice soon that one is missing (G-161)."""
    return {name: pause for name, pause in _intervals.items() if pause >= timedelta(hours=12)}
