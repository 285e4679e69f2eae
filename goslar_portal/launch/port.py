"""The port of the web server: claimed before anything starts, asked until it answers (G-009, G-011)."""

import socket

from goslar_portal.launch.messages import BLOCKED, USAGE, StopError

HOST = "127.0.0.1"


def number(environment: dict[str, str]) -> int:
    text = environment.get("PORT", "8000")
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise StopError(
            USAGE, f"PORT={text}: gebraucht wird eine Zahl zwischen 1 und 65535, zum Beispiel PORT=8001."
        )
    return int(text)


def claim(port: int, command: str) -> socket.socket:
    """Two starts at once must not share a port: the web server's own socket would allow it.

    The returned socket has a name the kernel gives to one process only and takes back when it ends.
    """
    busy = StopError(
        BLOCKED, f"Anschluss {port} ist belegt. So geht es: PORT={_free(port)} ./portal {command}"
    )
    claim = socket.socket(socket.AF_UNIX)
    try:
        claim.bind(f"\0goslar-portal-{port}")
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((HOST, port))
    except PermissionError:
        claim.close()
        sentence = f"Anschluss {port} darf nur root öffnen. So geht es: PORT=8000 ./portal {command}"
        raise StopError(BLOCKED, sentence) from None
    except OSError:
        claim.close()
        raise busy from None
    return claim


def _free(port: int) -> int:
    """The next port nobody listens on."""
    for other in range(port + 1, min(port + 100, 65536)):
        with socket.socket() as probe:
            try:
                probe.bind((HOST, other))
            except OSError:
                continue
            return other
    return 8001


def health(port: int) -> str:
    """Status and word of /healthz, empty while nobody answers. Not http.client: importing it costs time."""
    try:
        with socket.create_connection((HOST, port), timeout=5) as line:
            line.sendall(
                f"GET /healthz HTTP/1.1\r\nHost: {HOST}:{port}\r\nConnection: close\r\n\r\n".encode()
            )
            answer = b""
            while part := line.recv(4096):
                answer += part
    except OSError:
        return ""
    status = answer.split(b" ", 2)[1:2]
    word = answer.rpartition(b"\r\n\r\n")[2].decode(errors="replace").strip()
    return f"{status[0].decode()} {word}" if status else ""
