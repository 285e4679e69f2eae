"""Daily jobs that a machine slept through are done as soon as it is awake again."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from goslar_portal.clock import every
from goslar_portal.health.checks import late_jobs


@every("*/5 * * * *", name="catch_up", label=_("Versäumte Aufgaben nachholen"))
def catch_up() -> int:
    """Put every daily job in the queue whose last good end is an hour overdue."""
    late = late_jobs(timedelta(hours=1))
    for name in late:
        try:
            with transaction.atomic():  # a refused insert must not break what comes after it
                app.configure_task(name, queueing_lock=name, lock=name).defer(timestamp=0)
        except AlreadyEnqueued:
            continue
    return len(late)
