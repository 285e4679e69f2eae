"""The plain lines in which the office writes: into HTML, and back without loss."""

import html

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goslar_portal.notation import to_html, to_text
from goslar_portal.texts import canonical, clean_text, plain
from tests.integration.test_clean_text import WILD, WORDS

PAIRS = [
    ("Ein Satz.", "<p>Ein Satz.</p>"),
    ("Eine Zeile\nnoch eine", "<p>Eine Zeile<br>noch eine</p>"),
    ("Erster.\n\nZweiter.", "<p>Erster.</p><p>Zweiter.</p>"),
    ("### Titel\n\n#### Tiefer", "<h3>Titel</h3><h4>Tiefer</h4>"),
    ("- eins\n- zwei", "<ul><li>eins</li><li>zwei</li></ul>"),
    ("1. eins\n2. zwei", "<ol><li>eins</li><li>zwei</li></ol>"),
    ("**fett** und *betont*", "<p><strong>fett</strong> und <em>betont</em></p>"),
    ("[Worte](/kontakt/#stellen)", '<p><a href="/kontakt/#stellen">Worte</a></p>'),
    (
        "- [Kontakt](/kontakt/) | eine Zeile",
        '<ul><li><a href="/kontakt/">Kontakt</a> <span>eine Zeile</span></li></ul>',
    ),
    ("beim {Jobcenter}", '<p>beim <span lang="de">Jobcenter</span></p>'),
    ("في {{Jobcenter}}", '<p>في <span lang="de" dir="ltr">Jobcenter</span></p>'),
    ("[{Mietcheck}](/x/)", '<p><a href="/x/"><span lang="de">Mietcheck</span></a></p>'),
    ("\\{kein Zeichen\\}", "<p>{kein Zeichen}</p>"),
    ("5 \\* 3 und \\[so]", "<p>5 * 3 und [so]</p>"),
    ("\\- kein Punkt", "<p>- kein Punkt</p>"),
    ("5\\. März", "<p>5. März</p>"),
    ("A & B < C", "<p>A &amp; B &lt; C</p>"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), PAIRS)
def test_editor_writes_lines_and_finds_the_same_lines_again(lines: str, expected: str) -> None:
    clean = clean_text(to_html(lines))
    assert canonical(clean) == canonical(expected)
    assert to_text(clean) == lines


def test_editor_need_not_leave_a_blank_line_before_a_list() -> None:
    assert clean_text(to_html("Sie brauchen:\n• Ausweis\n– Geduld\nDanke.")) == (
        "<p>Sie brauchen:</p>\n<ul><li>Ausweis</li><li>Geduld</li></ul>\n<p>Danke.</p>"
    )


def test_editor_types_html_by_mistake_and_reads_it_as_words() -> None:
    assert clean_text(to_html("Ein <b>Wort</b>")) == "<p>Ein &lt;b&gt;Wort&lt;/b&gt;</p>"


def test_editor_keeps_a_table_as_it_stands() -> None:
    table = '<table><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>'
    assert to_text(f"<p>vorher</p>\n{table}") == f"vorher\n\n{table}"
    assert clean_text(to_html(to_text(table))) == table


def test_editor_keeps_words_in_another_language() -> None:
    words = '<p>Guten Tag, <span lang="ar" dir="rtl">مرحبا</span></p>'
    assert clean_text(to_html(to_text(words))) == words


INLINE = st.recursive(
    WORDS.map(html.escape),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["strong", "em", "bdi"]), inner, inner).map(
            lambda part: f"<{part[0]}>{part[1]}</{part[0]}>{part[2]}"
        ),
        inner.map(lambda words: f'<span lang="de">{words}</span><span lang="de" dir="ltr">{words}</span>{{'),
        inner.map(lambda words: f'<a href="/kontakt/">{words}</a><br>x'),
    ),
    max_leaves=6,
)
BLOCKS = st.lists(
    st.one_of(
        INLINE.map("<p>x{}</p>".format),
        INLINE.map("<h3>x{}</h3>".format),
        INLINE.map("<blockquote><p>x{}</p></blockquote>".format),
        st.lists(INLINE, min_size=1, max_size=3).map(
            lambda rows: "<ul><li>x" + "</li><li>x".join(rows) + "</li></ul>"
        ),
        st.lists(INLINE, min_size=1, max_size=3).map(
            lambda rows: "<ol><li>x" + "</li><li>x".join(rows) + "</li></ol>"
        ),
        INLINE.map('<ul><li><a href="/x/">x</a> <span>x{}</span></li></ul>'.format),
        INLINE.map("<table><tbody><tr><th>x</th><td>x{}</td></tr></tbody></table>".format),
    ),
    max_size=4,
).map("\n".join)


@given(BLOCKS)
@settings(max_examples=400, deadline=None)
def test_editor_opens_and_saves_any_text_made_of_blocks_without_loss(text: str) -> None:
    clean = clean_text(text)
    assert canonical(clean_text(to_html(to_text(clean)))) == canonical(clean)


@given(WILD)
@settings(max_examples=400, deadline=None)
def test_editor_opens_and_saves_the_wildest_text_without_losing_a_word(text: str) -> None:
    clean = clean_text(text)
    assert "".join(plain(clean_text(to_html(to_text(clean)))).split()) == "".join(plain(clean).split())
