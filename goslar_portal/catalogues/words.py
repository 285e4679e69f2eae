"""The words of templates and modules that wait for a translation, read without xgettext (G-175).

Standard library and Django only, so that `./portal check` needs no gettext tools. Aliases of the functions of
`django.utils.translation` are followed, whatever a module calls them.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation.template import templatize

from goslar_portal.catalogues.scope import MODULES, TEMPLATES, files

# Number and order of the leading words of a call: context, singular, plural.
SHAPES = {
    "gettext": ("id",),
    "gettext_lazy": ("id",),
    "ngettext": ("id", "plural"),
    "ngettext_lazy": ("id", "plural"),
    "pgettext": ("context", "id"),
    "pgettext_lazy": ("context", "id"),
    "npgettext": ("context", "id", "plural"),
    "npgettext_lazy": ("context", "id", "plural"),
}
CALL = re.compile(r"(?<![\w.])(_|n?p?gettext)\((?=\s*u?[\"'])")
STAFF_ARGUMENTS = frozenset({"verbose_name", "verbose_name_plural", "violation_error_message"})


@dataclass(frozen=True)
class Word:
    """One entry of a catalogue and where it is said first."""

    id: str
    plural: str
    context: str
    place: str


def words() -> dict[tuple[str, str], Word]:
    """Every word in the order of files, by context and id; said twice counts once."""
    found: dict[tuple[str, str], Word] = {}
    for path in files(TEMPLATES):
        for word in in_template(path):
            found.setdefault((word.context, word.id), word)
    for path in files(MODULES):
        for word in in_module(path):
            found.setdefault((word.context, word.id), word)
    return found


def in_template(path: Path) -> Iterator[Word]:
    """Django turns a template into calls; each begins behind a word boundary and ends where it parses."""
    source = templatize(path.read_text(encoding="utf-8"), origin=str(path))
    for found in CALL.finditer(source):
        call = _call(source, found.start())
        if call is not None:
            name = "gettext" if found[1] == "_" else found[1]
            yield from _word(name, call, path)


def _call(source: str, start: int) -> ast.Call | None:
    for end in re.finditer(r"\)", source[start:]):
        try:
            node = ast.parse(source[start : start + end.end()], mode="eval").body
        except SyntaxError:
            continue
        return node if isinstance(node, ast.Call) else None
    return None


def in_module(path: Path) -> Iterator[Word]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = _names(tree)
    skipped = {id(node) for node in _staff_words(tree, has_forms="forms" in path.with_suffix("").parts)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and id(node) not in skipped:
            yield from _word(names.get(node.func.id, ""), node, path)


def _names(tree: ast.Module) -> dict[str, str]:
    """What the module calls the functions of gettext."""
    return {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in SHAPES
    }


def _staff_words(tree: ast.Module, *, has_forms: bool) -> Iterator[ast.expr]:
    """Names of models and fields, and sentences of constraints: only the back office shows them.

    In a module of forms every field is one that readers fill in.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from (word.value for word in node.keywords if word.arg in STAFF_ARGUMENTS)
            callee = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            is_model_field = not has_forms and callee.endswith("Field") and not _is_form_field(node)
            yield from node.args[:1] if is_model_field else ()
            yield from (word.value for word in node.keywords if is_model_field and word.arg == "help_text")
        if isinstance(node, ast.Assign):
            names = {target.id for target in node.targets if isinstance(target, ast.Name)}
            yield from (node.value,) if names & STAFF_ARGUMENTS else ()


def _is_form_field(node: ast.Call) -> bool:
    """Fields of forms say `label`; fields of models have no such word."""
    owner = node.func.value if isinstance(node.func, ast.Attribute) else None
    is_named = any(word.arg == "label" for word in node.keywords)
    return is_named or (isinstance(owner, ast.Name) and owner.id == "forms")


def _word(name: str, call: ast.Call, path: Path) -> Iterator[Word]:
    shape = SHAPES.get(name, ())
    texts = [node.value for node in call.args[: len(shape)] if isinstance(node, ast.Constant)]
    if not shape or len(texts) < len(shape) or not all(isinstance(text, str) for text in texts):
        return
    parts = {kind: str(text) for kind, text in zip(shape, texts, strict=True)}
    place = path.relative_to(settings.BASE_DIR).as_posix()
    if parts["id"].strip():
        yield Word(parts["id"], parts.get("plural", ""), parts.get("context", ""), place)
