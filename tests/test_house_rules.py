"""What no linter knows: the rules by which this house is built."""

import ast
import re
import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parents[1]
AREAS = ("integration", "housing", "democracy", "newsletters")
APPS = ("goslar_portal", *AREAS)
QUERY_WORDS = re.compile(r"\.(filter|exclude|annotate|aggregate|raw|extra)\(")


def sources(*parts: str) -> Iterator[Path]:
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts and (not parts or set(parts) & {*path.parts, path.name}):
                yield path


def functions() -> Iterator[tuple[Path, ast.FunctionDef]]:
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                yield path, node


def length(node: ast.FunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def patterns(resolver: Any = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in (resolver or get_resolver()).url_patterns:
        where = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, where)
        else:
            yield where, entry


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.split(".")[0] in APPS]


def test_views_admin_and_jobs_ask_questions_by_name_and_write_no_queries() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sources("views.py", "views", "admin.py", "admin", "jobs.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if QUERY_WORDS.search(line)
    ]
    assert found == []


@pytest.mark.req("G-058")
def test_every_address_outside_the_back_office_says_how_it_is_open() -> None:
    closed = [
        where
        for where, entry in patterns()
        if not where.startswith("admin/") and not hasattr(entry.callback, "access")
    ]
    assert closed == []


@pytest.mark.req("G-058")
def test_exactly_these_addresses_are_public() -> None:
    listed = (ROOT / "docs" / "public-addresses.txt").read_text(encoding="utf-8").splitlines()
    found = sorted(
        f"{getattr(entry.callback, 'access', '')} /{where}"
        for where, entry in patterns()
        if getattr(entry.callback, "login_required", True) is False and not where.startswith("admin/")
    )
    assert found == listed


def test_no_relation_crosses_from_one_area_to_another() -> None:
    crossing = [
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey | models.ManyToManyField | models.OneToOneField)
        and {model._meta.app_label, field.related_model._meta.app_label} <= set(AREAS)  # type: ignore[union-attr]
        and model._meta.app_label != field.related_model._meta.app_label  # type: ignore[union-attr]
    ]
    assert crossing == []


@pytest.mark.req("G-081")
def test_no_state_is_written_but_by_move() -> None:
    writers = {
        f"{path.relative_to(ROOT)}:{number}"
        for path in sources()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"\.update\([^)]*\bstate=|\bself\.state = |\.state = (?!')", line)
    }
    outbox = {entry for entry in writers if entry.startswith("goslar_portal/mail/")}
    mover = {entry for entry in writers if entry.startswith("goslar_portal/states.py")}
    # All dates of a series at once, in a number of statements that does not depend on its length (ADR 0040).
    series = {entry for entry in writers if entry.startswith("democracy/models/occurrence_questions.py")}
    assert writers - outbox - mover - series == set()


def test_every_model_has_a_string_form_of_its_own() -> None:
    without = [model._meta.label for model in own_models() if model.__str__ is models.Model.__str__]
    assert without == []


def test_money_is_never_a_float() -> None:
    floats = [
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.FloatField)
    ]
    assert floats == []


def test_files_and_functions_keep_to_their_budget() -> None:
    long_files = [
        str(path.relative_to(ROOT)) for path in sources() if len(path.read_text().splitlines()) > 400
    ]
    lengths = sorted(length(node) for _path, node in functions())
    too_long = [f"{path.relative_to(ROOT)} {node.name}" for path, node in functions() if length(node) > 60]
    assert (long_files, too_long) == ([], [])
    assert statistics.median(lengths) <= 8
    assert lengths[int(len(lengths) * 0.9)] <= 25


def test_views_are_short() -> None:
    long_views = [
        f"{path.relative_to(ROOT)} {node.name}"
        for path, node in functions()
        if (path.name == "views.py" or path.parent.name == "views") and length(node) > 25
    ]
    assert long_views == []


def offences(text: str) -> Iterator[str]:
    """What a template may not be or have."""
    if len(text.splitlines()) > 120:
        yield "long"
    text = text.replace('<script type="application/ld+json">', "")  # data that nothing runs (D-088)
    if re.search(r"<style|<script(?![^>]* src)|\sstyle=|\son[a-z]+=|javascript:", text, re.IGNORECASE):
        yield "inline"


def test_templates_are_short_and_carry_no_style_or_script_of_their_own() -> None:
    offending = [
        f"{path.relative_to(ROOT)}: {what}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for what in offences(path.read_text(encoding="utf-8"))
        if not (what == "inline" and path.parts[-2] == "mail")
    ]
    assert offending == []


@pytest.mark.req("G-131")
@pytest.mark.parametrize(
    "inline",
    [
        "<script>alert(1)</script>",
        '<SCRIPT type="module">go()</SCRIPT>',
        "<style>p { color: red }</style>",
        '<p style="color: red">',
        '<button onclick="go()">',
        "<img src=a\nonerror=go()>",
        '<a href="javascript:go()">',
    ],
)
def test_developer_who_writes_inline_is_stopped(inline: str) -> None:
    assert list(offences(f"<p>Text</p>\n{inline}\n")) == ["inline"]
    assert list(offences('<script type="module" src="/static/passkey.js"></script>\n<p>on=1</p>')) == []


def test_every_module_says_in_one_sentence_what_it_is_about() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in sources()
        if path.name not in {"__init__.py", "apps.py", "urls.py"}
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def requirements() -> set[str]:
    pages = (ROOT / "docs" / "requirements").glob("*.md")
    return {
        found
        for page in pages
        for found in re.findall(r"\*\*([A-Z]-\d{3})", page.read_text(encoding="utf-8"))
    }


def marked() -> set[str]:
    found: set[str] = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        for arguments in re.findall(r"mark\.req\(([^)]*)\)", path.read_text(encoding="utf-8")):
            found |= set(re.findall(r"[A-Z]-\d{3}", arguments))
    return found


def test_every_requirement_reached_has_a_test_and_every_marker_a_requirement() -> None:
    assert (sorted(requirements() - marked()), sorted(marked() - requirements())) == ([], [])


def test_every_dependency_has_its_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lines = [line for line in text.split("[tool.ruff]")[0].splitlines() if line.startswith('    "')]
    assert [line for line in lines if not re.search(r'",\s+# \S', line)] == []


@pytest.mark.req("G-006")
def test_locked_requirements_hold_hashes_and_no_address_or_path_of_any_machine() -> None:
    for name in ("requirements.txt", "requirements-test.txt"):
        text = (ROOT / name).read_text(encoding="utf-8")
        packages = [line for line in text.splitlines() if re.match(r"[a-z0-9]", line)]
        assert packages
        assert all(line.rstrip().endswith("\\") for line in packages)
        assert text.count("--hash=sha256:") >= len(packages)
        assert not re.search(r"https?://|file:|/home/|/tmp|--(extra-)?index|--find-links", text)
