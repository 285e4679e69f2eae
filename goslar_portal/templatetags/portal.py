"""Small tags and filters every template may use."""

import json
import re
from datetime import date
from decimal import Decimal

from django import template
from django.template.base import Parser, Token
from django.templatetags.static import static
from django.utils import translation
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from goslar_portal import numbers
from goslar_portal.languages import SOURCE, Language, catalogue, in_german

register = template.Library()

BRACKET = re.compile(" \\(|（")  # behind a name; Chinese brackets need no space
SENTENCE_END = re.compile(r"(?<=[^\W\d][.!?]) (?=[A-ZÄÖÜ])")
QUESTION_MARKS = {"zh-hans": "？", "fr": "\u00a0?"}
COMMAS = {"Arab": "، ", "Hans": "，"}


@register.filter
def money(amount: Decimal | None) -> str:
    """„1.234,50 €“"""
    return numbers.money(amount)


@register.filter
def number(amount: Decimal | int | None) -> str:
    """„62,5“"""
    return numbers.number(amount)


@register.filter
def ltr(value: object) -> SafeString:
    """Telephone numbers, mail and web addresses, amounts, references: isolated, left to right (I-068)."""
    return format_html('<bdi dir="ltr">{}</bdi>', value)


@register.filter
def telephone(number: str) -> SafeString:
    """A number as somebody typed it, to tap; words without a number stay words."""
    said = number.replace("(0)", "") if number.lstrip().startswith("+") else number
    dialled = re.sub(r"[^\d+]", "", said)
    return format_html('<a href="tel:{}">{}</a>', dialled, ltr(number)) if dialled else ltr(number)


@register.filter
def ltr_in_letter(value: object) -> str:
    """`ltr` for a letter in plain text: invisible marks keep a number together among Arabic words (I-068)."""
    return f"\u2066{value}\u2069" if translation.get_language_bidi() else str(value)


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing of `static/icons.svg` in the colour of the text; it never carries a meaning alone."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("icons.svg"),
        name,
    )


@register.simple_tag
def comma() -> str:
    """What stands between two things in a row, as the script of the reader's language writes it."""
    language = catalogue().get(translation.get_language() or SOURCE)
    return COMMAS.get(language.script, ", ") if language else ", "


@register.simple_tag
def question_mark() -> str:
    """What ends a question made of pieces, as the reader's language writes it."""
    if translation.get_language_bidi():
        return "؟"
    return QUESTION_MARKS.get(translation.get_language() or SOURCE, "?")


@register.filter(name="json")
def as_json(value: object) -> str:
    """For a `data-` attribute that a script reads; the template escapes it."""
    return json.dumps(value)


@register.filter
def groups(code: str) -> str:
    """Codes and keys in groups of four, easier to read and to type."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


@register.filter
def day(value: date | None) -> str:
    """A day as the reader's language writes it: „5. März 2026“, "5 March 2026" (I-065)."""
    return date_format(value, "DATE_FORMAT") if value else ""


@register.filter
def german(value: object) -> SafeString:
    """A name that stays German on every page: an office, a street (I-067)."""
    if not value or translation.get_language() in (SOURCE, "leicht"):
        return format_html("{}", value or "")
    return format_html('<bdi lang="de" dir="ltr">{}</bdi>', value)


@register.filter
def sentences(text: str | None) -> SafeString:
    """In Leichter Sprache each sentence stands on a line of its own (G-197)."""
    safe = conditional_escape(text or "")
    if translation.get_language() != "leicht":
        return safe
    return SafeString(SENTENCE_END.sub("<br>", safe))  # escaped above


@register.filter
def opening(words: str | None, name: str | None) -> SafeString:
    """A heading that begins with the German name of its thing and explains it in brackets (I-067)."""
    bracket = BRACKET.search(words or "")
    known = words[: bracket.start()] if words and bracket else ""
    if not (known and name and name.startswith(known.replace("\u00ad", ""))):
        return format_html("{}", words or "")
    return format_html("{}{}", german(known), (words or "")[len(known) :])


@register.filter
def foreign(language: Language | None) -> SafeString:
    """` lang="…" dir="…"` for an element whose words are in another language than the page (I-067)."""
    if not language or language.code == translation.get_language():
        return SafeString("")
    return format_html(' lang="{}" dir="{}"', language.html_lang, language.dir)


class GermanNode(template.Node):
    """Draws what it holds in German when its flag is set; links still lead to the reader's language."""

    def __init__(self, flag: template.base.FilterExpression, nodelist: template.NodeList) -> None:
        self.flag = flag
        self.nodelist = nodelist

    def render(self, context: template.Context) -> SafeString:
        if not self.flag.resolve(context, ignore_failures=True):
            return self.nodelist.render(context)
        with in_german():
            return self.nodelist.render(context)


@register.tag
def german_only(parser: Parser, token: Token) -> GermanNode:
    """`{% german_only flag %}…{% end_german_only %}` around a page that is offered in German only."""
    flag = parser.compile_filter(token.split_contents()[1])
    nodelist = parser.parse(("end_german_only",))
    parser.delete_first_token()
    return GermanNode(flag, nodelist)
