"""Asking one address as fast as it answers: wrk where it is installed, else our own generator."""

import re
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from multiprocessing import get_context
from urllib.parse import urlsplit

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
LAST_CHUNK = b"0\r\n\r\n"
CONNECTIONS = 16
PROCESSES = 2
BUSY = 0.9  # of one core: above, our own generator was likely the bottleneck


@dataclass
class Load:
    """`run()` returns answers per second. Every answer must be 200 with exactly the length of the first."""

    url: str
    headers: dict[str, str] = field(default_factory=dict)
    remark: str = ""

    def run(self, seconds: float) -> float:
        length = self.look()
        wrk = shutil.which("wrk")
        return self._wrk(wrk, seconds) if wrk else self._own(seconds, length)

    def look(self) -> int:
        """One request, to be sure that the right thing is measured; returns the bytes of a whole answer."""
        parts = urlsplit(self.url)
        with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=10) as line:
            line.sendall(self.request())
            return read_answer(line)

    def request(self) -> bytes:
        parts = urlsplit(self.url)
        lines = [f"GET {parts.path or '/'} HTTP/1.1", f"Host: {parts.netloc}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def _wrk(self, wrk: str, seconds: float) -> float:
        headers = [word for pair in self.headers.items() for word in ("-H", ": ".join(pair))]
        argv = [wrk, "-t2", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", *headers, self.url]
        said = subprocess.run(argv, capture_output=True, text=True, check=True).stdout  # noqa: S603  # wrk
        if "Non-2xx" in said or "Socket errors" in said:
            raise RuntimeError(f"{self.url} did not answer every request:\n{said}")
        found = re.search(r"Requests/sec:\s+([\d.]+)", said)
        return float(found[1]) if found else 0.0

    def _own(self, seconds: float, length: int) -> float:
        context = get_context("spawn" if sys.platform == "darwin" else "fork")
        with context.Pool(PROCESSES) as pool:
            jobs = [(self.url, self.request(), seconds, length)] * PROCESSES
            results = pool.starmap(ask, jobs)
        rate = sum(count for count, _busy in results) / seconds
        is_busy = max(busy for _count, busy in results) > BUSY
        self.remark = "eigener Lasterzeuger" + (", war selbst am Anschlag" if is_busy else "")
        return rate


def ask(url: str, request: bytes, seconds: float, length: int) -> tuple[int, float]:
    """Several connections in turns, one request in flight on each; returns answers and own use of a core."""
    parts = urlsplit(url)
    place = (parts.hostname or "", parts.port or 80)
    lines = [socket.create_connection(place, timeout=10) for _ in range(CONNECTIONS // PROCESSES)]
    count, begin, processor = 0, time.perf_counter(), time.process_time()
    try:
        while time.perf_counter() - begin < seconds:
            for line in lines:
                line.sendall(request)
            for line in lines:
                if read_answer(line) != length:
                    raise RuntimeError(f"{url} did not answer every request alike")
            count += len(lines)
    finally:
        for line in lines:
            line.close()
    return count, (time.process_time() - processor) / (time.perf_counter() - begin)


def read_answer(line: socket.socket) -> int:
    """Read one whole answer, which must be 200; returns the bytes of its body, chunk sizes included."""
    heard = b""
    while b"\r\n\r\n" not in heard:
        heard += _more(line)
    head, _gap, body = heard.partition(b"\r\n\r\n")
    found = LENGTH.search(head)
    if not head.startswith(b"HTTP/1.1 200") or not (found or CHUNKED.search(head)):
        raise RuntimeError(f"unexpected answer: {head[:200]!r}")
    while not (len(body) >= int(found[1]) if found else body.endswith(LAST_CHUNK)):
        body += _more(line)
    return len(body)


def _more(line: socket.socket) -> bytes:
    part = line.recv(262_144)
    if not part:
        raise RuntimeError("the server closed the connection")
    return part
