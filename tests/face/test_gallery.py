"""The face in a real browser: no barrier for axe, nothing to scroll sideways, all without script."""

from typing import Any
from urllib.parse import urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.face.test_form_pack import WRONG

SCENES = [
    "start",
    "topic",
    "status",
    "errors/404",
    "errors/500",
    "form",
    f"form?{urlencode(WRONG | {'living_area': '12'})}",
]
SPACING = "* { line-height: 1.5em; letter-spacing: 0.12em; word-spacing: 0.16em } p { margin-block-end: 2em }"


def address(gallery: str, scene: str, code: str) -> str:
    name, _mark, query = scene.partition("?")
    return f"{gallery}/{name}/{code}/?{query}"


@pytest.mark.req("G-199")
@pytest.mark.parametrize(
    ("code", "width", "scheme"),
    [
        ("de", 1280, "light"),
        ("de", 320, "dark"),
        ("ar", 1280, "dark"),
        ("ar", 320, "light"),
        ("leicht", 320, "light"),
    ],
)
def test_reader_with_aids_meets_no_barrier(
    gallery: str, browser: Any, code: str, width: int, scheme: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    complaints: list[str] = []
    page.on("console", lambda line: complaints.append(line.text) if "422" not in line.text else None)
    found = {}
    for scene in SCENES:
        page.goto(address(gallery, scene, code))
        rules = Axe().run(page).response["violations"]
        found[scene] = [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in rules]
    assert found == {scene: [] for scene in SCENES}
    assert complaints == []


@pytest.mark.req("G-195")
@pytest.mark.parametrize("code", ["de", "ar", "leicht"])
def test_reader_on_the_smallest_telephone_never_scrolls_sideways(
    gallery: str, browser: Any, code: str
) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 640})
    widths = {}
    for scene in SCENES:
        page.goto(address(gallery, scene, code))
        for summary in page.locator(".toggle summary").all():
            summary.click()
        widths[scene] = page.evaluate("document.documentElement.scrollWidth")
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        widths[f"{scene} 200 %"] = page.evaluate("document.documentElement.scrollWidth")
        page.evaluate("document.documentElement.style.fontSize = ''")
        page.evaluate(
            "css => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s] }",
            SPACING,
        )
        widths[f"{scene} spaced"] = page.evaluate("document.documentElement.scrollWidth")
    assert {name: width for name, width in widths.items() if width > 320} == {}


@pytest.mark.req("G-186")
def test_reader_with_a_shaking_hand_hits_every_target(gallery: str, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 640})
    small = {}
    for scene in SCENES:
        page.goto(address(gallery, scene, "de"))
        small[scene] = page.evaluate(
            """() => [...document.querySelectorAll('button, .button, select, textarea, summary, .door,'
                + '.choice, input:not([type=hidden], [type=radio], [type=checkbox]), .site-header li a')]
              .map(e => [e.outerHTML.slice(0, 60), e.getBoundingClientRect()])
              .filter(([, box]) => box.width > 1 && box.height < 43.99).map(([html]) => html)"""
        )
    assert small == {scene: [] for scene in SCENES}


@pytest.mark.req("G-184")
def test_landlord_lands_on_the_summary_and_jumps_to_the_field(gallery: str, browser: Any) -> None:
    page = browser.new_page(java_script_enabled=True)
    page.goto(address(gallery, SCENES[-1], "de"))
    focused = "document.activeElement.className || document.activeElement.id"
    assert page.evaluate(focused) == "error-summary"
    page.click(".error-summary a[href='#id_heating_0']")
    assert page.evaluate("document.querySelector(':target').id") == "id_heating_0"
    assert page.evaluate("document.activeElement.id") == "id_heating_0"


@pytest.mark.req("G-189")
def test_landlord_without_script_sees_the_date_only_for_a_fixed_term(gallery: str, browser: Any) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(address(gallery, "form", "de"))
    date = page.locator("#id_fixed_until")
    assert not date.is_visible()
    page.locator("#id_rental_term_1").check()
    assert date.is_visible()
    page.locator("#id_rental_term_0").check()
    assert not date.is_visible()


