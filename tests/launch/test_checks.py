"""`./portal check` runs every tool, then reports all findings; where a browser is found (G-014 to G-016)."""

import os
import subprocess
from pathlib import Path

import pytest

from goslar_portal.launch import browser, checks, values
from goslar_portal.launch.places import PROJECT, Places

TOOLS = {"Format", "Regeln", "Typen", "Verträge zwischen den Teilen", "Vorlagen", "Migrationen", "Django"}


def make_program(file: Path, script: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return file


@pytest.mark.req("G-015")
def test_developer_sees_the_findings_of_all_tools_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    places = Places(tmp_path, tmp_path / "var")
    make_program(places.python, 'echo "finding of $*"; exit 1')
    assert checks.run(places, dict(os.environ)) == 1
    said = capsys.readouterr().err
    for name in TOOLS:
        assert f"── {name}\n" in said
    assert said.count("finding of") >= 5
    assert said.splitlines()[-1].startswith("Beanstandet: Format, Regeln, Typen, ")


@pytest.mark.req("G-015")
def test_developer_without_findings_gets_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    places = Places(tmp_path, tmp_path / "var")
    for name in ("python", "djade", "shellcheck"):
        make_program(places.venv / "bin" / name, "exit 0")
    assert checks.run(places, dict(os.environ)) == 0
    assert capsys.readouterr().err == f"Alles in Ordnung ({len(checks.checks(places))} Prüfungen).\n"
    assert {check.name for check in checks.checks(places)} >= TOOLS


@pytest.mark.req("G-015")
def test_check_hands_in_values_that_lead_to_no_database_and_no_folder(tmp_path: Path) -> None:
    handed_in = values.throwaway(tmp_path)
    assert handed_in["DATABASE_URL"] == "postgres://portal@//nonexistent/portal"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.req("G-016")
@pytest.mark.parametrize(("check", "test", "expected"), [(0, 0, 0), (1, 0, 1), (0, 1, 1), (1, 4, 4)])
def test_ci_is_check_and_test_and_runs_both(tmp_path: Path, check: int, test: int, expected: int) -> None:
    make_program(tmp_path / ".ci" / "run", "").write_text((PROJECT / ".ci" / "run").read_text())
    make_program(tmp_path / "portal", f'echo "$*"; [ "$1" = check ] && exit {check}; exit {test}')
    done = subprocess.run([tmp_path / ".ci" / "run"], capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("check\ntest\n", expected)


@pytest.mark.req("G-014")
def test_browser_is_looked_for_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    places = Places(tmp_path, tmp_path / "var")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    build = make_program(places.venv / "browsers" / "chromium-1200" / "chrome-linux64" / "chrome", "exit 0")
    path = tmp_path / "bin"
    path.mkdir()
    monkeypatch.setenv("PATH", str(path))
    assert browser.find(places, {}) == str(build)
    chrome = make_program(path / "google-chrome", "exit 0")
    assert browser.find(places, {}) == str(chrome)
    chromium = make_program(path / "chromium", "exit 0")
    assert browser.find(places, {}) == str(chromium)
    assert browser.find(places, {"CHROMIUM": "/opt/chromium"}) == "/opt/chromium"


@pytest.mark.req("G-014")
def test_ubuntu_package_that_leads_to_a_snap_is_no_browser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = Places(tmp_path, tmp_path / "var")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    make_program(tmp_path / "bin" / "chromium", 'exec /snap/bin/chromium "$@"')
    make_program(places.python, "exit 1")  # Playwright cannot load its own build either
    assert browser.find(places, {}) == ""
