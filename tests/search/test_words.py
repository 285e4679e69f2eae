"""One form for text and question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goslar_portal.search.words import MOST_WORDS, asked, fold, normal, spellings, stream, tokens


@pytest.mark.req("I-122")
@pytest.mark.parametrize(
    ("written", "asked_for"),
    [
        ("Müllabfuhr", "müllABFUHR"),
        ("ﬁnden", "finden"),  # ligature
        ("Wohn\u00adraum", "Wohnraum"),  # soft hyphen
        ("مُسَاعَدَة", "مساعدة"),  # vowel signs
        ("مســاعدة", "مساعدة"),  # stretched
        ("أسرة", "اسرة"),  # alef with hamza
        ("علی", "علي"),  # Persian and Arabic yeh
        ("کتاب", "كتاب"),  # Persian and Arabic kaf
        ("می\u200cخواهم", "میخواهم"),  # joiner
        ("۱۲۳", "123"),
    ],
)
def test_two_spellings_are_one_word(written: str, asked_for: str) -> None:
    assert normal(written) == normal(asked_for)


@pytest.mark.req("I-122")
def test_run_of_chinese_characters_becomes_overlapping_pairs() -> None:
    assert tokens("移民局在Goslar开") == ["移民", "民局", "局在", "goslar", "开"]


@pytest.mark.req("I-122")
def test_word_is_compared_without_latin_accents_but_keeps_cyrillic_letters() -> None:
    assert [fold(word) for word in ("Straße", "Łódź", "Çocuk", "Новый", "Εστία")] == [
        "strasse", "lodz", "cocuk", "новый", "εστία",
    ]  # fmt: skip


@pytest.mark.req("I-128")
def test_question_has_at_most_twelve_words_each_once() -> None:
    assert asked("eins zwei eins") == ["eins", "zwei"]
    assert len(asked(" ".join(f"wort{number}" for number in range(40)))) == MOST_WORDS


@pytest.mark.req("I-128")
@given(st.text(max_size=300))
def test_nothing_typed_leaves_anything_but_letters_and_digits(text: str) -> None:
    assert all(word.isalnum() for word in tokens(text))
    assert "\x00" not in stream(text)


def test_suggestion_knows_how_a_word_is_written() -> None:
    assert spellings("Müll, die Müllabfuhr. MÜLL 2026") == {
        "mull": "Müll", "die": "die", "mullabfuhr": "Müllabfuhr",
    }  # fmt: skip
