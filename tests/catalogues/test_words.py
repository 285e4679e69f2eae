"""Which words of templates and modules wait for a translation."""

from pathlib import Path
from typing import Any

import pytest

from goslar_portal.catalogues.words import Word, in_module, in_template, words


def read(tmp_path: Path, settings: Any, name: str, source: str) -> list[tuple[str, str, str]]:
    settings.BASE_DIR = tmp_path
    file = tmp_path / name
    file.write_text(source, encoding="utf-8")
    found = in_template(file) if name.endswith(".html") else in_module(file)
    return sorted((word.context, word.id, word.plural) for word in found)


@pytest.mark.req("G-175")
def test_every_way_to_say_a_word_in_a_template_is_found(tmp_path: Path, settings: Any) -> None:
    source = (
        "{% load i18n %}{% translate 'Eins' %}<p title=\"{% translate \"Zwei (2)\" %}\">{{ _('Drei') }}"
        "{% blocktranslate with a=b %}Vier {{ a }}{% endblocktranslate %}"
        "{% blocktranslate count n=m trimmed %}\n  Ein Ding\n"
        "{% plural %}\n  {{ n }} Dinge\n{% endblocktranslate %}"
        "{% translate 'Fünf' context 'Hand' %} 100 % von it's {% include 'x.html' with h=_('Sechs') only %}"
    )
    assert read(tmp_path, settings, "seite.html", source) == [
        ("", "Drei", ""),
        ("", "Ein Ding", "%(n)s Dinge"),
        ("", "Eins", ""),
        ("", "Sechs", ""),
        ("", "Vier %(a)s", ""),
        ("", "Zwei (2)", ""),
        ("Hand", "Fünf", ""),
    ]


@pytest.mark.req("G-175")
def test_aliases_are_followed_and_names_for_the_back_office_left_out(tmp_path: Path, settings: Any) -> None:
    source = (
        "from django.db import models\nfrom django import forms\n"
        "from django.utils.translation import gettext as now_say, gettext_lazy as _, ngettext\n"
        "class A(models.Model):\n"
        "    a = models.CharField(_('Name'), help_text=_('Hilfe'), max_length=3)\n"
        "    class Meta:\n        verbose_name = _('Ding')\n"
        "b = forms.CharField(label=_('Ihr Name'), help_text=_('Vor- und Nachname'))\n"
        "t = TimeField(label=_('von'), help_text=_('Zum Beispiel 9:30.'))\n"
        "c = now_say('Ein Satz ' 'in zwei Teilen')\nd = ngettext('Tag', '%(n)d Tage', 3)\n"
        "def _x(word): return word\n_x('nichts')\n"
    )
    assert read(tmp_path, settings, "modul.py", source) == [
        ("", "Ein Satz in zwei Teilen", ""),
        ("", "Ihr Name", ""),
        ("", "Tag", "%(n)d Tage"),
        ("", "Vor- und Nachname", ""),
        ("", "Zum Beispiel 9:30.", ""),
        ("", "von", ""),
    ]


@pytest.mark.req("G-175")
def test_words_of_every_page_stand_in_the_catalogues_and_those_of_the_back_office_do_not() -> None:
    found = words()
    assert found["", "Nach oben"] == Word("Nach oben", "", "", "templates/_to_top.html")
    assert ("", "Hilfe und Beratung") in found
    assert ("", "Entwurf speichern") not in found
    assert len(found) > 100


@pytest.mark.req("G-175")
def test_words_of_every_field_of_a_form_stand_in_the_catalogues(tmp_path: Path, settings: Any) -> None:
    source = (
        "from django.utils.translation import gettext_lazy as _\n"
        "starts = TimeField(label=_('von'), help_text=_('Zum Beispiel 9:30.'))\n"
    )
    assert read(tmp_path, settings, "forms.py", source) == [("", "Zum Beispiel 9:30.", ""), ("", "von", "")]
