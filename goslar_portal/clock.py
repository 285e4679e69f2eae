"""What the clock does: a job is a function with a schedule, never run twice at a time."""

import logging
from collections.abc import Callable
from typing import Any

from procrastinate.contrib.django import app

log = logging.getLogger("portal.clock")


def every(cron: str, *, name: str) -> Callable[[Callable[[], int]], Callable[[], int]]:
    """Run the function by this schedule (as in crontab, UTC); it returns how many rows it touched."""

    def decorate(job: Callable[[], int]) -> Callable[[], int]:
        def run(timestamp: int) -> None:
            count = job()
            if count:
                log.info("job done", extra={"job": name, "count": count})

        task: Any = app.task(name=name, queueing_lock=name, lock=name)(run)
        app.periodic(cron=cron)(task)
        return job

    return decorate
