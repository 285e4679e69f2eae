"""Questions without an answer: a line in a file of the day, counted at night (I-127).

Reading writes no row. The file holds term and language, no time of day and nothing of who asked; only terms
of letters are written at all, so that no number and no address gets there.
"""

import json
import logging
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings

from goslar_portal.dates import today
from goslar_portal.search.words import tokens

log = logging.getLogger("portal.search")

LONGEST = 40  # characters
OFTEN = 3  # times in so many days
DAYS = 30


def note(question: str, language: str) -> None:
    """Remember that this was not found; whatever goes wrong, the reader gets the page."""
    term = " ".join(tokens(question))
    if not term.replace(" ", "").isalpha() or len(term) > LONGEST:
        return
    try:
        folder = _folder()
        folder.mkdir(mode=0o700, exist_ok=True)
        line = json.dumps({"term": term, "language": language}, ensure_ascii=False)
        with (folder / f"{today():%Y-%m-%d}.jsonl").open("a", encoding="utf-8") as file:
            file.write(line + "\n")
    except OSError as error:
        log.warning("miss not noted", extra={"job": type(error).__name__})


def count_misses() -> int:
    """Count the last thirty days, keep what was asked three times or more, drop older files."""
    from goslar_portal.search.models import Miss

    first, counts = today() - timedelta(days=DAYS - 1), Counter[tuple[str, str]]()
    for file in sorted(_folder().glob("*.jsonl")):
        if _day(file) < first:
            file.unlink()
        else:
            counts.update(_lines(file))
    often = {term: number for term, number in counts.items() if number >= OFTEN}
    Miss.objects.write(often, today())
    return len(often)


def _folder() -> Path:
    return Path(settings.PORTAL_DATA) / "search"


def _day(file: Path) -> date:
    try:
        return date.fromisoformat(file.stem)
    except ValueError:  # not ours
        return today()


def _lines(file: Path) -> list[tuple[str, str]]:
    rows = []
    for line in file.read_text(encoding="utf-8").splitlines():
        try:
            row = json.loads(line)
            rows.append((str(row["language"]), str(row["term"])))
        except (ValueError, KeyError, TypeError):  # half a line after a full disk
            continue
    return rows
