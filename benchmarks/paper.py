"""A page as PDF, made anew each time in a warm process: seconds and memory (G-204)."""

import resource
from time import perf_counter

from benchmarks.bench import Bench
from benchmarks.database import scratch

MOST_SECONDS, MOST_MEGABYTES = 0.5, 150
LONGEST = "fluechtlingsunterbringung"


def measure(bench: Bench) -> None:
    with scratch(content=True):
        seconds = renders(3 if bench.quick else 9)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    bench.at_most("Seite als PDF, neu gesetzt", seconds, MOST_SECONDS, unit="Sekunden")
    bench.at_most("Seite als PDF: Speicher des Prozesses", [memory], MOST_MEGABYTES, unit="MB")


def renders(count: int) -> list[float]:
    from goslar_portal import pdf
    from goslar_portal.qr import qr_svg
    from integration.papers import Paper

    paper = Paper.of(LONGEST, "de")
    if paper is None:
        raise LookupError(LONGEST)
    files, found = {"code.svg": qr_svg(paper.url)}, []
    for _number in range(count + 1):
        begin = perf_counter()
        pdf.render("integration/pdf/page.html", {"paper": paper}, files=files)
        found.append(perf_counter() - begin)
    return found[1:]  # the first one loads the package and the fonts
