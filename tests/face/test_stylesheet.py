"""The stylesheet keeps its promises: small, in layers, readable in both schemes and both directions."""

import re
from pathlib import Path

import brotli
import pytest

from tests.face.colours import contrast, hexadecimal

STATIC = Path(__file__).resolve().parents[2] / "static"
LAYERS = ["reset", "tokens", "base", "layout", "parts", "forms", "pages", "print"]
SHEETS = ["portal.css", *sorted(path.name for path in STATIC.glob("admin*.css"))]
COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:oklch|rgba?|hsla?|lab|lch|color-mix|color)\(|\b(?:white|black)\b", re.I
)
GROUNDS = ["paper", "raised", "tint"]


def sheet(name: str) -> str:
    return re.sub(r"/\*.*?\*/", "", (STATIC / name).read_text(encoding="utf-8"), flags=re.DOTALL)


def layers(css: str) -> dict[str, str]:
    """The text of each layer, in the order of the file."""
    starts = [(match[1], match.end()) for match in re.finditer(r"^@layer (\w+) \{", css, re.MULTILINE)]
    ends = [match.start() for match in re.finditer(r"^\}", css, re.MULTILINE)]
    return {name: css[start : min(end for end in ends if end >= start)] for name, start in starts}


def tokens(name: str) -> dict[str, tuple[str, str]]:
    """Name of each colour with its value in light and in dark."""
    pairs = re.findall(
        r"--([\w-]+): light-dark\((white|black|oklch\([^)]*\)), (white|black|oklch\([^)]*\))\);", sheet(name)
    )
    return {token: (light, dark) for token, light, dark in pairs}


@pytest.mark.req("G-191")
def test_reader_on_a_slow_line_loads_at_most_nine_kilobytes() -> None:
    assert len(brotli.compress((STATIC / "portal.css").read_bytes(), quality=11)) <= 9 * 1024


@pytest.mark.req("G-191")
def test_developer_finds_every_rule_in_one_of_the_layers_in_order() -> None:
    css = sheet("portal.css")
    declared, rest = css.strip().split(";", 1)
    assert declared == f"@layer {', '.join(LAYERS)}"
    assert list(layers(rest)) == LAYERS
    outside = rest
    for body in layers(rest).values():
        outside = outside.replace(body, "")
    assert re.sub(r"@layer \w+ \{\}", "", outside).strip() == ""


@pytest.mark.req("G-191")
@pytest.mark.parametrize("name", SHEETS)
def test_developer_cannot_shout_important_outside_print(name: str) -> None:
    css = sheet(name)
    for body in [part for layer, part in layers(css).items() if layer == "print"]:
        css = css.replace(body, "")
    assert css.count("!important") == 0


@pytest.mark.req("G-192")
@pytest.mark.parametrize("name", SHEETS)
def test_developer_writes_values_of_colour_only_in_the_tokens(name: str) -> None:
    css = sheet(name)
    found = COLOUR.findall(css.replace(layers(css).get("tokens", ""), "").replace("white-space", ""))
    assert found == []


@pytest.mark.req("G-193")
@pytest.mark.parametrize("name", SHEETS)
def test_reader_of_arabic_gets_no_rule_that_knows_left_or_right(name: str) -> None:
    words = re.findall(r"\b(?:left|right)\b", sheet(name))
    assert words == []


def test_clerk_sees_the_tokens_of_the_public_sheet_and_no_others() -> None:
    assert len(tokens("portal.css")) == 18
    assert [name for name in SHEETS[1:] if re.search(r"oklch|light-dark", sheet(name))] == []


def test_reader_with_an_old_telephone_gets_the_same_colours_in_plain_values() -> None:
    plain, modern = layers(sheet("portal.css"))["tokens"].split("@supports", 1)
    light, dark = plain.split("@media (prefers-color-scheme: dark)")
    wanted = tokens("portal.css")
    for scheme, text in enumerate((light, dark)):
        given = dict(re.findall(r"--([\w-]+): (#[0-9a-f]+)", text))
        assert {token: hexadecimal(value) for token, value in given.items()} == {
            token: hexadecimal(pair[scheme]) for token, pair in wanted.items()
        }
    assert "light-dark(" in modern


def text_pairs() -> list[tuple[str, str, float]]:
    """What stands on what, with the contrast it needs: text 4.5, lines of controls, marks and icons 3."""
    ink = [("ink", ground, 4.5) for ground in [*GROUNDS, *(f"{level}-ground" for level in LEVELS)]]
    muted = [("muted", ground, 4.5) for ground in GROUNDS]
    links = [(link, ground, 4.5) for link in ("action", "visited") for ground in GROUNDS]
    buttons = [("on-action", "action", 4.5), ("paper", "ink", 4.5), ("paper", "danger", 4.5)]
    errors = [("danger", ground, 4.5) for ground in GROUNDS]
    marks = [(level, ground, 3.0) for level in LEVELS for ground in [*GROUNDS, f"{level}-ground"]]
    controls = [("control", ground, 3.0) for ground in GROUNDS]
    return ink + muted + links + buttons + errors + marks + controls


LEVELS = ["danger", "warning", "success", "info"]


@pytest.mark.req("G-194")
@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground", "least"), text_pairs())
def test_reader_with_weak_eyes_sees_every_pair_of_tokens(
    scheme: int, text: str, ground: str, least: float
) -> None:
    known = tokens("portal.css")
    assert contrast(known[text][scheme], known[ground][scheme]) >= least


@pytest.mark.req("G-194")
@pytest.mark.parametrize(
    "wish", ["prefers-color-scheme: dark", "prefers-contrast: more", "prefers-reduced-motion"]
)
def test_reader_with_a_wish_set_in_the_system_is_heard(wish: str) -> None:
    assert f"@media ({wish}" in sheet("portal.css")


def test_contrast_of_black_on_white_is_twenty_one() -> None:
    assert round(contrast("white", "black"), 2) == 21.0
    assert hexadecimal("oklch(62.796% 0.25768 29.2339)") == "#ff0000"
