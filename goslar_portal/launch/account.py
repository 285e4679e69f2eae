"""Which operating-system account PostgreSQL runs as: it refuses root (G-025)."""

import os
import pwd
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from goslar_portal.launch.messages import BLOCKED, StopError

OPEN_PLACE = "/var/lib/goslar-portal"


@dataclass(frozen=True)
class Account:
    """The server's account. `client` is the name by which it knows this launcher's programs."""

    uid: int
    gid: int
    client: str
    prefix: tuple[str, ...] = ()

    @property
    def options(self) -> dict[str, Any]:
        """For subprocess: become this account, unless we are it already or a user namespace does it."""
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def crosses(self, *places: Path) -> bool:
        """Asks the operating system itself, so access lists and mounts count too."""
        script = 'for place; do test -x "$place" || exit 1; done'
        argv = [*self.prefix, "sh", "-c", script, "sh", *map(str, places)]
        try:
            done = subprocess.run(argv, cwd="/", capture_output=True, check=False, **self.options)
        except OSError:
            return False
        return done.returncode == 0


def _named(*names: str) -> pwd.struct_passwd | None:
    for name in names:
        with suppress(KeyError):
            return pwd.getpwnam(name)
    return None


def _own_name() -> str:
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        sentence = f"Das Konto Nummer {os.geteuid()} hat hier keinen Namen; PostgreSQL braucht einen."
        raise StopError(BLOCKED, sentence) from None


def service_account() -> Account | None:
    """What a server started by root runs as."""
    entry = _named("postgres", "nobody")
    return Account(entry.pw_uid, entry.pw_gid, "root") if entry else None


def namespace_account() -> Account | None:
    """In a user namespace root keeps its files and looks like an ordinary account to PostgreSQL.

    Not `nobody`: that number also stands for every account unknown in the namespace.
    """
    entry = _named("postgres", "daemon")
    if not entry:
        return None
    prefix = ("unshare", "--user", f"--map-user={entry.pw_uid}", f"--map-group={entry.pw_gid}", "--")
    return Account(0, 0, entry.pw_name, prefix)


def choose(folder: Path, binaries: Path) -> Account | None:
    """The first account that may cross to the data folder and run the binaries."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), _own_name())
    accounts = (service_account(), namespace_account())
    return next(
        (account for account in accounts if account and account.crosses(folder, binaries / "postgres")), None
    )


def closed(folder: Path, command: str) -> StopError:
    """Names a line that works."""
    sentence = f"PostgreSQL läuft nicht als root, und {folder} ist für andere Konten verschlossen."
    return StopError(BLOCKED, f"{sentence} So geht es: PORTAL_DATA={OPEN_PLACE} ./portal {command}")
