"""The frame around every page, the pages for errors, and templates that keep the house's rules."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from django.contrib import admin
from django.template.loader import render_to_string
from django.test import Client
from pytest_django.fixtures import Settings

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
FOR_BROWSERS = [path for path in TEMPLATES if not {"mail", "pdf", "letters"} & set(path.parts)]
INLINE = re.compile(
    r"<style\b|<script(?![^>]*\bsrc=|[^>]*ld\+json)|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE
)
ERRORS = ["400", "403", "404", "405", "409", "410", "413", "429", "link"]


def names(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT / "templates")) for path in paths]


@pytest.mark.req("G-173")
@pytest.mark.parametrize(
    ("code", "opening"),
    [
        ("de", '<html lang="de" dir="ltr">'),
        ("leicht", '<html lang="de" dir="ltr" class="leicht">'),
        ("ar", '<html lang="ar" dir="rtl">'),
    ],
)
def test_reader_hears_each_language_in_its_own_voice(
    gallery: str, client: Client, code: str, opening: str
) -> None:
    text = client.get(f"/face/topic/{code}/").content.decode()
    assert opening in text
    assert '<bdi dir="ltr">05321 76-000</bdi>' in text


@pytest.mark.req("G-196")
def test_reader_finds_landmarks_and_one_main_heading(gallery: str, client: Client) -> None:
    text = client.get("/face/topic/de/").content.decode()
    landmarks = {
        tag: len(re.findall(rf"<{tag}[ >]", text)) for tag in ("header", "main", "aside", "footer", "h1")
    }
    assert landmarks == {"header": 1, "main": 1, "aside": 1, "footer": 1, "h1": 1}
    levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", text)]
    assert [(one, two) for one, two in pairwise(levels) if two > one + 1] == []
    assert re.findall(r'class="skip button" href="#(\w+)"', text) == ["inhalt", "kontakt"]
    assert 'aria-current="true">Wohnen</a>' in text


@pytest.mark.req("I-066")
def test_reader_sees_no_language_switch_while_there_is_only_one_language(rf: object) -> None:
    language = {
        "code": "de",
        "native": "Deutsch",
        "html_lang": "de",
        "dir": "ltr",
        "url": "/",
        "is_current": True,
    }
    assert 'class="languages"' not in render_to_string("base.html", {"languages": [language]})
    assert 'class="languages"' in render_to_string("base.html", {"languages": [language, language]})


@pytest.mark.req("I-016")
def test_reader_knows_which_section_each_way_up_belongs_to() -> None:
    link = " ".join(render_to_string("_to_top.html", {"heading": "Wer Hilfe bekommt"}).split())
    assert 'href="#inhalt">Nach oben<span class="hidden"> – Ende von: Wer Hilfe bekommt</span></a>' in link


@pytest.mark.req("G-165")
@pytest.mark.parametrize("name", ERRORS)
def test_reader_of_an_error_page_learns_what_to_do_and_whom_to_call(name: str) -> None:
    text = render_to_string(f"errors/{name}.html", {"site_name": "Integration"})
    title = re.search(r"<title>(.*) – Integration</title>", text)
    heading = re.search(r"<h1>(.*)</h1>", text)
    assert title
    assert heading
    assert title[1] == heading[1]
    assert text.count('href="tel:+495321760"') == 1
    assert "Bitte" in text or "Auf der Startseite" in text
    assert '<meta name="robots" content="noindex">' in text


@pytest.mark.req("G-165")
@pytest.mark.parametrize("name", ["500", "503"])
def test_reader_gets_help_even_when_nothing_else_works(name: str) -> None:
    source = (ROOT / "templates" / "errors" / f"{name}.html").read_text(encoding="utf-8")
    assert re.findall(r"\{[%{]", source) == []
    assert source.count('href="tel:+495321760"') == 2
    assert render_to_string(f"{name}.html").strip() == source.strip()


def test_browser_finds_nothing_inline_that_the_policy_would_refuse() -> None:
    offenders = [path for path in FOR_BROWSERS if INLINE.search(path.read_text(encoding="utf-8"))]
    assert names(offenders) == []


@pytest.mark.req("G-132")
def test_clerk_meets_no_inline_style_in_the_admin() -> None:
    shipped = Path(admin.__file__).parent / "templates"
    offenders = {
        str(path.relative_to(shipped))
        for path in shipped.rglob("*.html")
        if INLINE.search(path.read_text(encoding="utf-8"))
    }
    assert offenders == {"admin/change_list.html"}
    ours = (ROOT / "templates" / "admin" / "change_list.html").read_text(encoding="utf-8")
    assert '{% extends "admin/base_site.html" %}' in ours  # ours stands alone, Django's is never asked


@pytest.mark.req("G-198")
def test_developer_keeps_all_icons_in_one_file_and_all_of_them_exist(settings: Settings) -> None:
    drawn = set(
        re.findall(r'<symbol id="(\w+)"', (ROOT / "static" / "icons.svg").read_text(encoding="utf-8"))
    )
    used = {
        name
        for path in FOR_BROWSERS
        for name in re.findall(
            r'\{% icon "(\w+)" %\}|icons\.svg.[^#]*#(\w+)', path.read_text(encoding="utf-8")
        )
        for name in name
        if name
    }
    assert used <= drawn
    assert [path.name for path in (ROOT / "static").glob("*.svg")].count("icons.svg") == 1


def test_developer_uses_only_classes_that_the_stylesheet_knows() -> None:
    css = (ROOT / "static" / "portal.css").read_text(encoding="utf-8")
    known = set(re.findall(r"\.([a-z][\w-]*)", css))
    public = [path for path in FOR_BROWSERS if not {"admin", "retention"} & set(path.parts)]
    unknown = {
        f"{name}: {word}"
        for path, name in zip(public, names(public), strict=True)
        for value in re.findall(r'class="([^"]*)"', path.read_text(encoding="utf-8"))
        for word in re.sub(r"\{[%{].*?[%}]\}", " ", value).split()
        if word not in known
    }
    assert unknown == set()
