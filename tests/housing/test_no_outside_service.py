"""No page, PDF or job of housing asks anybody outside: no map, no address check, no fonts (H-304)."""

import re
from pathlib import Path

import pytest

from tests.housing.test_seam import HOUSE, imported

ROOT = HOUSE.parent
CALLERS = {"requests", "httpx", "urllib3", "aiohttp", "smtplib", "socket", "urlopen", "HTTPConnection"}
TEMPLATES = [ROOT / "templates" / "housing", ROOT / "templates" / "admin" / "housing"]
ELSEWHERE = re.compile(r"""(?:src|href|action|srcset|data)=["'](?:https?:)?//|url\((?:https?:)?//|@import""")
ASKS = re.compile(r"\bfetch\(|XMLHttpRequest|sendBeacon|WebSocket|EventSource|\bimport\(")


def files(folder: Path, ending: str) -> list[Path]:
    found = sorted(folder.rglob(f"*{ending}"))
    assert found
    return found


@pytest.mark.req("H-304")
def test_no_module_can_open_a_connection() -> None:
    wrong = []
    for module in files(HOUSE, ".py"):
        names = imported(module)
        if names & CALLERS or {"urllib", "request"} <= names:
            wrong.append(module.name)
    assert wrong == []


@pytest.mark.req("H-304")
def test_no_template_or_script_fetches_from_elsewhere() -> None:
    pages = [page for folder in TEMPLATES for page in files(folder, ".html")]
    assert [page.name for page in pages if ELSEWHERE.search(page.read_text(encoding="utf-8"))] == []
    scripts = files(ROOT / "static", "rent-hint.js")
    assert [script.name for script in scripts if ASKS.search(script.read_text(encoding="utf-8"))] == []
