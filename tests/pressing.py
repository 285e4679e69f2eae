"""What a browser sends when somebody opens a form, changes some boxes and presses the button."""

from html.parser import HTMLParser
from typing import Any


class _Boxes(HTMLParser):
    """Reads the boxes of all forms of a page as they stand there; ticks and choices count as chosen."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self.wanted, self.inside = form, False
        self.found: dict[str, list[str]] = {}
        self.select = self.textarea = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        if tag == "form":
            self.inside = self.wanted in (facts.get("id"), None)
        name = facts.get("name") or ""
        if not self.inside:
            return
        if tag == "input" and name:
            self._input(name, facts)
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in facts:
            self.found.setdefault(self.select, []).append(facts.get("value") or "")
        elif tag == "textarea" and name:
            self.textarea = name
            self.found[name] = [""]

    def _input(self, name: str, facts: dict[str, str | None]) -> None:
        kind = facts.get("type") or "text"
        ticked = kind not in {"checkbox", "radio"} or "checked" in facts
        if ticked and kind not in {"submit", "button", "file"}:
            nothing = "on" if kind in {"checkbox", "radio"} else ""
            self.found.setdefault(name, []).append(facts.get("value") or nothing)

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.found[self.textarea][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            # The line break behind the tag belongs to the markup, not to the text.
            self.found[self.textarea] = [self.found[self.textarea][0].removeprefix("\n")]
            self.textarea = ""
        elif tag == "select":
            self.select = ""
        elif tag == "form":
            self.inside = False


def boxes(response: Any, form: str, **changes: Any) -> dict[str, Any]:
    """What the form with this id sends; `changes` are typed over what stands there, None empties a box."""
    reader = _Boxes(form)
    reader.feed(response.content.decode())
    return {name: value for name, value in (reader.found | changes).items() if value is not None}
