"""The hint for editors: what is long, passive, shortened; it never blocks (I-195)."""

from collections.abc import Callable

import pytest
from django.test import Client

from goslar_portal.accounts.models import User
from integration.models import Page
from integration.readability import grade, read, sentences_of, syllables
from tests.integration.records import publish, section

EASY = "<p>Sie suchen eine Wohnung? Rufen Sie uns an. Wir helfen Ihnen gern.</p>"
HARD = (
    "<p>Im Rahmen der Durchführung des Verwaltungsverfahrens werden die Antragsunterlagen durch die "
    "zuständige Sachbearbeitung hinsichtlich ihrer Vollständigkeit geprüft, bevor ggf. eine Entscheidung "
    "über die Gewährung der Unterkunftskostenübernahme getroffen werden kann.</p>"
)


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("<p>Eins. Zwei! Drei?</p>", 3),
        ("<ul><li>Wohnung und Miete</li><li>Geld</li></ul>", 2),
        ("<p>Das kostet z. B. nichts. Rufen Sie an.</p>", 2),
        ("<p>Am 5. März um 8 Uhr.</p>", 1),
        ("<p></p>", 0),
    ],
)
def test_sentences_are_counted_as_people_do(body: str, count: int) -> None:
    assert len(sentences_of(body)) == count


@pytest.mark.parametrize(
    ("word", "count"), [("Haus", 1), ("Wohnung", 2), ("Eingliederungshilfe", 6), ("Psst", 1)]
)
def test_syllables_are_counted(word: str, count: int) -> None:
    assert syllables(word) == count


@pytest.mark.req("I-195")
def test_hard_text_has_a_higher_grade_and_hints_that_name_the_place() -> None:
    easy, hard = read([EASY * 3]), read([HARD])
    assert easy.grade is not None
    assert hard.grade is not None
    assert easy.grade < 5 < 14 < hard.grade
    assert (easy.hints, easy.average) == ([], 4.0)
    told = "\n".join(hard.hints)
    for sign in ("Langer Satz (29 Wörter)", "Langes Wort: Unterkunftskostenübernahme", "Passiv", "Abkürzung"):
        assert sign in told


@pytest.mark.req("I-195")
@pytest.mark.parametrize(
    ("sentence", "hint"),
    [
        (
            "Sie können uns heute oder morgen oder auch an jedem anderen Tag anrufen.",
            "Mehr als 12 Wörter (13)",
        ),
        ("Das ist die Flüchtlingsunterbringung.", "Langes Wort ohne Bindestrich"),
        ("Das wäre gut.", "Möglichkeitsform"),
        ("Sie müssen nicht warten.", "Verneinung"),
        ("Kapitel IV ist neu.", "Römische Zahl"),
        ("Ihr Antrag wird bearbeitet.", "Passiv"),
        ("Es gibt Hilfe, z. B. Geld.", "Abkürzung"),
    ],
)
def test_easy_language_has_rules_of_its_own(sentence: str, hint: str) -> None:
    assert any(hint in found for found in read([f"<p>{sentence}</p>"], is_easy=True).hints)
    assert read(["<p>Wir helfen Ihnen im Land·kreis.</p>"], is_easy=True).hints == []


def test_text_too_short_to_be_judged_has_no_grade() -> None:
    assert grade(["Hallo."]) is None
    assert read([]).average == 0


@pytest.mark.req("I-195")
def test_editor_reads_the_hint_and_may_publish_all_the_same(
    topic: Page, editor: User, as_user: Callable[[User], Client]
) -> None:
    publish(topic, sections=[section(body=HARD)])
    page = as_user(editor).get(f"/admin/integration/page/{topic.pk}/text/").content.decode()
    assert "Wie gut liest sich der Text?" in page
    assert "Unterkunftskostenübernahme" in page
