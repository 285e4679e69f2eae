"""Visiting an address as a polite stranger: little, slowly, and never inside our own network (I-190)."""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings

from integration.models import LinkResult

PATIENCE = 10  # seconds
REDIRECTS = 5
GOOD_REASONS = frozenset({401, 403, 429})  # the page is there, it does not want programs
GONE_FOR_GOOD = frozenset({301, 308})
ELSEWHERE = frozenset({301, 302, 303, 307, 308})
ERROR, BUSY = 400, 500


class PrivateAddressError(Exception):
    """The name leads into a private or local network."""


@dataclass(frozen=True)
class Visit:
    result: str
    status: int | None = None
    moved_to: str = ""


def is_public(address: str) -> bool:
    return ipaddress.ip_address(address).is_global


@dataclass
class Visitor:
    """One night's round; remembers when it was where, so that no host gets two requests in a second."""

    may_visit: Callable[[str], bool] = is_public
    pause: float = 1.0
    last: dict[str, float] = field(default_factory=dict)

    def visit(self, address: str) -> Visit:
        """What is at the end of this address; the answer's body is never kept."""
        try:
            return self._follow(address)
        except PrivateAddressError:
            return Visit(LinkResult.UNSURE)
        except (OSError, http.client.HTTPException, ValueError):  # ValueError: no address at all
            return Visit(LinkResult.UNREACHABLE)

    def _follow(self, address: str) -> Visit:
        here, is_for_good = address, True
        for _step in range(REDIRECTS + 1):
            status, location = self._look(here)
            if status not in ELSEWHERE or not location:
                moved_to = here if here != address and is_for_good else ""
                return Visit(_verdict(status, moved_to), status, moved_to if status < ERROR else "")
            is_for_good = is_for_good and status in GONE_FOR_GOOD
            here = urljoin(here, location).partition("#")[0]
        return Visit(LinkResult.BROKEN, status)

    def _look(self, address: str) -> tuple[int, str]:
        """HEAD, as it costs the other side least; GET where that is not understood."""
        status, location = self._ask("HEAD", urlsplit(address))
        return (status, location) if status < ERROR else self._ask("GET", urlsplit(address))

    def _ask(self, method: str, parts: SplitResult) -> tuple[int, str]:
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("not an address of the web")
        port = parts.port or (443 if parts.scheme == "https" else 80)
        number = self._resolve(parts.hostname, port)
        self._wait(parts.hostname)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        line = _Line(parts.hostname, number, port, is_safe=parts.scheme == "https")
        try:
            line.request(method, path, headers={"User-Agent": name_of_client(), "Accept": "*/*"})
            answer = line.getresponse()
            return answer.status, answer.headers.get("Location", "")
        finally:
            line.close()

    def _resolve(self, host: str, port: int) -> str:
        """One number of this name; all of them must be public, or the answer could change in between."""
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        numbers = [str(row[4][0]) for row in rows]
        if not numbers or not all(self.may_visit(number) for number in numbers):
            raise PrivateAddressError(host)
        return numbers[0]

    def _wait(self, host: str) -> None:
        due = self.last.get(host, 0.0) + self.pause
        time.sleep(max(0.0, due - time.monotonic()))
        self.last[host] = time.monotonic()


class _Line(http.client.HTTPConnection):
    """A connection to exactly the number that was looked at, with the name of the host in it."""

    def __init__(self, host: str, number: str, port: int, *, is_safe: bool) -> None:
        super().__init__(host, port, timeout=PATIENCE)
        self.number, self.is_safe = number, is_safe
        self.default_port = 443 if is_safe else 80  # for the Host header

    def connect(self) -> None:
        self.sock = socket.create_connection((self.number, self.port), self.timeout)
        if self.is_safe:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)


def _verdict(status: int, moved_to: str) -> str:
    if status in GOOD_REASONS:
        return LinkResult.UNSURE
    if status >= BUSY:
        return LinkResult.UNREACHABLE
    if status >= ERROR or status in ELSEWHERE:
        return LinkResult.BROKEN
    return LinkResult.MOVED if moved_to else LinkResult.FINE


def name_of_client() -> str:
    """An honest name, with a way to ask what this is."""
    return f"Portal-Goslar-Linkpruefung/1 (+{settings.SITE_URL}/kontakt/)"
