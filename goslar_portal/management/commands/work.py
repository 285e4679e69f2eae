"""The worker of letters and deadlines; a database that starts anew does not end it (decision 0096)."""

import asyncio
import logging
import signal
import time
from typing import Any, cast

import psycopg
from django.core.management.base import BaseCommand, CommandError
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import ConnectorException

log = logging.getLogger("portal.worker")

AWAY = (ConnectorException, psycopg.Error, OSError)
PAUSES = (1, 1, 2, 4)  # seconds before each new try, which itself waits up to 30 for a connection
STEADY = 60.0  # seconds of work after which a new loss counts as the first one again
GRACE = 2.0  # seconds a job in hand gets to end


class Command(BaseCommand):
    help = "Arbeitet Briefe, PDFs und Fristen ab, bis es beendet wird."

    def handle(self, *args: Any, **options: Any) -> None:
        pauses = iter(PAUSES)
        begin = time.monotonic()
        while not asyncio.run(work()):
            if time.monotonic() - begin > STEADY:
                pauses = iter(PAUSES)
            pause = next(pauses, None)
            if pause is None:
                raise CommandError("Die Datenbank antwortet nicht mehr.")
            log.warning("worker lost its database")
            time.sleep(pause)
            begin = time.monotonic()


async def work() -> bool:
    """True once a signal has ended it, false when its database went away. Connections are its own."""
    connector = cast("DjangoConnector", app.connector).get_worker_connector()
    try:
        with app.replace_connector(connector) as own:
            async with own.open_async():
                working = asyncio.ensure_future(
                    own.run_worker_async(shutdown_graceful_timeout=GRACE, install_signal_handlers=False)
                )
                for number in (signal.SIGINT, signal.SIGTERM):
                    asyncio.get_running_loop().add_signal_handler(number, working.cancel)
                await working
    except asyncio.CancelledError:
        return True
    except AWAY:
        pass
    return False
