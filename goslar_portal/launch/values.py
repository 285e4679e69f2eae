"""The values a local start hands to Django (G-042): everything Django has no safe default for."""

import os
import re
import secrets
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from goslar_portal.launch.places import Places

KEY_BYTES = 64  # G-044


def environment(project: Path) -> dict[str, str]:
    """The user's variables; a file `.env` fills the gaps, the real environment wins. Empty means not set."""
    given = {name: value for name, value in os.environ.items() if value}
    return {**_from_file(project / ".env"), **given}


def _from_file(file: Path) -> dict[str, str]:
    if not file.is_file():
        return {}
    rows = re.findall(
        r"^\s*(?:export\s+)?([A-Z][A-Z0-9_]*)=(.*)$", file.read_text(encoding="utf-8"), re.MULTILINE
    )
    return {name: value.strip().strip("'\"") for name, value in rows if value.strip().strip("'\"")}


def kept_key(file: Path) -> str:
    """A random key made once and kept beside the data, readable by its owner only (G-044)."""
    if not file.exists():
        draft = file.with_name(f"{file.name}.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as out:
            out.write(secrets.token_urlsafe(KEY_BYTES))
        with suppress(FileExistsError):
            os.link(draft, file)  # atomic: of two starts at once the first one's key counts
        draft.unlink()
    return file.read_text(encoding="ascii").strip()


def database_url(socket_folder: Path) -> str:
    return f"postgres://portal@/{quote(str(socket_folder))}/portal"


def local(places: Places, port: int, socket_folder: Path) -> dict[str, str]:
    """All local values; whatever the user set wins over them."""
    return {
        "PORTAL_LOCAL": "1",
        "PORTAL_DATA": str(places.data),
        "DATABASE_URL": database_url(socket_folder),
        "SECRET_KEY": kept_key(places.data / "secret_key"),
        "ADDRESS_HASH_KEY": kept_key(places.data / "address_hash_key"),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "XDG_CACHE_HOME": str(places.data / "cache"),  # fontconfig writes there (G-012)
        "EMAIL_URL": f"filemail:///{quote(str(places.data / 'mail'))}",
    }


def throwaway(project: Path) -> dict[str, str]:
    """Values for commands that read settings but touch neither database nor data folder (G-015)."""
    return {
        "PORTAL_LOCAL": "1",
        "PORTAL_DATA": str(project / "var"),
        "DATABASE_URL": "postgres://portal@//nonexistent/portal",
        "SECRET_KEY": secrets.token_urlsafe(KEY_BYTES),
        "ADDRESS_HASH_KEY": secrets.token_urlsafe(KEY_BYTES),
        "SITE_URL": "http://127.0.0.1:8000",
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "EMAIL_URL": "filemail:////nonexistent/mail",
    }
