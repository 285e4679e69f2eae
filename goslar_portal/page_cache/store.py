"""Finished pages in the memory of one process, served without Django and without a query (G-122 to G-125)."""

import gzip
import hashlib
import logging
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

import brotli

log = logging.getLogger("portal.page_cache")

KEEP = "portal.keep"  # in the environment of a request: what its view says about keeping the page
PAGES = "portal.page_cache"  # set by the outermost layer when there is a memory to keep pages in
LARGEST = 64 * 1024 * 1024  # bytes of bodies per process
ASK_EVERY = 1.0  # seconds between two looks at the counters (G-124)
BROTLI_QUALITY = 9  # milliseconds once per change, for every reader after it
NOT_KEPT = {"x-request-number", "content-length", "content-encoding", "etag", "set-cookie", "date"}


Key = tuple[str, str, str]
Headers = list[tuple[str, str]]


@dataclass(frozen=True)
class Body:
    """One page in one encoding, ready to send."""

    content: bytes
    etag: str
    headers: Headers


@dataclass(frozen=True)
class Entry:
    stamp: dict[str, int]
    until: float | None
    bodies: dict[str, Body]
    size: int


@dataclass(frozen=True)
class Keep:
    """What a view says of its page: topics as read before rendering, parameters, how long it is right."""

    stamp: dict[str, int]
    parameters: tuple[str, ...]
    until: datetime | None


class Store:
    """Pages by host, path and declared parameters; the least used go first when memory is full."""

    def __init__(self, largest: int = LARGEST) -> None:
        self.largest = largest
        self.entries: OrderedDict[Key, Entry] = OrderedDict()
        self.parameters: dict[str, tuple[str, ...]] = {}
        self.counters: dict[str, int] = {}
        self.total = -1
        self.asked_at = float("-inf")
        self.size = 0
        self.lock = threading.Lock()
        self.asking = threading.Lock()

    def key(self, host: str, path: str, query: str) -> Key | None:
        """None for a path that never showed a page to keep."""
        names = self.parameters.get(path)
        if names is None:
            return None
        return host, path, declared(query, names) if query and names else ""

    def find(self, key: Key) -> Entry | None:
        entry = self.entries.get(key)
        if entry is None or not self.is_right(entry):
            return None
        with self.lock:
            if key in self.entries:
                self.entries.move_to_end(key)
        return entry

    def is_right(self, entry: Entry) -> bool:
        if entry.until is not None and time.time() >= entry.until:
            return False
        known = self.counters
        return all(known.get(name, 0) <= counter for name, counter in entry.stamp.items())

    def put(self, where: Key, keep: Keep, headers: Headers, content: bytes) -> Entry:
        """`where` is host, path and the query as it came."""
        entry = make_entry(keep, headers, content)
        host, path, query = where
        key = (host, path, declared(query, keep.parameters))
        with self.lock:
            self.parameters[path] = keep.parameters
            self._drop(key)
            self.entries[key] = entry
            self.size += entry.size
            while self.size > self.largest and len(self.entries) > 1:
                self._drop(next(iter(self.entries)))
        return entry

    def _drop(self, key: Key) -> None:
        old = self.entries.pop(key, None)
        if old is not None:
            self.size -= old.size

    def look(self) -> None:
        """Ask the database for the counters, at most once a second and by one thread at a time.

        With the database away, what is known goes on being served.
        """
        now = time.monotonic()
        if now - self.asked_at < ASK_EVERY or not self.asking.acquire(blocking=False):
            return
        try:
            self.asked_at = now
            self._ask()
        finally:
            self.asking.release()

    def _ask(self) -> None:
        from django.db import connection

        from goslar_portal.page_cache.models import Topic

        try:
            total = Topic.objects.total()
            if total != self.total:
                self.counters = Topic.objects.counters()
                self.total = total
        except Exception as error:  # whatever is wrong with the database, readers go on
            log.warning("topics unknown", extra={"job": type(error).__name__})
        finally:
            if not connection.in_atomic_block:
                connection.close()


def declared(query: str, names: tuple[str, ...]) -> str:
    """The parameters a page declares, sorted; all others are ignored."""
    return urlencode(sorted(pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] in names))


def make_entry(keep: Keep, headers: Headers, plain: bytes) -> Entry:
    headers = [(name, value) for name, value in headers if name.lower() not in NOT_KEPT]
    bodies = {
        "br": body(brotli.compress(plain, quality=BROTLI_QUALITY), headers, "br"),
        "gzip": body(gzip.compress(plain, mtime=0), headers, "gzip"),
        "": body(plain, headers, ""),
    }
    size = sum(len(kind.content) for kind in bodies.values())
    return Entry(keep.stamp, keep.until.timestamp() if keep.until else None, bodies, size)


def body(content: bytes, headers: Headers, encoding: str) -> Body:
    """ETags differ per encoding, as RFC 9110 (8.8.3) asks."""
    etag = f'"{hashlib.sha256(content).hexdigest()[:24]}"'
    own = [("Content-Length", str(len(content))), ("ETag", etag)]
    if encoding:
        own.append(("Content-Encoding", encoding))
    return Body(content, etag, headers + own)


def encoding_of(accepted: str) -> str:
    """The best encoding a browser names; an encoding with q=0 is refused."""
    named = {
        part.partition(";")[0].strip(): part.replace(" ", "").partition(";q=")[2]
        for part in accepted.lower().split(",")
    }
    for encoding in ("br", "gzip"):
        if encoding in named and named[encoding] not in {"0", "0.0", "0.00", "0.000"}:
            return encoding
    return ""


store = Store()
