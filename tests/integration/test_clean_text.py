"""Cleaning of rich text: what stays, what goes, what is refused with a sentence."""

import html
import re

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from goslar_portal.texts import NOTICE, PAGE, canonical, clean_text, plain, removed

WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp")), max_size=20)
NESTING = st.recursive(
    WORDS.map(html.escape),
    lambda inner: st.tuples(
        st.sampled_from(["p", "strong", "em", "h3", "span", "bdi", "abbr"]), inner, inner
    ).map(lambda part: f"<{part[0]}>{part[1]}</{part[0]}>{part[2]}"),
    max_leaves=12,
)
WILD = st.lists(
    st.one_of(
        WORDS,
        st.sampled_from(
            [
                *(
                    "<p>",
                    "</p>",
                    "<li>",
                    "<ul>",
                    "</ul>",
                    "<h1>",
                    "</h1>",
                    "<b>",
                    "</b>",
                    "<div>",
                    "</div>",
                    "<table>",
                ),
                *(
                    "<tr>",
                    "<td>",
                    "<script>",
                    "</script>",
                    "<svg>",
                    "<style>",
                    "<!--",
                    "-->",
                    "<![",
                    "</a>",
                    "</em>",
                ),
                *(
                    "</span>",
                    "<em>",
                    "&",
                    "&lt;",
                    "<br>",
                    "<o:p>",
                    "<math><mi>",
                    "<template>",
                    "\x00",
                    "\u202e",
                ),
            ]
        ),
        st.sampled_from(
            ["<a href='/x/'>", "<p style=x onclick=y>", "<span lang=ar dir=rtl>", "<img src=x onerror=y>"]
        ),
    ),
    max_size=14,
).map("".join)


@pytest.mark.req("I-023")
def test_editor_keeps_every_allowed_element_and_attribute() -> None:
    text = (
        '<p lang="en" dir="ltr">a<br><strong>b</strong> <em>c</em></p><h3>d</h3><h4>e</h4>'
        '<ul><li lang="ar" dir="rtl">f</li></ul><ol><li>g</li></ol>'
        '<p><a href="/kontakt/" hreflang="de" lang="de" dir="ltr">h</a> <abbr title="i">j</abbr></p>'
        "<blockquote><p>k</p></blockquote>"
        '<table><caption>l</caption><thead><tr><th scope="col" colspan="2">m</th></tr></thead>'
        '<tbody><tr><td rowspan="2" lang="fr" dir="ltr">n</td>'
        '<td><span lang="uk">o</span><bdi>p</bdi></td></tr></tbody></table>'
    )
    assert clean_text(text) == text
    assert removed(text) == {}


@pytest.mark.req("I-023")
@pytest.mark.parametrize(
    "attribute",
    [
        'style="x"',
        'class="x"',
        'id="x"',
        'target="_blank"',
        'onclick="x"',
        'dir="up"',
        'lang="<x>"',
        "hidden",
    ],
)
def test_editor_loses_every_other_attribute(attribute: str) -> None:
    assert clean_text(f"<p {attribute}>Text</p>") == "<p>Text</p>"
    assert removed(f"<p {attribute}>Text</p>") == {f"p {attribute.partition('=')[0]}": 1}


@pytest.mark.req("I-025")
def test_editor_pastes_from_an_office_program_and_gets_plain_text() -> None:
    pasted = (
        '<h1 class="MsoTitle">Titel</h1><p class="MsoNormal" style="margin:0"><b>fett</b> und <i>schief</i>'
        "<o:p></o:p></p><div>Zeile</div><style>p {color:red}</style>"
    )
    assert clean_text(pasted) == "<h3>Titel</h3><p><strong>fett</strong> und <em>schief</em></p><p>Zeile</p>"
    assert removed(pasted) == {"h1 class": 1, "o:p": 1, "p class": 1, "p style": 1, "style": 1}


@pytest.mark.req("I-222")
@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<ScRiPt src=//x.example></sCrIpT>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)><text>x</text></svg>",
        "<svg><script>alert(1)</script></svg>",
        "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
        "<iframe src='https://x.example'></iframe>",
        "<!--<p>--><style>*{}</style>",
        "<template><p>x</p></template>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
        "<object data=x></object><embed src=x>",
    ],
)
def test_reader_never_meets_script_of_a_pasted_text(attack: str) -> None:
    clean = clean_text(f"<p>vorher</p>{attack}<p>nachher</p>")
    assert set(re.findall(r"<(\w+)", clean)) == {"p"}
    assert "alert" not in clean
    assert "vorher" in clean


