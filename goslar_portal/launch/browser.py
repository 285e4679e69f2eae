"""Finds a Chromium for the journeys (G-014)."""

import os
import shutil
import subprocess
from pathlib import Path

from goslar_portal.launch.messages import say
from goslar_portal.launch.places import Places

BUILDS = ("chromium-*/chrome-linux*/chrome", "chromium_headless_shell-*/chrome-linux*/headless_shell",
          "chromium_headless_shell-*/chrome-headless-shell-linux*/chrome-headless-shell")  # fmt: skip


def find(places: Places, environment: dict[str, str]) -> str:
    """`$CHROMIUM`, the system's, Playwright's own build; empty if there is none: the journeys then fail."""
    return (
        environment.get("CHROMIUM")
        or _of_system()
        or _of_playwright(places, environment)
        or _loaded(places, environment)
    )


def _of_system() -> str:
    """Ubuntu's chromium only points to a snap, which cannot be driven from here."""
    for name in ("chromium", "google-chrome"):
        found = shutil.which(name)
        if found and "snap" not in _start_of(Path(found)):
            return found
    return ""


def _start_of(program: Path) -> str:
    """The path it leads to, and the beginning if it is a script."""
    real = program.resolve()
    try:
        with real.open("rb") as file:
            beginning = file.read(2048)
    except OSError:
        beginning = b""
    return f"{real} {beginning.decode(errors='replace') if beginning.startswith(b'#!') else ''}"


def _of_playwright(places: Places, environment: dict[str, str]) -> str:
    known = environment.get("PLAYWRIGHT_BROWSERS_PATH")
    for folder in (
        places.venv / "browsers",
        Path(known) if known else Path.home() / ".cache" / "ms-playwright",
    ):
        for pattern in BUILDS:
            for build in sorted(folder.glob(pattern), reverse=True):
                return str(build)
    return ""


def _loaded(places: Places, environment: dict[str, str]) -> str:
    say("Kein Chromium gefunden; Playwright lädt seines …")
    target = {**environment, "PLAYWRIGHT_BROWSERS_PATH": str(places.venv / "browsers")}
    argv = [str(places.python), "-m", "playwright", "install", "chromium"]
    subprocess.run(argv, cwd=places.project, env={**os.environ, **target}, capture_output=True, check=False)
    return _of_playwright(places, target)
