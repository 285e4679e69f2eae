"""What belongs to the request being answered: its number, and what it has already read."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Request:
    """`number` lets journal and log lines find each other; `notes` is read once and gone with the answer."""

    number: str
    notes: dict[str, Any] = field(default_factory=dict)


_current: ContextVar[Request | None] = ContextVar("request", default=None)


def current_request_number() -> str:
    """Empty outside a request, as in jobs and commands."""
    request = _current.get()
    return request.number if request else ""


def notes() -> dict[str, Any]:
    """A place to keep what one request needs several times; outside a request nothing is kept."""
    request = _current.get()
    return request.notes if request else {}


@contextmanager
def begun() -> Iterator[Request]:
    request = Request(secrets.token_hex(8))
    token = _current.set(request)
    try:
        yield request
    finally:
        _current.reset(token)
