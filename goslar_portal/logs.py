"""Logs as JSON lines on stdout, without anything personal (G-163)."""

import json
import logging
import re
from datetime import UTC, datetime

from goslar_portal.requests import current_request_number

FACTS = ("route", "status", "ms", "queries", "role", "job", "count", "letter", "row", "sql")
MASKS = (
    (re.compile(r"[^\s@\"<>,;:]+@[^\s@\"<>,;:]+\.\w+"), "[mail]"),
    (re.compile(r"(?<![\w.:/-])(?:\+|00|0)[\d ()/.-]{6,}\d"), "[phone]"),
    (re.compile(r"(?<![\w-])(?=[\w-]*[\dA-Z])[\w-]{24,}"), "[token]"),
)


def masked(text: str) -> str:
    """A second net: what looks like mail, telephone or token, should it ever get this far (G-163)."""
    for pattern, instead in MASKS:
        text = pattern.sub(instead, text)
    return text


class RequestNumber(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.request_number = current_request_number()
        return True


class JsonFormatter(logging.Formatter):
    """Time, level, event, request number and a few named facts.

    Messages of other packages may hold paths with tokens, so of those only logger and kind of error are kept.
    """

    def format(self, record: logging.LogRecord) -> str:
        own = record.name.startswith("portal")
        line = {
            "time": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage() if own else record.name,
            "request": getattr(record, "request_number", ""),
        }
        line["event"] = masked(line["event"])
        line |= {name: getattr(record, name) for name in FACTS if hasattr(record, name)}
        line |= {
            name: masked(value) for name, value in line.items() if name in FACTS and isinstance(value, str)
        }
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["trace"] = self._places(record)
        return json.dumps(line, ensure_ascii=False, default=str)

    def _places(self, record: logging.LogRecord) -> list[str]:
        """Files and lines only: messages and local values of an error may be personal."""
        places, step = [], record.exc_info[2] if record.exc_info else None
        while step is not None:
            code = step.tb_frame.f_code
            places.append(f"{code.co_filename.rsplit('/', 3)[-1]}:{step.tb_lineno} {code.co_name}")
            step = step.tb_next
        return places[-12:]
