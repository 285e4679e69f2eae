"""The outermost layer: answers from memory, else asks Django and keeps what may be kept."""

import threading
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings

from goslar_portal.page_cache.following import Follow
from goslar_portal.page_cache.store import KEEP, PAGES, Entry, Keep, Key, Store, encoding_of, store

Start = Callable[..., Any]
Application = Callable[[dict[str, Any], Start], Iterable[bytes]]


def where(environ: dict[str, Any]) -> Key:
    return environ.get("HTTP_HOST", ""), environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")


class PageCache:
    """A WSGI application around Django's. `follow` keeps its memory informed, in a thread of this process."""

    def __init__(self, application: Application, pages: Store = store, follow: Follow | None = None) -> None:
        self.application = application
        self.pages = pages
        self.follow = follow
        self.starting = threading.Lock()
        self.staff_cookie = f"{settings.SESSION_COOKIE_NAME}="

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        if self.follow is not None:
            self.begin()
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or self.staff_cookie in environ.get(
            "HTTP_COOKIE", ""
        ):
            return self.application(environ, start)
        key = self.pages.key(*where(environ))
        entry = self.pages.find(key) if key is not None else None
        if entry is not None:
            return self.send(entry, environ, start)
        environ[PAGES] = self.pages
        return self.ask(environ, start)

    def begin(self) -> None:
        """With the first request, so that the thread belongs to the process that serves."""
        with self.starting:
            if self.follow is not None:
                threading.Thread(target=self.follow, args=[self.pages], daemon=True).start()
                self.follow = None

    def ask(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Let Django answer; a view that wants its page kept leaves a `Keep` in the environment."""
        heard: list[Any] = []
        answer = self.application(environ, lambda *words: heard.extend(words))
        status, headers = heard[0], heard[1]
        keep: Keep | None = environ.get(KEEP)
        if keep is None or not status.startswith("200 ") or environ["REQUEST_METHOD"] != "GET":
            start(status, headers)
            return answer
        content = b"".join(answer)
        close = getattr(answer, "close", None)
        if close is not None:
            close()
        return self.send(self.pages.put(where(environ), keep, headers, content), environ, start)

    def send(self, entry: Entry, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        encoding = encoding_of(environ.get("HTTP_ACCEPT_ENCODING", ""))
        headers = entry.headers_of(encoding)
        if entry.etag(encoding) in environ.get("HTTP_IF_NONE_MATCH", ""):
            start("304 Not Modified", [pair for pair in headers if pair[0] != "Content-Type"])
            return []
        body = entry.body(encoding)
        start("200 OK", [*headers, ("Content-Length", str(len(body)))])
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
