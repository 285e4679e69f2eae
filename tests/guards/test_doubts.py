"""Machines give themselves away; a person who is mistaken for one loses nothing but a click."""

import re
import time
from collections.abc import Callable

import pytest
from django import forms
from django.core import signing

from goslar_portal.doubts import OLDEST, DoubtMixin, stamp
from goslar_portal.forms import PortalForm

FOREIGN = signing.TimestampSigner(salt="another form").sign("form")
ONCE_MORE = "Bitte noch einmal absenden. Ihre Angaben sind alle noch da."


class MessageForm(DoubtMixin, PortalForm):
    free_texts = ("message",)
    message = forms.CharField(label="Nachricht", widget=forms.Textarea)


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], str]:
    """The stamp of a form shown so many seconds ago."""

    def ago(seconds: float) -> str:
        now = time.time()
        with monkeypatch.context() as clock:
            clock.setattr("django.core.signing.time.time", lambda: now - seconds)
            return stamp()

    return ago


def typed(shown_at: str, message: str = "Guten Tag", **more: str) -> MessageForm:
    return MessageForm({"message": message, "shown_at": shown_at} | more)


@pytest.mark.req("G-154")
def test_person_who_types_is_never_asked_anything(shown: Callable[[float], str]) -> None:
    form = typed(shown(30), "Siehe https://www.goslar.example und http://example.org")
    assert (form.is_valid(), form.doubts) == (True, ())


@pytest.mark.req("G-154")
@pytest.mark.parametrize(
    ("seconds", "message", "trap", "doubts"),
    [
        (30, "Guten Tag", "https://kauf.example", ("filled_trap",)),
        (1, "Guten Tag", "", ("too_quick",)),
        (OLDEST + 60, "Guten Tag", "", ("too_quick",)),
        (30, "http://a.example http://b.example <a href=http://c.example>", "", ("many_links",)),
        (1, "www.a.example www.b.example [url=x]", "ja", ("filled_trap", "too_quick", "many_links")),
    ],
)
def test_machine_is_asked_once_more_and_then_taken_with_marks_for_the_staff(
    seconds: float, message: str, trap: str, doubts: tuple[str, ...], shown: Callable[[float], str]
) -> None:
    first = typed(shown(seconds), message, homepage=trap)
    assert first.is_valid() is False
    assert first.non_field_errors() == [ONCE_MORE]
    second = MessageForm(first.data)
    assert second.is_valid() is True
    assert (second.cleaned_data["message"], second.doubts) == (message, doubts)


@pytest.mark.req("G-154")
@pytest.mark.parametrize("forged", ["", "form:1abcde:falsch", "unsinn", pytest.param(FOREIGN, id="foreign")])
def test_forged_time_is_a_doubt(forged: str) -> None:
    assert typed(forged).doubts == ("too_quick",)


@pytest.mark.req("G-154")
def test_forged_second_sending_is_asked_again(shown: Callable[[float], str]) -> None:
    form = typed(shown(0), once_more="form:1abcde:falsch")
    assert form.is_valid() is False


@pytest.mark.req("G-154")
def test_trap_is_hidden_from_eyes_and_screen_readers_and_carries_a_label() -> None:
    from crispy_forms.utils import render_crispy_form

    html = render_crispy_form(MessageForm())
    around = html[: html.index('name="homepage"')].rsplit("<textarea", 1)[-1]
    assert re.search(r"<div[^>]* hidden", around)
    assert "Bitte frei lassen" in around


@pytest.mark.req("G-154")
def test_way_of_several_steps_brings_the_time_of_its_first_page(shown: Callable[[float], str]) -> None:
    form = MessageForm({"message": "Guten Tag"}, begun=shown(300))
    assert (form.is_valid(), form.doubts) == (True, ())
