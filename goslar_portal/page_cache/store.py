"""Finished pages in the memory of one process, served without Django and without a query (G-122 to G-125)."""

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from urllib.parse import parse_qsl, urlencode

import brotli

KEEP = "portal.keep"  # in the environment of a request: what its view says about keeping the page
PAGES = "portal.page_cache"  # set by the outermost layer when there is a memory to keep pages in
LARGEST = 64 * 1024 * 1024  # bytes per process
OVERHEAD = 2048  # bytes of an entry beside its bodies, about
MOST_PATHS = 20_000  # paths whose parameters are remembered
BROTLI_QUALITY = 5  # 0.3 ms per page; 9 takes 6 ms and saves one byte in a hundred
FRESH, SHARED_FRESH, STALE = 60, 300, 86_400  # seconds: browsers, a CDN, while the portal is away (G-125)
NOT_KEPT = {
    "x-request-number", "content-length", "content-encoding", "etag", "set-cookie", "date", "cache-control",
}  # fmt: skip


Key = tuple[str, str, str]
Headers = list[tuple[str, str]]


@dataclass(frozen=True)
class Entry:
    """One page. Bodies are stored compressed; who accepts neither kind gets it unpacked."""

    stamp: dict[str, int]
    until: float
    headers: Headers
    mark: str
    packed: dict[str, bytes]

    @property
    def size(self) -> int:
        return OVERHEAD + sum(len(content) for content in self.packed.values())

    def body(self, encoding: str) -> bytes:
        return self.packed[encoding] if encoding else gzip.decompress(self.packed["gzip"])

    def etag(self, encoding: str) -> str:
        """They differ per encoding, as RFC 9110 (8.8.3) asks."""
        return f'"{self.mark}{encoding and "-"}{encoding}"'

    def headers_of(self, encoding: str) -> Headers:
        own = [("ETag", self.etag(encoding)), ("Cache-Control", cache_control(self.until))]
        return [*self.headers, *own, *([("Content-Encoding", encoding)] if encoding else [])]


@dataclass(frozen=True)
class Keep:
    """What a view says of its page: topics as they stood when it was read, parameters, its end."""

    stamp: dict[str, int]
    parameters: tuple[str, ...]
    until: datetime


class Store:
    """Pages by host, path and declared parameters; the least used go first when memory is full."""

    def __init__(self, largest: int = LARGEST) -> None:
        self.largest = largest
        self.entries: OrderedDict[Key, Entry] = OrderedDict()
        self.parameters: dict[str, tuple[str, ...]] = {}
        self.counters: dict[str, int] | None = None  # None: nothing is known yet, so nothing is served
        self.total = -1
        self.size = 0
        self.lock = threading.Lock()

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
        """While the counters of its topics are the newest known, and its time has not come."""
        known = self.counters
        if known is None or time.time() >= entry.until:
            return False
        return all(known.get(name, 0) <= counter for name, counter in entry.stamp.items())

    def put(self, where: Key, keep: Keep, headers: Headers, content: bytes) -> Entry:
        """`where` is host, path and the query as it came."""
        entry = make_entry(keep, headers, content)
        host, path, query = where
        key = (host, path, declared(query, keep.parameters))
        with self.lock:
            if len(self.parameters) >= MOST_PATHS:
                self.parameters.clear()
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

    def learn(self, *, total: Callable[[], int], counters: Callable[[], dict[str, int]]) -> None:
        """Ask for all counters when their sum has grown; what was read in between only looks newer."""
        if self.counters is None or total() != self.total:
            known = counters()
            self.counters, self.total = known, sum(known.values())


def cache_control(until: float) -> str:
    """Nobody on the way keeps a page beyond the moment at which it changes by the clock (G-125)."""
    left = max(0, int(until - time.time()))
    return f"public, max-age={min(FRESH, left)}, s-maxage={min(SHARED_FRESH, left)}, stale-if-error={STALE}"


def declared(query: str, names: tuple[str, ...]) -> str:
    """The parameters a page declares, by name; all others are ignored.

    One that comes several times keeps its order: views read the last, so another order is another page.
    """
    pairs = [pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] in names]
    return urlencode(sorted(pairs, key=itemgetter(0)))


def make_entry(keep: Keep, headers: Headers, plain: bytes) -> Entry:
    return Entry(
        stamp=keep.stamp,
        until=keep.until.timestamp(),
        headers=[(name, value) for name, value in headers if name.lower() not in NOT_KEPT],
        mark=hashlib.sha256(plain).hexdigest()[:24],
        packed={
            "br": brotli.compress(plain, quality=BROTLI_QUALITY),
            "gzip": gzip.compress(plain, mtime=0),
        },
    )


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
