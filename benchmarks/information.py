"""The matrix of translations at 500 pages in 20 languages, and pages as PDF, ready and new (I-091, I-232)."""

from collections.abc import Callable
from functools import cache
from statistics import quantiles
from time import perf_counter
from typing import Any

from benchmarks.bench import Bench
from benchmarks.database import scratch

PAGES, QUICK_PAGES, LANGUAGES = 500, 200, 20
ROUNDS, QUICK_ROUNDS = 20, 8
MATRIX_MS, MATRIX_QUERIES = 300, 8
READY_MS, NEW_MS = 10, 500


def measure(bench: Bench) -> None:
    rounds = QUICK_ROUNDS if bench.quick else ROUNDS
    count = QUICK_PAGES if bench.quick else PAGES
    with scratch(content=True):
        offer_many_languages()
        fill(count)
        bench.at_most(
            f"Matrix, {count} Seiten × {LANGUAGES} Sprachen", times(matrix, rounds), MATRIX_MS, unit="ms"
        )
        bench.at_most("Matrix: Abfragen", [float(queries_of(matrix))], MATRIX_QUERIES, unit="Abfragen")
        bench.at_most("PDF, neu", times(new_paper, rounds), NEW_MS, unit="ms")
        bench.at_most("PDF, bereit", times(ready_paper, rounds), READY_MS, unit="ms")


def times(run: Callable[[], object], rounds: int) -> list[float]:
    """Milliseconds below which 95 of 100 stay, for three rounds; warm."""
    run()
    found = []
    for _round in range(3):
        spent = []
        for _turn in range(rounds):
            begin = perf_counter()
            run()
            spent.append((perf_counter() - begin) * 1000)
        found.append(quantiles(spent, n=20)[-1])
    return found


def offer_many_languages() -> None:
    """German and nineteen others of the catalogue."""
    from django.conf import settings

    from goslar_portal.languages import catalogue

    others = [code for code in catalogue() if code != "de"][: LANGUAGES - 1]
    settings.LANGUAGES = [(code, code) for code in ["de", *others]]


def matrix() -> object:
    """What the page of the matrix asks and counts."""
    from integration.admin.cells import Matrix, Wanted

    return Matrix.of(Wanted()).counts


def queries_of(run: Callable[[], object]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        run()
    return len(asked)


def fill(count: int) -> None:
    """Published pages in every language, written as the database has them."""
    from django.db import connection
    from django.utils import timezone

    from goslar_portal.languages import active
    from integration.models import Page, PageTranslation, PageVersion

    parent = Page.objects.get(slug="integration")
    rows = Page.objects.bulk_create(
        Page(slug=f"messung-{number}", parent=parent, position=100 + number) for number in range(count)
    )
    texts = PageTranslation.objects.bulk_create(
        PageTranslation(page=page, language=language.code, source_hash="a" * 64)
        for page in rows
        for language in active()
    )
    PageVersion.objects.bulk_create(
        PageVersion(
            translation=row, number=1, title="Messung", text_hash="a" * 64, answers="a" * 64,
            state="published", published_at=timezone.now(), sections=[],
        )
        for row in texts
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def new_paper() -> object:
    """The file of a topic as if nobody had asked for it before: what is not public is not kept."""
    from goslar_portal import pdf
    from goslar_portal.qr import qr_svg
    from integration.papers import Paper

    paper = Paper.of("wohnraum", "de")
    assert paper is not None  # noqa: S101  # the starting content has this page
    files = {"code.svg": qr_svg(paper.url)}
    return pdf.render("integration/pdf/page.html", {"paper": paper}, language="de", files=files)


def ready_paper() -> object:
    return reader().get("/integration/wohnraum/seite.pdf").content


@cache
def reader() -> Any:
    """One reader for all rounds: a new one would load the middleware each time."""
    from django.test import Client

    return Client(SERVER_NAME="localhost")
