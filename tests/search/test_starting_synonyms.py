"""The words of everyday life a portal starts with, in every language that has a list."""

import html
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from goslar_portal.search import starting
from goslar_portal.search.models import Synonym
from goslar_portal.search.words import tokens, whole

TRANSLATED = [code for code in starting.synonyms() if code != "de"]


def texts(code: str) -> str:
    """All words of the pages in one language, as the search reads them."""
    pages = sorted((Path(settings.BASE_DIR) / "fixtures" / "pages" / code).glob("*.html"))
    bare = (re.sub(r"<[^>]+>", " ", page.read_text(encoding="utf-8")) for page in pages)
    said = html.unescape(" ".join(bare))
    return f" {' '.join(tokens(whole(said) if code == 'leicht' else said))} "


@pytest.mark.req("I-126")
@pytest.mark.parametrize("code", TRANSLATED)
def test_each_word_leads_to_something_our_texts_say(code: str) -> None:
    said = texts(code)
    lost = [
        (word, meaning)
        for word, meaning in starting.synonyms()[code]
        if f" {' '.join(tokens(meaning))} " not in said or len(tokens(word)) != 1
    ]
    assert lost == []


@pytest.mark.req("I-126")
def test_family_finds_the_page_by_the_word_of_everyday_life(
    starting_content: None, every_language: None, reader: Client
) -> None:
    asked = [
        ("uk", "помешкання"),
        ("ru", "общежитие"),
        ("en", "apartment"),
        ("tr", "kiralık"),
        ("pl", "lokum"),
        ("fr", "appartement"),
        ("ar", "بيت"),
        ("fa", "آپارتمان"),
        ("leicht", "Telefonnummer"),
        ("leicht", "Unterkunft"),
        ("zh-hans", "租房"),
    ]
    empty = [
        (code, word)
        for code, word in asked
        if not reader.get(f"/{code}/suche/", {"q": word}).context["answer"].hits
    ]
    assert empty == []


@pytest.mark.req("I-126", "I-004")
def test_german_word_the_office_took_out_stays_out_when_other_languages_come(db: None) -> None:
    starting.load()
    Synonym.objects.filter(language="de", word="Dolmetscher").delete()
    starting.load_translations()
    assert not Synonym.objects.filter(language="de", word="Dolmetscher").exists()
    assert set(Synonym.objects.values_list("language", flat=True)) == {"de", *TRANSLATED}
