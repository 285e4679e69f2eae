"""The result for people (Markdown) and what was measured on."""

import os
import platform
import shutil
import statistics
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.bench import Row

PACKAGES = ("Django", "granian", "psycopg")


def machine() -> dict[str, Any]:
    return {
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "processor": _processor(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "python": platform.python_version(),
        "generator": "wrk" if shutil.which("wrk") else "eigener",
        "nginx": shutil.which("nginx") is not None,
    } | {name: version(name) for name in PACKAGES}


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def markdown(facts: dict[str, Any], rows: list[Row]) -> str:
    """One line per comparison: medians per second, their spread, the ratio, the target."""
    about = "\n".join(f"- {name}: {value}" for name, value in facts["machine"].items())
    head = (
        "| gemessen | Vergleich | unser Median | sein Median | Streuung | Verhältnis | Ziel | |\n"
        "|---|---|---|---|---|---|---|---|\n"
    )
    lines = "".join(_line(row) for row in rows)
    return f"# Messung{' (kurz)' if facts['quick'] else ''}\n\n{about}\n\n{head}{lines}"


def _line(row: Row) -> str:
    if row.limit is not None and row.ours:
        said = "; ".join(word for word in ("VERFEHLT" if row.is_missed else "", row.remark) if word)
        median, spread = f"{statistics.median(row.ours):.3g} {row.unit}", _spread(row.ours)
        return f"| {row.what} | {row.peer} | {median} | | {spread} | | ≤ {row.limit:g} | {said} |\n"
    target = "" if row.target is None else f"≥ {row.target:.2g}"
    if row.ratio is None:
        return f"| {row.what} | {row.peer} | | | | nicht gemessen | {target} | {row.reason} |\n"
    spread = f"{_spread(row.ours)} / {_spread(row.theirs)}"
    said = "; ".join(word for word in ("VERFEHLT" if row.is_missed else "", row.remark) if word)
    medians = f"{statistics.median(row.ours):.6g} | {statistics.median(row.theirs):.6g}"
    return f"| {row.what} | {row.peer} | {medians} | {spread} | {row.ratio:.2f} | {target} | {said} |\n"


def _spread(values: list[float]) -> str:
    """Half the distance between best and worst round, in per cent of the median."""
    return f"±{(max(values) - min(values)) / 2 / statistics.median(values) * 100:.0f} %"
