"""A page as PDF, made anew each time in a warm process: seconds, and the memory it adds (G-204)."""

import multiprocessing
import re
from pathlib import Path
from time import perf_counter

from benchmarks.bench import Bench
from benchmarks.database import scratch

MOST_SECONDS, MOST_MEGABYTES = 0.5, 150
LONGEST = "fluechtlingsunterbringung"


def measure(bench: Bench) -> None:
    with scratch(content=True):
        text, files = page()
        seconds = renders(text, files, 3 if bench.quick else 9)
    with multiprocessing.get_context("spawn").Pool(1) as fresh:
        memory = fresh.apply(megabytes, (text, files))
    bench.at_most("Seite als PDF, neu gesetzt", seconds, MOST_SECONDS, unit="Sekunden")
    bench.at_most("Seite als PDF: Speicher dazu", [memory], MOST_MEGABYTES, unit="MB")


def page() -> tuple[str, dict[str, bytes]]:
    """The words of the longest page as they are set."""
    from django.template.loader import render_to_string

    from goslar_portal.qr import qr_svg
    from integration.papers import Paper

    paper = Paper.of(LONGEST, "de")
    if paper is None:
        raise LookupError(LONGEST)
    context = {"paper": paper, "html_lang": "de", "text_dir": "ltr"}
    return render_to_string("integration/pdf/page.html", context), {"code.svg": qr_svg(paper.url)}


def renders(text: str, files: dict[str, bytes], count: int) -> list[float]:
    from goslar_portal import pdf

    found = []
    for _number in range(count + 1):
        begin = perf_counter()
        pdf._made(text, files)
        found.append(perf_counter() - begin)
    return found[1:]  # the first one loads the package and the fonts


def megabytes(text: str, files: dict[str, bytes]) -> float:
    """How much more a fresh process needs at most once it has made PDFs, with package and fonts."""
    import django

    django.setup()
    before = most_used()
    renders(text, files, 2)
    return (most_used() - before) / 1024


def most_used() -> int:
    """Kilobytes of this program alone; `getrusage` also counts what stood there before it."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0])
