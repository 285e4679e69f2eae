"""The number of the request being answered, so that journal and log lines find each other."""

import secrets
from contextvars import ContextVar

_number: ContextVar[str] = ContextVar("request_number", default="")


def current_request_number() -> str:
    """Empty outside a request, as in jobs and commands."""
    return _number.get()


def begin_request() -> str:
    number = secrets.token_hex(8)
    _number.set(number)
    return number
