"""Where the server's socket lies: in the data folder, or a private one if that path is too long (G-026)."""

import hashlib
import os
import stat
import tempfile
from pathlib import Path

from goslar_portal.launch.account import Account
from goslar_portal.launch.messages import BLOCKED, StopError

LONGEST = 100  # bytes; the kernel's own limit is 107
FILE = ".s.PGSQL.5432"


def folder_for(cluster: Path) -> Path:
    """The same answer for every `./portal` of this data folder. PostgreSQL splits its list at commas."""
    name = str(cluster)
    if len(os.fsencode(f"{name}/{FILE}")) <= LONGEST and not set(name) & set(',"'):
        return cluster
    mark = hashlib.sha256(os.fsencode(name)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"goslar-portal-{mark}"


def prepare(folder: Path, cluster: Path, account: Account) -> None:
    """A private folder lies where others may write too, so what is already there is looked at before use."""
    if folder == cluster:
        return
    try:
        folder.mkdir(mode=0o700)
        folder.chmod(0o700)
        os.chown(folder, account.uid, account.gid)
    except FileExistsError:
        found = folder.lstat()
        if (
            not stat.S_ISDIR(found.st_mode)
            or stat.S_IMODE(found.st_mode) != 0o700
            or found.st_uid != account.uid
        ):
            sentence = f"{folder} gehört einem anderen Konto oder ist offen für alle. Bitte löschen."
            raise StopError(BLOCKED, sentence) from None
