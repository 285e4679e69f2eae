"""No picture stands in any content without words for those who do not see it (G-145)."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from democracy.models import Event
from goslar_portal.texts import NOTICE, PAGE, Profile, clean_text, removed


@pytest.mark.req("G-145")
@pytest.mark.parametrize("profile", [PAGE, NOTICE])
def test_texts_hold_no_pictures_at_all(profile: Profile) -> None:
    text = '<p>Haus<img src="/static/icons.svg" alt="Haus"></p><picture><img src="/a.png"></picture>'
    assert "img" not in clean_text(text, profile)
    assert removed(text, profile)["img"] == 2


@pytest.mark.req("G-145")
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "rights", "is_kept"),
    [("", True, False), ("Ein Fest im Park", False, False), ("Ein Fest", True, True)],
)
def test_picture_of_an_event_is_refused_without_words(words: str, rights: bool, is_kept: bool) -> None:
    rule: Any = next(
        row for row in Event._meta.constraints if row.name == "event_image_says_words_and_rights"
    )
    event = Event(image_id=1, image_alt=words, image_rights=rights)
    if is_kept:
        rule.validate(Event, event)
        return
    with pytest.raises(ValidationError, match="Ein Bild braucht eine Beschreibung"):
        rule.validate(Event, event)
