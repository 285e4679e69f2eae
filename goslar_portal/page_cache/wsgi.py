"""The outermost layer: answers from memory, else asks Django and keeps what may be kept."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings

from goslar_portal.page_cache.store import KEEP, PAGES, Entry, Keep, Key, Store, encoding_of, store

Start = Callable[..., Any]
Application = Callable[[dict[str, Any], Start], Iterable[bytes]]


def where(environ: dict[str, Any]) -> Key:
    return environ.get("HTTP_HOST", ""), environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")


class PageCache:
    """A WSGI application around Django's."""

    def __init__(self, application: Application, pages: Store = store) -> None:
        self.application = application
        self.pages = pages
        self.staff_cookie = f"{settings.SESSION_COOKIE_NAME}="

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or self.staff_cookie in environ.get(
            "HTTP_COOKIE", ""
        ):
            return self.application(environ, start)
        entry = self.kept(environ)
        if entry is not None:
            return self.send(entry, environ, start)
        environ[PAGES] = self.pages
        return self.ask(environ, start)

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

    def kept(self, environ: dict[str, Any]) -> Entry | None:
        key = self.pages.key(*where(environ))
        if key is None:
            return None
        self.pages.look()
        return self.pages.find(key)

    def send(self, entry: Entry, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        body = entry.bodies[encoding_of(environ.get("HTTP_ACCEPT_ENCODING", ""))]
        if body.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
            kept = [pair for pair in body.headers if pair[0] not in {"Content-Length", "Content-Type"}]
            start("304 Not Modified", kept)
            return []
        start("200 OK", body.headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body.content]
