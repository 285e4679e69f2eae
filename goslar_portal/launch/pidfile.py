"""Reads `postmaster.pid` and decides whether its process can still be a server of this folder (G-024)."""

import time
from enum import Enum
from pathlib import Path

from goslar_portal.launch.messages import say

ZOMBIE_PATIENCE = 20  # seconds


class Owner(Enum):
    """Who stands behind the number in the file."""

    NOBODY = "gone"
    ZOMBIE = "zombie"
    STRANGER = "another program"
    SERVER = "a server of this folder"


def number(cluster: Path) -> int | None:
    """The process number in the file, if there is one."""
    try:
        first = (cluster / "postmaster.pid").read_text(encoding="ascii").split("\n", 1)[0]
        return abs(int(first))
    except (FileNotFoundError, ValueError):
        return None


def owner(cluster: Path, process: int) -> Owner:
    try:
        status = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
        words = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
    except (FileNotFoundError, ProcessLookupError):
        return Owner.NOBODY
    if status.rpartition(")")[2].split()[0] in {"Z", "X"}:
        return Owner.ZOMBIE
    folder = str(cluster).encode()
    is_server = b"postgres" in words[0] and (b"-D" + folder in words or folder in words)
    return Owner.SERVER if is_server else Owner.STRANGER


def is_alive(cluster: Path) -> bool:
    process = number(cluster)
    return process is not None and owner(cluster, process) is Owner.SERVER


def remove_if_stale(cluster: Path) -> None:
    """Call only when `pg_isready` says that no server answers. A zombie gets time to be buried first."""
    process = number(cluster)
    if process is None:
        return
    deadline = time.monotonic() + ZOMBIE_PATIENCE
    while owner(cluster, process) is Owner.ZOMBIE and time.monotonic() < deadline:
        time.sleep(0.05)
    if owner(cluster, process) is Owner.SERVER:
        return
    say("Die Datenbank wurde zuletzt nicht ordentlich beendet und stellt sich jetzt selbst wieder her.")
    (cluster / "postmaster.pid").unlink(missing_ok=True)
