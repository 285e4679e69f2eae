"""The Python environment `.venv`: built from locked requirements, left alone while they stay (G-005)."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from goslar_portal.launch.locks import alone
from goslar_portal.launch.messages import BLOCKED, StopError, last_lines, say
from goslar_portal.launch.places import Places

RUNTIME = "requirements.txt"
TESTS = "requirements-test.txt"


def stand(places: Places, requirements: str = RUNTIME) -> None:
    """Make sure the environment holds these requirements; costs two small reads when it does."""
    if _stands(places, requirements):
        return
    with alone(places.project / ".portal.lock"):
        if _stands(places, requirements):  # another start built it while this one waited
            return
        if not _has_interpreter(places):
            _build(places)
        _install(places, requirements)


def _stands(places: Places, requirements: str) -> bool:
    return _read(_stamp(places, requirements)) == _checksum(places, requirements) and _has_interpreter(places)


def _has_interpreter(places: Places) -> bool:
    """The Python it was built with is still there and still the same (G-005)."""
    return os.access(places.python, os.X_OK) and _read(places.venv / "interpreter") == _interpreter()


def _stamp(places: Places, requirements: str) -> Path:
    return places.venv / f"{requirements}.stamp"


def _checksum(places: Places, requirements: str) -> str:
    try:
        content = (places.project / requirements).read_bytes()
    except FileNotFoundError as missing:
        raise StopError(BLOCKED, f"{requirements} fehlt; «./portal lock» schreibt die Datei.") from missing
    return hashlib.sha256(content + sys.version.encode()).hexdigest()


def _interpreter() -> str:
    """What a `.venv` stands on."""
    return f"{Path(_base()).resolve()}\n{sys.version}"


def _base() -> str:
    """The Python outside any `.venv`: this process may run in the very one that is to be replaced."""
    return getattr(sys, "_base_executable", sys.executable)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _write(file: Path, text: str) -> None:
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    draft.write_text(text, encoding="utf-8")
    draft.replace(file)


def _build(places: Places) -> None:
    say("Die Python-Umgebung .venv wird neu gebaut …")
    if places.venv.is_symlink():
        places.venv.unlink()
    _must(
        [_base(), "-m", "venv", "--clear", str(places.venv)],
        places,
        "Die Umgebung .venv lässt sich nicht bauen.",
    )
    _write(places.venv / "interpreter", _interpreter())


def _install(places: Places, requirements: str) -> None:
    """Only wheels, only with their hashes; index, proxy and certificates are the user's own (G-007)."""
    say("Die Pakete werden eingerichtet, das dauert beim ersten Mal etwa eine halbe Minute …")
    stamp = _stamp(places, requirements)
    stamp.unlink(missing_ok=True)
    checksum = _checksum(places, requirements)
    install = [
        str(places.python),
        "-m",
        "pip",
        "install",
        "--require-hashes",
        "--only-binary",
        ":all:",
        "--no-deps",
    ]
    options = ["--no-input", "--disable-pip-version-check", "--progress-bar", "off", "-r", requirements]
    _must(
        [*install, *options],
        places,
        "Die Pakete ließen sich nicht einrichten. Besteht eine Verbindung zum Paketindex?",
    )
    _write(stamp, checksum)  # last: an interrupted step repeats


def _must(argv: list[str], places: Places, sentence: str) -> None:
    """pip keeps what it loaded in the project folder, not in the home of the user (G-012)."""
    environment = {**os.environ, "PIP_CACHE_DIR": str(places.project / ".cache" / "pip")}
    done = subprocess.run(
        argv, cwd=places.project, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise StopError(BLOCKED, sentence, lines=last_lines(done.stdout + done.stderr))
