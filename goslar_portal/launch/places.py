"""Where the launcher reads and writes: the project folder and the data folder, nowhere else (G-012)."""

import os
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Places:
    """The folders of one start. `data` belongs to one database; run, demo and test have one each."""

    project: Path
    data: Path

    @classmethod
    def for_command(cls, command: str, environment: dict[str, str], project: Path = PROJECT) -> "Places":
        """`demo` and `test` never touch the data folder of `run` (G-012)."""
        data = project / (environment.get("PORTAL_DATA") or "var")
        return cls(project, data / command if command in {"demo", "test"} else data)

    @property
    def venv(self) -> Path:
        return self.project / ".venv"

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def cluster(self) -> Path:
        return self.data / "postgres"

    def log(self, name: str) -> Path:
        return self.data / "log" / f"{name}.log"


def make_folder(folder: Path, mode: int) -> None:
    """Make a folder with exactly this mode, whatever the umask; one that exists stays as it is."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        folder.mkdir()
    except FileExistsError:
        return
    folder.chmod(mode)


def make_data_folders(places: Places) -> None:
    """The data folder can be crossed, not listed: PostgreSQL may run as another account (G-025)."""
    folder = places.data
    if folder.parent.name and not folder.parent.exists():
        make_folder(folder.parent, 0o711)
    make_folder(folder, 0o711)
    make_folder(folder / "log", 0o700)
    make_folder(folder / "mail", 0o700)


def open_fresh_log(places: Places, name: str) -> int:
    """File descriptor of an empty log; the log of the start before stays beside it."""
    log = places.log(name)
    if log.exists():
        log.replace(log.with_suffix(".log.1"))
    return os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
