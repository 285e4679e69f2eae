"""What the launcher says and with which code it leaves (G-013): plain German, one line, on stderr."""

import errno
import sys
from pathlib import Path

DONE = 0
FAILED = 1  # a test or check failed
USAGE = 2
MISSING = 3  # something must be installed
BLOCKED = 4  # cannot go on: port, folder, version


class StopError(Exception):
    """Ends a command: one sentence for people, its exit code, and the last lines of whoever failed."""

    def __init__(self, code: int, sentence: str, *, lines: str = "") -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence
        self.lines = lines


def say(sentence: str) -> None:
    """A closed terminal must not keep the launcher from stopping what it started."""
    try:
        sys.stderr.write(f"{sentence}\n")
        sys.stderr.flush()
    except OSError:
        pass


def last_lines(text: str, count: int = 20) -> str:
    return "\n".join(text.rstrip().splitlines()[-count:])


def tail(file: Path) -> str:
    """The last lines of a log; a log that is not there has none."""
    try:
        with file.open("rb") as log:
            log.seek(max(0, file.stat().st_size - 8192))
            return last_lines(log.read().decode(errors="replace"))
    except OSError:
        return ""


def explain(error: OSError) -> str:
    """One sentence for what the operating system refused (G-029)."""
    place = error.filename or "Ein Ordner des Portals"
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return f"Der Datenträger ist voll ({place}). Bitte Platz schaffen und neu starten."
    if error.errno == errno.EROFS:
        return f"{place} liegt auf einem Datenträger, der nur gelesen werden darf."
    if error.errno in {errno.EACCES, errno.EPERM}:
        return f"{place}: Zugriff verweigert. Bitte Besitzer und Rechte des Ordners prüfen."
    return f"{place}: {error.strerror or error}"
