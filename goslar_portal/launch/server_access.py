"""Who owns the data folder and who may log in to its server (G-025, G-026, G-029)."""

import os
import pwd
from pathlib import Path

from goslar_portal.launch.account import Account, service_account
from goslar_portal.launch.messages import BLOCKED, StopError


def write_logins(cluster: Path, account: Account) -> None:
    """One account of the operating system, named, and no password and no trust anywhere."""
    _write(cluster / "pg_hba.conf", "local all portal peer map=portal\n", account)
    _write(cluster / "pg_ident.conf", f"portal {account.client} portal\n", account)


def _write(file: Path, text: str, account: Account) -> None:
    if file.exists() and file.read_text(encoding="utf-8") == text:
        return
    draft = file.with_name(f"{file.name}.new")
    draft.write_text(text, encoding="utf-8")
    draft.chmod(0o600)
    os.chown(draft, account.uid, account.gid)
    draft.replace(file)


def check_owner(cluster: Path, account: Account) -> None:
    """Root may pass the folder between the accounts it starts servers as; nobody else's data is touched."""
    found = cluster.stat().st_uid
    if found == account.uid:
        return
    service = service_account()
    if os.geteuid() != 0 or found not in {0, service.uid if service else 0}:
        sentence = f"{cluster} gehört dem Konto {_name(found)}. Bitte als dieses Konto starten."
        raise StopError(BLOCKED, sentence)
    for folder, _folders, files in os.walk(cluster):
        for name in [folder, *(os.path.join(folder, file) for file in files)]:  # noqa: PTH118 (os.walk gives strings)
            os.chown(name, account.uid, account.gid, follow_symlinks=False)


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
