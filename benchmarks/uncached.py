"""Every public page made anew: processor time of the web process and number of queries (G-127, G-128)."""

import time
from typing import Any
from wsgiref.util import setup_testing_defaults

from benchmarks.bench import Bench
from benchmarks.database import scratch

MOST_MS = 25  # of processor time, user and system, compression included
PAGES = (
    "/", "/integration/", "/integration/bildung/", "/integration/corona/", "/kontakt/", "/datenschutz/",
    "/suche/", "/wohnraum/", "/wohnraum/angebot/", "/wohnraum/mietcheck/", "/demokratie/", "/newsletter/",
    "/hilfe/anfrage/", "/sitemap/integration.xml",
)  # fmt: skip
TIMES, QUICK_TIMES = 40, 10


def measure(bench: Bench) -> None:
    with scratch(content=True):
        for path in PAGES:
            page = Page(path)
            page.milliseconds(5)
            times = QUICK_TIMES if bench.quick else TIMES
            values = [page.milliseconds(times) for _ in range(bench.rounds)]
            row = bench.at_most(f"Seite ohne Speicher: {path}", values, MOST_MS, unit="ms Prozessor")
            row.remark = f"{page.queries()} Abfragen"


class Page:
    """One page, asked as the web server asks, with a memory that is emptied each time."""

    def __init__(self, path: str) -> None:
        from django.core.wsgi import get_wsgi_application

        from goslar_portal.page_cache.store import Store
        from goslar_portal.page_cache.wsgi import PageCache

        self.path = path
        self.pages = Store()
        self.application = PageCache(get_wsgi_application(), self.pages)

    def milliseconds(self, times: int) -> float:
        begin = time.process_time()
        for _ in range(times):
            self.ask()
        return (time.process_time() - begin) / times * 1000

    def ask(self) -> None:
        self.pages.entries.clear()
        environ: dict[str, Any] = {
            "PATH_INFO": self.path,
            "HTTP_HOST": "localhost",
            "HTTP_ACCEPT_ENCODING": "br",
        }
        setup_testing_defaults(environ)
        heard: list[str] = []
        answer = self.application(environ, lambda status, *_more: heard.append(status))
        b"".join(answer)
        close = getattr(answer, "close", None)
        if close is not None:
            close()
        if not heard[0].startswith("200"):
            raise RuntimeError(f"{self.path} answered {heard[0]}")

    def queries(self) -> int:
        """As `tests/test_public_pages.py` counts them, and one for the counters of its topics."""
        from django.db import connection

        count = 0

        def counted(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001  # Django's signature
            nonlocal count
            count += not sql.startswith("SET TRANSACTION")
            return execute(sql, params, many, context)

        with connection.execute_wrapper(counted):
            self.ask()
        return count
