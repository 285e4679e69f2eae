"""What the portal says when its environment is incomplete, and what follows from it when it is complete."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "SECRET_KEY": "abcdefghij" * 5,
    "ADDRESS_HASH_KEY": "klmnopqrst" * 5,
    "SITE_URL": "https://portal.goslar.example",
    "ALLOWED_HOSTS": "portal.goslar.example",
    "DATABASE_URL": "postgres://portal:x@db.example:5432/portal",
    "EMAIL_URL": "smtp+tls://u:p@mail.example:587",
}


def start(code: str = "pass", /, **changes: str | None) -> subprocess.CompletedProcess[str]:
    """Load the settings in a process of their own, with exactly these variables."""
    variables = {name: value for name, value in (GOOD | changes).items() if value is not None}
    return subprocess.run(
        [sys.executable, "-c", f"from goslar_portal import settings as s; {code}"],
        env={"PATH": os.environ["PATH"], **variables},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.req("G-042")
@pytest.mark.parametrize("name", sorted(GOOD))
def test_engineer_who_forgets_a_variable_reads_its_name_and_an_example(name: str) -> None:
    result = start("pass", **{name: None})
    assert result.returncode == 4
    assert result.stderr.startswith(f"{name}: fehlt. Beispiel: {name}=")
    assert result.stderr.count("\n") == 1


@pytest.mark.req("G-042")
@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SECRET_KEY", "kurz", "ist zu kurz"),
        ("SITE_URL", "portal.goslar.example", "muss mit https:// beginnen"),
        ("DATABASE_URL", "mysql://a/b", "muss eine PostgreSQL-Adresse"),
        ("DATABASE_URL", "postgres://", "muss eine PostgreSQL-Adresse"),
        ("EMAIL_URL", "ftp://a", "muss mit smtp+tls://"),
        ("STATEMENT_TIMEOUT_MS", "bald", "muss eine ganze Zahl sein"),
        ("DEBUG", "vielleicht", "muss 1 oder 0 sein"),
    ],
)
def test_engineer_who_mistypes_a_variable_reads_what_is_expected(
    name: str, value: str, sentence: str
) -> None:
    result = start(**{name: value})
    assert result.returncode == 4
    assert result.stderr.startswith(f"{name}: {sentence}")
    assert "Traceback" not in result.stderr


@pytest.mark.req("G-044")
def test_debug_is_off_unless_set_and_refused_where_others_could_see_it() -> None:
    assert start("print(s.DEBUG)").stdout == "False\n"
    assert start(DEBUG="1").stderr.startswith("DEBUG: ist nur erlaubt")
    local = {"ALLOWED_HOSTS": "127.0.0.1,localhost", "SITE_URL": "http://127.0.0.1:8000", "DEBUG": "1"}
    assert start("print(s.DEBUG)", **local).stdout == "True\n"


@pytest.mark.req("G-045")
def test_https_switches_on_secure_cookies_and_http_starts_only_on_this_machine() -> None:
    shown = (
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_NAME, s.SECURE_HSTS_SECONDS > 0, s.SECURE_SSL_REDIRECT)"
    )
    assert start(shown).stdout == "True __Host-formular True True\n"
    local = {"SITE_URL": "http://127.0.0.1:8000"}
    assert start(shown, **local).stdout == "False formular False False\n"
    assert start(SITE_URL="http://portal.goslar.example").stderr.startswith(
        "SITE_URL: darf nur auf diesem Rechner"
    )


@pytest.mark.req("G-043")
def test_example_file_names_exactly_the_variables_that_settings_read() -> None:
    settings = (ROOT / "goslar_portal" / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', settings))
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^(?:# )?([A-Z_]+)=", example, re.MULTILINE)) == read


@pytest.mark.req("G-041")
def test_each_variable_is_read_once_and_settings_have_their_ten_parts_in_order() -> None:
    settings = (ROOT / "goslar_portal" / "settings.py").read_text(encoding="utf-8")
    read = re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', settings)
    assert sorted(read) == sorted(set(read))
    assert [int(number) for number in re.findall(r"^# (\d+) ", settings, re.MULTILINE)] == list(range(1, 12))


@pytest.mark.req("G-046")
@pytest.mark.django_db
def test_web_connections_wait_fifteen_seconds_for_a_statement_and_five_for_a_lock() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('statement_timeout'), current_setting('lock_timeout'),"
            " current_setting('idle_in_transaction_session_timeout')"
        )
        assert cursor.fetchone() == ("15s", "5s", "30s")
    assert connection.settings_dict["CONN_HEALTH_CHECKS"] is True
    assert connection.settings_dict["OPTIONS"]["pool"]["max_size"] == 10


@pytest.mark.django_db
def test_database_runs_our_short_statements_without_compiling_them_first() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('jit')")
        assert cursor.fetchone() == ("off",)


@pytest.mark.req("G-031")
def test_deployment_check_refuses_the_embedded_database() -> None:
    result = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env={"PATH": os.environ["PATH"], **GOOD, "PORTAL_LOCAL": "1"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert "portal.E001" in result.stderr


@pytest.mark.req("G-253")
def test_deployment_check_is_clean_with_production_settings() -> None:
    result = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        env={"PATH": os.environ["PATH"], **GOOD},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stdout) == (0, "System check identified no issues (0 silenced).\n")