@pytest.mark.req("G-196")
def test_reader_with_a_keyboard_always_sees_the_focus_and_can_skip(gallery: str, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(address(gallery, "topic", "de"))
    stops = []
    for _stop in range(12):
        page.keyboard.press("Tab")
        stops.append(
            page.evaluate(
                """() => { const e = document.activeElement, s = getComputedStyle(e);
                  const b = e.getBoundingClientRect();
                  const top = document.elementFromPoint(b.x + b.width / 2, b.y + b.height / 2);
                  return [e.textContent.trim().split('\\n')[0], s.outlineStyle, s.outlineWidth,
                          e === top || e.contains(top) || top.contains(e)] }"""
            )
        )
    assert [stop[0] for stop in stops[:2]] == ["Zum Inhalt", "Zu den Kontakten"]
    assert [stop[1:] for stop in stops] == [["solid", "3px", True]] * 12


@pytest.mark.req("I-067")
def test_reader_of_arabic_sees_the_signs_turned(gallery: str, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    turns = {}
    for code in ("de", "ar"):
        page.goto(address(gallery, "start", code))
        turns[code] = page.evaluate("getComputedStyle(document.querySelector('.door'), '::after').transform")
    assert turns["de"].startswith("matrix(0.707107, 0.707107")
    assert turns["ar"].startswith("matrix(0.707107, -0.707107")


@pytest.mark.req("G-193")
def test_reader_of_arabic_gets_taller_lines_and_no_italics(gallery: str, browser: Any) -> None:
    page = browser.new_page()
    page.goto(address(gallery, "topic", "ar"))
    measured = page.evaluate(
        """() => { const p = getComputedStyle(document.querySelector('main section p'));
          const em = getComputedStyle(document.querySelector('main em'));
          return [parseFloat(p.lineHeight) / parseFloat(p.fontSize), em.fontStyle, p.letterSpacing] }"""
    )
    assert measured == [pytest.approx(1.8), "normal", "normal"]


@pytest.mark.req("G-197")
def test_reader_of_plain_language_reads_larger_letters(gallery: str, browser: Any) -> None:
    page = browser.new_page()
    sizes = []
    for code in ("de", "leicht"):
        page.goto(address(gallery, "topic", code))
        sizes.append(page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"))
    assert sizes[1] == pytest.approx(sizes[0] * 1.2)


@pytest.mark.req("G-197")
def test_reader_prints_black_on_white_with_addresses_and_without_menus(gallery: str, browser: Any) -> None:
    page = browser.new_page(color_scheme="dark")
    page.goto(address(gallery, "topic", "de"))
    outside = '<p><a id="outside" href="https://example.org/">x</a></p>'
    page.evaluate("text => document.querySelector('main').insertAdjacentHTML('beforeend', text)", outside)
    page.emulate_media(media="print", color_scheme="dark")
    seen = page.evaluate(
        """() => [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color,
          getComputedStyle(document.querySelector('main section a'), '::after').content,
          getComputedStyle(document.querySelector('#outside'), '::after').content,
          ...['.menu', '.languages', '.breadcrumb', '.toc', '.site-footer'].map(
            s => getComputedStyle(document.querySelector(s)).display)]"""
    )
    assert seen[0] == "rgb(255, 255, 255)"
    assert seen[2:4] == ["none", '" (https://example.org/)"']  # on paper only outside addresses help (I-115)
    assert seen[4:] == ["none"] * 5


@pytest.mark.req("G-194")
def test_reader_who_wants_less_motion_gets_none(gallery: str, browser: Any) -> None:
    page = browser.new_page(reduced_motion="reduce")
    page.goto(address(gallery, "start", "de"))
    still = page.evaluate(
        """() => [getComputedStyle(document.documentElement).scrollBehavior,
          getComputedStyle(document.querySelector('.door')).transitionDuration]"""
    )
    assert still == ["auto", "0s"]


@pytest.mark.req("G-194")
def test_reader_with_forced_colours_still_sees_where_a_button_ends(gallery: str, browser: Any) -> None:
    page = browser.new_page(forced_colors="active")
    page.goto(address(gallery, "topic", "de"))
    borders = page.evaluate("getComputedStyle(document.querySelector('main .button')).borderBlockStartWidth")
    assert borders == "2px"


@pytest.mark.req("I-066")
def test_reader_without_script_finds_every_language_in_the_switch(gallery: str, browser: Any) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(address(gallery, "start", "de"))
    arabic = page.locator(".languages a", has_text="العربية")
    assert not arabic.is_visible()
    page.locator(".languages summary").click()
    assert arabic.is_visible()
    assert [arabic.get_attribute(name) for name in ("lang", "dir", "hreflang", "href")] == [
        "ar",
        "rtl",
        "ar",
        "/ar/",
    ]
