"""The environment, read once and with types; what is missing stops the start with one sentence."""

import ipaddress
import sys
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import urlsplit

import environ

LOOPBACK = {"localhost", "127.0.0.1", "[::1]", "::1", "testserver"}
SHORTEST_SECRET = 50  # characters, as Django's own deployment check asks


def refuse(name: str, wanted: str, example: str) -> NoReturn:
    """Stop the start: a traceback would hide the one thing the person has to do (G-042)."""
    sys.stderr.write(f"{name}: {wanted} Beispiel: {name}={example}\n")
    sys.exit(4)


class Environment:
    """Reads variables of the process; a file `.env` fills the gaps, the real environment wins (G-043)."""

    def __init__(self, file: Path) -> None:
        self.env = environ.Env()
        if file.is_file():
            self.env.read_env(file)

    def _raw(self, name: str, example: str) -> str:
        value = str(self.env.str(name, default="")).strip()
        return value or refuse(name, "fehlt.", example)

    def text(self, name: str, *, default: str) -> str:
        return str(self.env.str(name, default=default))

    def words(self, name: str) -> list[str]:
        return [word.strip() for word in self.env.list(name, default=[]) if word.strip()]

    def flag(self, name: str) -> bool:
        value = self.text(name, default="0").lower()
        if value not in {"0", "1", "true", "false", "yes", "no", "on", "off", ""}:
            refuse(name, "muss 1 oder 0 sein.", "1")
        return value in {"1", "true", "yes", "on"}

    def number(self, name: str, *, default: int) -> int:
        value = self.text(name, default=str(default))
        return int(value) if value.isdecimal() else refuse(name, "muss eine ganze Zahl sein.", str(default))

    def folder(self, name: str, *, default: Path) -> Path:
        return Path(self.text(name, default=str(default))).absolute()

    def secret(self, name: str, *, example: str) -> str:
        value = self._raw(name, example)
        if len(value) < SHORTEST_SECRET:
            refuse(name, f"ist zu kurz, gebraucht werden mindestens {SHORTEST_SECRET} Zeichen.", example)
        return value

    def site_url(self, name: str, *, example: str) -> str:
        """Address of the site without path; plain http only on this machine itself (G-045)."""
        value = self._raw(name, example).rstrip("/")
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path:
            refuse(name, "muss mit https:// beginnen und darf keinen Pfad enthalten.", example)
        if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
            refuse(name, "darf nur auf diesem Rechner selbst http sein, sonst https.", example)
        return value

    def hosts(self, name: str, *, example: str) -> list[str]:
        self._raw(name, example)
        return self.words(name)

    def debug(self, name: str, *, hosts: list[str]) -> bool:
        """Debug pages show personal data, so they are refused where others could see them (G-044)."""
        on = self.flag(name)
        if on and not all(is_loopback(host) for host in hosts):
            refuse(name, "ist nur erlaubt, wenn ALLOWED_HOSTS allein diesen Rechner nennt.", "0")
        return on

    def database(self, name: str, *, example: str) -> dict[str, Any]:
        value = self._raw(name, example)
        config: dict[str, Any] = self.env.db_url_config(value) if "://" in value else {}
        if config.get("ENGINE") != "django.db.backends.postgresql" or not config.get("NAME"):
            refuse(name, "muss eine PostgreSQL-Adresse mit Datenbanknamen sein.", example)
        return config

    def scanner(self, name: str) -> str:
        """Where a virus scanner listens; empty means there is none."""
        value = self.text(name, default="")
        if value and urlsplit(value).scheme not in {"tcp", "unix"}:
            refuse(name, "muss mit tcp:// oder unix:/// beginnen.", "unix:///run/clamav/clamd.ctl")
        return value

    def imap(self, name: str) -> str:
        """A mailbox to read; empty means there is none. Unencrypted only on this machine itself."""
        value = self.text(name, default="")
        parts = urlsplit(value)
        if value and (parts.scheme not in {"imap", "imaps"} or not parts.hostname or not parts.username):
            refuse(
                name, "muss imaps://name:kennwort@server/Ordner sein.", "imaps://bounce:geheim@mail.example"
            )
        if parts.scheme == "imap" and not is_loopback(parts.hostname or ""):
            refuse(name, "darf nur auf diesem Rechner selbst imap sein, sonst imaps.", "imaps://…")
        return value

    def mail(self, name: str, *, example: str) -> dict[str, Any]:
        value = self._raw(name, example)
        scheme = value.split(":", 1)[0]
        if scheme not in {"filemail", "smtp", "smtp+tls", "smtp+ssl"}:
            refuse(name, "muss mit smtp+tls://, smtp+ssl://, smtp:// oder filemail:/// beginnen.", example)
        return dict(self.env.email_url_config(value))


def is_loopback(host: str) -> bool:
    if host in LOOPBACK:
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
