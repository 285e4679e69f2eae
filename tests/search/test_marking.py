"""Marked words and the two lines around them."""

import pytest

from goslar_portal.search.marking import LENGTH, marked, snippet


@pytest.mark.req("I-125")
@pytest.mark.parametrize(
    ("text", "marks", "shown"),
    [
        ("Zwei Wohnungen", ["wohnung"], "Zwei <mark>Wohnungen</mark>"),
        ("Die Müllabfuhr", ["mullabfuhr"], "Die <mark>Müllabfuhr</mark>"),
        ("in Ingolstadt", ["in"], "<mark>in</mark> Ingolstadt"),
        ("خدمة المساعدة", ["مساعد"], "خدمة <mark>المساعدة</mark>"),
        ("在移民局", ["移民", "民局"], "在<mark>移民局</mark>"),
        ("Der Wohn-raum", ["wohnraum"], "Der <mark>Wohn-raum</mark>"),
        ("le rendez-vous", ["vous"], "le rendez-<mark>vous</mark>"),
        ("<b>Wohnung</b> & Co", ["wohnung"], "&lt;b&gt;<mark>Wohnung</mark>&lt;/b&gt; &amp; Co"),
    ],
)
def test_words_that_answer_are_marked_and_all_else_is_escaped(
    text: str, marks: list[str], shown: str
) -> None:
    assert marked(text, marks) == shown


@pytest.mark.req("I-125")
def test_two_lines_are_cut_around_the_first_word_that_answers() -> None:
    body = "Vorher kommt sehr viel Text. " * 20 + "Hier steht Wohnung im Satz. " + "Danach noch mehr. " * 20
    shown = snippet("Ohne das Wort.", body, ["wohnung"])
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert "Hier steht <mark>Wohnung</mark> im Satz." in shown
    assert len(shown) <= LENGTH + len("<mark></mark>") + 8


@pytest.mark.req("I-125")
def test_summary_is_shown_when_it_answers_or_nothing_does() -> None:
    assert snippet("Eine Wohnung.", "Noch eine Wohnung.", ["wohnung"]) == "Eine <mark>Wohnung</mark>."
    assert snippet("Kurz gesagt.", "Lang gesagt.", ["wohnung"]) == "Kurz gesagt."
    assert snippet("", "", ["wohnung"]) == ""
