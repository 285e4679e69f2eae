"""Run all measurements, print them and write them down; a missed target ends with 1 (G-211, G-212)."""

import argparse
import importlib
import json
import os
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import MODULES, report
from benchmarks.bench import Bench


def main() -> int:
    parser = argparse.ArgumentParser(prog="./portal bench", description="Misst das Portal neben Vergleichen.")
    parser.add_argument("--quick", action="store_true", help="kürzer als zwei Minuten, nur zum Probieren")
    parser.add_argument("only", nargs="*", help=f"nur diese Messungen: {', '.join(MODULES)}")
    arguments = parser.parse_args()
    unknown = set(arguments.only) - set(MODULES)
    if unknown:
        parser.error(f"unbekannt: {', '.join(sorted(unknown))}")
    bench = Bench(quick=arguments.quick)
    failed = [name for name in arguments.only or MODULES if not measured(name, bench)]
    facts = {"machine": report.machine(), "quick": bench.quick, "rows": [row.as_json() for row in bench.rows]}
    text = report.markdown(facts, bench.rows)
    sys.stdout.write(text)
    folder = Path(os.environ["PORTAL_DATA"]) / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    stem = folder / f"{datetime.now(UTC):%Y-%m-%dT%H%M%SZ}"
    stem.with_suffix(".json").write_text(json.dumps(facts, ensure_ascii=False, indent=1), encoding="utf-8")
    stem.with_suffix(".md").write_text(text, encoding="utf-8")
    sys.stdout.write(f"\nGeschrieben: {stem}.json und .md\n")
    return 1 if failed or any(row.is_missed for row in bench.rows) else 0


def measured(name: str, bench: Bench) -> bool:
    """One that fails says why and costs nobody else's figures."""
    try:
        importlib.import_module(f"benchmarks.{name}").measure(bench)
    except Exception:
        traceback.print_exc()
        bench.not_measured(name, "–", "abgebrochen, siehe Ausgabe")
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
