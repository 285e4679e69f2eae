"""Journal and timeline speak German: no verb of the program is shown as it is called in the code (G-086)."""

import ast
import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib import admin

from goslar_portal.journal import words
from goslar_portal.journal.actors import ActorKind
from goslar_portal.journal.told import COMMON
from goslar_portal.verbs import VerbAdmin
from tests.test_house_rules import sources

WRITERS = {"move", "record", "record_all"}


def written() -> Iterator[str]:
    """The names of verbs that stand as a word in a call of `move()` or `record()`."""
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in WRITERS:
                said = [*node.args[1:2], *(part.value for part in node.keywords if part.arg == "verb")]
                yield from (str(part.value) for part in said if isinstance(part, ast.Constant))


@pytest.mark.req("G-086")
def test_clerk_reads_a_german_word_for_every_verb() -> None:
    own = {verb for model in apps.get_models() for verb in getattr(model, "TOLD", {})}
    assert sorted(set(written()) - own - set(COMMON)) == []


@pytest.mark.req("G-086")
def test_clerk_reads_a_german_word_for_every_button() -> None:
    silent = [
        f"{model._meta.label_lower}.{verb.name}"
        for model, page in admin.site._registry.items()
        if isinstance(page, VerbAdmin)
        for verb in page.verbs
        if words.done(model._meta.label_lower, verb.name) == verb.name
    ]
    assert silent == []


@pytest.mark.req("G-082", "G-086")
def test_clerk_reads_who_came_by_a_link() -> None:
    named = re.compile(r"""(?:Actor\.person\(|\bPART = )"([a-z_]+)\"""")
    parts = {part for path in sources() for part in named.findall(path.read_text(encoding="utf-8"))}
    silent = {part for part in parts if words.who(ActorKind.PERSON, part, None, {}) == "Person mit Link"}
    assert (sorted(silent), "landlord" in parts) == ([], True)
