"""The cast: who plays which part in the tests."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client
from pytest_django.fixtures import Settings

from goslar_portal import languages
from goslar_portal.accounts.models import User

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

    from tests.migrated import Migrated

# On CI the same examples every time: there a found example must not stop somebody else's change.
hypothesis.settings.register_profile("portal", derandomize=bool(os.environ.get("CI")))
hypothesis.settings.load_profile("portal")

PASSWORD = "ein langes Kennwort 2026"  # noqa: S105  # of invented people


def pytest_sessionstart(session: pytest.Session) -> None:
    """The live server looks for the folder of collected files when it starts; tests collect none."""
    from goslar_portal.catalogues import books

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    books.compile_changed()


@pytest.fixture(scope="session")
def migrated(django_db_modify_db_settings_parallel_suffix: None) -> "Migrated":
    from tests.migrated import Migrated

    return Migrated()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, migrated: "Migrated") -> None:
    migrated.look()


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, migrated: "Migrated", django_db_blocker: "DjangoDbBlocker"
) -> None:
    with django_db_blocker.unblock():
        migrated.keep()


@pytest.fixture(scope="session", autouse=True)
def _quick_end_of_tests_that_commit() -> Iterator[None]:
    from django.test import TransactionTestCase

    from tests import emptying

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", emptying.empty)
        yield


@pytest.fixture(autouse=True)
def _own_folders(settings: Settings, tmp_path: Path) -> None:
    """No test leaves a file behind: mail and uploads go to a folder of its own."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STATIC_ROOT = Path(__file__).parents[1] / "static"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture(autouse=True)
def _german_only() -> Iterator[None]:
    """Readers can choose no other language, and nobody asks the database which; see `every_language`."""
    languages.visible.remember(())
    yield
    languages.visible.forget()


@pytest.fixture
def one_window() -> None:
    """Limits are counted by the clock (G-151): a test begun at the end of an hour would count in two."""
    left = 600 - time.time() % 600
    if left < 30:
        time.sleep(left + 0.1)


@pytest.fixture
def every_language() -> None:
    """Readers can choose every active language, whatever is published in it."""
    languages.visible.remember([code for code, _name in settings.LANGUAGES])


def create_user(*roles: str, email: str = "", **fields: Any) -> User:
    """An account with these roles, as the office would have it."""
    name = "-".join(roles) or "ohne-rolle"
    user = User.objects.create_user(
        email or f"{name}@example.org",
        PASSWORD,
        display_name=fields.pop("display_name", name.title()),
        **fields,
    )
    groups = [Group.objects.get(name=role) for role in roles]
    user.groups.set(groups)
    return user


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def roles(db: None) -> None:
    """The groups with their permissions, as every start writes them."""
    from goslar_portal.accounts import roles as table

    table.sync()


@pytest.fixture
def lay_content(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], None]:
    """Lays all that a first start loads into the database."""
    from tests import snapshot

    own = tmp_path_factory.getbasetemp()
    return lambda: snapshot.lay(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


@pytest.fixture
def starting_content(db: None, lay_content: Callable[[], None]) -> None:
    """The texts and reference data that a first start loads."""
    lay_content()


@pytest.fixture
def reader() -> Client:
    """Anyone on the web, no cookie."""
    return Client(enforce_csrf_checks=False)


@pytest.fixture
def stranger(client: Client) -> Client:
    """Holds a valid link or login for something else."""
    return client


@pytest.fixture
def clerk(roles: None) -> User:
    """Case worker of Wohnraum: all daily work."""
    return create_user("wohnraum", email="sachbearbeitung@example.org", display_name="Sachbearbeitung")


@pytest.fixture
def colleague(roles: None) -> User:
    """Another case worker of Wohnraum, who is sometimes faster."""
    return create_user("wohnraum", email="kollegin@example.org", display_name="Kollegin")


@pytest.fixture
def lead(roles: None) -> User:
    """Lead of Wohnraum: may override."""
    return create_user("wohnraum-leitung", email="koordination@example.org", display_name="Koordination")


@pytest.fixture
def editor(roles: None) -> User:
    """Redaktion: pages and contacts."""
    return create_user("redaktion", email="redaktion@example.org", display_name="Redaktion")


@pytest.fixture
def adviser(roles: None) -> User:
    """Beratung: interpreting and outreach, both narrower roles in one account."""
    return create_user(
        "beratung-sprachmittlung", "beratung-aufsuchend", email="beratung@example.org",
        display_name="Beratung",
    )  # fmt: skip


@pytest.fixture
def chief(roles: None) -> User:
    """Leitung of the house."""
    return create_user("leitung", email="leitung@example.org", display_name="Leitung")


@pytest.fixture
def guardian(roles: None) -> User:
    """Datenschutz."""
    return create_user("datenschutz", email="datenschutz@example.org", display_name="Datenschutz")


@pytest.fixture
def engineer(roles: None) -> User:
    """Technik: health, never case data."""
    return create_user("technik", email="technik@example.org", display_name="Technik")


@pytest.fixture
def as_user() -> Callable[[User], Client]:
    """A browser in which this account is logged in."""
    return logged_in


@pytest.fixture
def mailbox(settings: Settings) -> Callable[[], list[Any]]:
    """Deliver what waits, then read the outbox folder: letters as mail programs see them, oldest first."""
    import email
    from email import policy

    from goslar_portal.mail.models import Letter

    def read() -> list[Any]:
        from goslar_portal.mail.jobs import deliver_due_letters

        deliver_due_letters()
        names = [f"{letter.number}.eml" for letter in Letter.objects.order_by("pk")]
        files = [Path(settings.EMAIL_FILE_PATH) / name for name in names]
        return [email.message_from_bytes(f.read_bytes(), policy=policy.default) for f in files if f.exists()]

    return read


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser of this machine; missing is an error, never a silent skip (G-014)."""
    from shutil import which

    names = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    found = next((path for name in names if name and (path := which(name))), None)
    if found is None:
        pytest.fail("Kein Browser gefunden: chromium installieren oder CHROMIUM=/pfad setzen.")
    return found


@pytest.fixture
def browser(chromium: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A real browser. Its event loop runs in this thread, so Django's guard against that is switched off."""
    from playwright.sync_api import sync_playwright

    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    flags = [
        "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
        *(["--no-sandbox"] if os.geteuid() == 0 else []),
    ]  # fmt: skip
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=flags)
        yield opened
        opened.close()
