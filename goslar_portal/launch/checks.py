"""`./portal check`: every tool, then all findings; no database, no browser, no Pango (G-015)."""

import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from goslar_portal.launch.messages import DONE, FAILED, say
from goslar_portal.launch.places import Places

AREAS = ("goslar_portal", "integration", "housing", "democracy", "newsletters")
SCRIPTS = ("portal", ".ci/run", "tests/bare/run", "tests/bare/start")
IMPORT_CONTRACTS = (
    "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
)


@dataclass(frozen=True)
class Check:
    """One tool and what it looks at."""

    name: str
    argv: list[str]


def checks(places: Places) -> list[Check]:
    """In the order in which findings are shown."""
    python = str(places.python)
    tools = places.venv / "bin"
    code = [part for part in (*AREAS, "tests", "benchmarks") if (places.project / part).is_dir()]
    manage = [python, "-W", "ignore::RuntimeWarning", "manage.py"]
    found = [
        Check("Format", [python, "-m", "ruff", "format", "--check", "."]),
        Check("Regeln", [python, "-m", "ruff", "check", "."]),
        Check("Typen", [python, "-m", "mypy", "--no-error-summary", *code]),
        Check("Verträge zwischen den Teilen", [python, "-c", IMPORT_CONTRACTS]),
        Check("Vorlagen", [f"{tools}/djade", "--target-version", "5.2", "--check", *_templates(places)]),
        Check("Migrationen", [*manage, "makemigrations", "--check", "--dry-run"]),
        Check("Django", [*manage, "check"]),
        Check("Kataloge", [*manage, "catalogues", "check"]),
        Check("Übersetzungen", [*manage, "texts", "check"]),
    ]
    linter = shutil.which("shellcheck", path=f"{tools}:{os.environ.get('PATH', '')}")
    if linter:  # there is no wheel of it for arm64
        found.append(Check("Skripte", [linter, *SCRIPTS]))
    return found


def _templates(places: Places) -> list[str]:
    return sorted(
        str(file.relative_to(places.project)) for file in (places.project / "templates").rglob("*.html")
    )


def run(places: Places, environment: dict[str, str]) -> int:
    """Two at a time, so that types do not make the others wait."""
    todo = checks(places)
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 2) as pool:
        done = list(pool.map(lambda check: _run(check, places, environment), todo))
    failed = [check.name for check, result in zip(todo, done, strict=True) if result.returncode]
    for check, result in zip(todo, done, strict=True):
        if result.returncode:
            say(f"── {check.name}\n{result.stdout.strip()}")
    say(f"Beanstandet: {', '.join(failed)}." if failed else f"Alles in Ordnung ({len(todo)} Prüfungen).")
    return FAILED if failed else DONE


def _run(check: Check, places: Places, environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    try:
        return subprocess.run(
            check.argv,
            cwd=places.project,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    except OSError as error:
        return subprocess.CompletedProcess(check.argv, 1, stdout=str(error))
