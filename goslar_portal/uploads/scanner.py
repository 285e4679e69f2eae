"""Asking a virus scanner (clamd); one that cannot be reached never says yes (G-144)."""

import socket
import struct
from urllib.parse import urlsplit

from django.conf import settings

CHUNK = 64 * 1024
PATIENCE = 30  # seconds


class ScannerAwayError(Exception):
    """No answer that could be trusted: the file waits."""


def is_clean(content: bytes) -> bool:
    """Raises `ScannerAwayError` when the scanner cannot be reached or says something else than yes or no."""
    try:
        with _connect() as line:
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), CHUNK):
                part = content[start : start + CHUNK]
                line.sendall(struct.pack(">I", len(part)) + part)
            line.sendall(struct.pack(">I", 0))
            answer = _read(line)
    except OSError as error:
        raise ScannerAwayError(type(error).__name__) from error
    if answer == "stream: OK":
        return True
    if answer.endswith(" FOUND"):
        return False
    raise ScannerAwayError("unknown answer")


def _connect() -> socket.socket:
    """`tcp://host:port` or `unix:///run/clamav/clamd.ctl`."""
    place = urlsplit(settings.VIRUS_SCANNER)
    if place.scheme == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(PATIENCE)
        try:
            line.connect(place.path)
        except OSError:
            line.close()
            raise
        return line
    return socket.create_connection((place.hostname or "", place.port or 3310), timeout=PATIENCE)


def _read(line: socket.socket) -> str:
    heard = b""
    while not heard.endswith(b"\0") and len(heard) < 4096 and (part := line.recv(4096)):
        heard += part
    return heard.rstrip(b"\0").decode(errors="replace").strip()