@pytest.mark.req("I-024")
@pytest.mark.parametrize(
    "address",
    ["/kontakt/", "/kontakt/#stellen", "#stellen", "https://www.example.org/?a=1&amp;b=2", "http://example.org",
     "mailto:a@example.org", "tel:+493023125101", "tel:112"],
)  # fmt: skip
def test_editor_links_to_allowed_addresses(address: str) -> None:
    text = f'<p><a href="{address}">Worte</a></p>'
    assert clean_text(text) == text


@pytest.mark.req("I-024")
@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("javascript:alert(1)", "Die Adresse „javascript:alert(1)“ ist nicht erlaubt."),
        ("JaVaScRiPt&colon;alert(1)", "Die Adresse „JaVaScRiPt:alert(1)“ ist nicht erlaubt."),
        ("java&#10;script:alert(1)", "Die Adresse „java\nscript:alert(1)“ enthält Leerzeichen"),
        ("\x01javascript:x", "Die Adresse „?javascript:x“ enthält Leerzeichen"),
        ("//example.org/x", "Die Adresse „//example.org/x“ beginnt mit //."),
        ("/\\example.org", "Die Adresse „/\\example.org“ enthält Leerzeichen"),
        (
            "https://kasse@example.org/",
            "Die Adresse „https://kasse@example.org/“ enthält einen Benutzernamen.",
        ),
        ("https://", "Der Adresse „https://“ fehlt der Name der Internetseite."),
        ("data:text/html,x", "Die Adresse „data:text/html,x“ ist nicht erlaubt."),
        ("kontakt.html", "Die Adresse „kontakt.html“ ist nicht erlaubt."),
        ("", "Die Adresse „“ ist nicht erlaubt."),
        ("tel:anrufen", "„tel:anrufen“ ist keine Telefonnummer."),
        ("mailto:niemand", "„mailto:niemand“ ist keine E-Mail-Adresse."),
        ("https://[x", "Die Adresse „https://[x“ ist nicht richtig geschrieben."),
    ],
)
def test_editor_reads_why_an_address_is_refused(address: str, sentence: str) -> None:
    with pytest.raises(ValidationError) as refused:
        clean_text(f'<p><a href="{address}">Worte</a></p>')
    assert len(refused.value.messages) == 1
    assert refused.value.messages[0].startswith(sentence)


def test_paragraph_that_is_alone_in_a_list_entry_is_unwrapped() -> None:
    assert clean_text("<ul><li><p>eins</p></li><li><p>a</p><p>b</p></li></ul>") == (
        "<ul><li>eins</li><li><p>a</p><p>b</p></li></ul>"
    )


def test_notice_has_no_tables() -> None:
    assert clean_text("<table><tr><td>Zelle</td></tr></table><p>Satz</p>", NOTICE) == "Zelle<p>Satz</p>"


def test_reader_never_meets_control_or_turning_characters() -> None:
    assert clean_text("<p>a\x00b\u202ec\u200dd</p>") == "<p>abc\u200dd</p>"


@pytest.mark.req("I-026")
@given(WILD)
@settings(max_examples=400, deadline=None)
def test_cleaning_a_clean_text_changes_nothing(text: str) -> None:
    try:
        once = clean_text(text)
    except ValidationError:  # a link that leads nowhere is refused with a sentence, which is an answer too
        reject()
    assert clean_text(once) == once
    assert removed(once) == {}
    assert set(re.findall(r"<(\w+)", once)) <= PAGE.elements


@pytest.mark.req("I-026")
@given(NESTING)
@settings(max_examples=200, deadline=None)
def test_cleaning_loses_no_visible_character_of_allowed_elements(text: str) -> None:
    assert "".join(plain(clean_text(text)).split()) == "".join(plain(text).split())


@pytest.mark.req("I-026")
@given(WORDS)
def test_cleaning_lengthens_words_by_their_escapes_only(words: str) -> None:
    assert html.unescape(clean_text(html.escape(words, quote=False))).strip() == words.strip()


@pytest.mark.req("I-072")
def test_texts_that_read_the_same_have_one_canonical_form() -> None:
    one = '<p>Fu\u0308r  Sie</p>\n<ul>\n<li lang="de" dir="ltr">a</li></ul>'
    other = '<p>Für Sie</p><ul><li dir="ltr" lang="de">a</li></ul>'
    assert canonical(one) == canonical(other)
    assert canonical("<p>Für Sie</p>") != canonical("<p>Für sie</p>")
