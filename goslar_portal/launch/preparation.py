"""Migrations, roles, starting content, static files; left out while nothing has changed (G-009)."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from goslar_portal.launch.locks import alone
from goslar_portal.launch.messages import BLOCKED, StopError
from goslar_portal.launch.places import Places

AREAS = ("goslar_portal", "integration", "housing", "democracy", "newsletters")
SOURCES = (*AREAS, "fixtures", "locale", "static", "manage.py", "requirements.txt")


def fingerprint(places: Places, arguments: list[str]) -> str:
    """Of everything `manage.py prepare` reads, and of the database it wrote to."""
    digest = hashlib.sha256(f"{arguments} {sys.version}".encode())
    digest.update(str((places.cluster / "PG_VERSION").stat()[1:3]).encode())
    for source in SOURCES:
        for row in sorted(_rows(places.project / source)):
            digest.update(row.encode())
    return digest.hexdigest()


def _rows(place: Path) -> list[str]:
    if place.is_file():
        return [_row(place)]
    return [
        _row(Path(folder, file))
        for folder, _folders, files in os.walk(place)
        if not folder.endswith("__pycache__")
        for file in files
    ]


def _row(file: Path) -> str:
    found = file.stat()
    return f"{file}\0{found.st_size}\0{found.st_mtime_ns}\n"


def prepare(places: Places, environment: dict[str, str], arguments: list[str]) -> None:
    """One at a time; the second of two starts at once finds the work done."""
    stamp = places.data / "prepared"
    if not places.cluster.exists():  # a database of somebody else's: what happened to it since is unknown
        manage(places, environment, arguments)
        return
    with alone(places.data / "prepare.lock"):
        expected = fingerprint(places, arguments)
        if stamp.exists() and stamp.read_text(encoding="ascii") == expected:
            return
        stamp.unlink(missing_ok=True)
        manage(places, environment, arguments)
        stamp.write_text(expected, encoding="ascii")


def manage(places: Places, environment: dict[str, str], arguments: list[str]) -> None:
    argv = [str(places.python), "manage.py", "prepare", *arguments]
    if subprocess.run(argv, cwd=places.project, env=environment, check=False).returncode:
        raise StopError(BLOCKED, "Die Datenbank ließ sich nicht vorbereiten; der Grund steht darüber.")


def forget(places: Places) -> None:
    """After any Django command the next start looks at everything again."""
    (places.data / "prepared").unlink(missing_ok=True)
