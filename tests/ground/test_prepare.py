"""What a start brings along before the portal answers."""

import io

import pytest
from django.core.management import call_command
from pytest_django.fixtures import Settings

from goslar_portal.accounts.models import User
from integration.models import Page


@pytest.fixture(autouse=True)
def local(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    settings.PORTAL_LOCAL = True
    settings.STATIC_ROOT = tmp_path_factory.mktemp("static")
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


def prepare(**options: bool) -> str:
    said = io.StringIO()
    call_command("prepare", stdout=said, **options)
    return said.getvalue()


@pytest.mark.req("G-009")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("demo", [False, True])
def test_first_start_prints_a_login_that_works_and_the_second_none(demo: bool) -> None:
    said = prepare(demo=demo)
    address, password = "verwaltung@goslar.example", said.strip().rpartition(" ")[2]
    assert said == f"Anmeldung für Mitarbeitende: {address}  Passwort: {password}\n"
    assert User.objects.get(email=address).check_password(password)
    assert prepare(demo=demo) == ""


@pytest.mark.req("I-004")
@pytest.mark.django_db(transaction=True)
def test_later_start_leaves_what_the_office_changed() -> None:
    prepare()
    Page.objects.filter(slug="wohnraum").update(in_menu=False)
    prepare()
    assert not Page.objects.get(slug="wohnraum").in_menu


@pytest.mark.req("G-042")
@pytest.mark.django_db(transaction=True)
def test_production_makes_no_login_by_itself(settings: Settings) -> None:
    settings.PORTAL_LOCAL = False
    assert prepare() == ""
    assert not User.objects.exists()
