"""What the clock does: a job is a function with a schedule, run by the worker once and never twice at a time."""

import logging
from collections.abc import Callable
from typing import Any

from procrastinate.contrib.django import app

log = logging.getLogger("portal.clock")


def every(cron: str, *, name: str) -> Callable[[Callable[[], int]], Callable[[], int]]:
    """Run the function by this schedule (five fields as in crontab, UTC). It returns how many rows it touched."""

    def decorate(job: Callable[[], int]) -> Callable[[], int]:
        def run(timestamp: int) -> None:
            count = job()
            if count:
                log.info("job done", extra={"job": name, "count": count})

        task: Any = app.task(name=name, queueing_lock=name, lock=name)(run)
        app.periodic(cron=cron)(task)
        return job

    return decorate
