"""Somebody reads the newsletter: by keyboard alone, without JavaScript, from the form to the end (N-204)."""

import email
import re
from collections.abc import Callable, Iterator
from email import policy
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as portal
from django.db import connections

from goslar_portal.mail.jobs import deliver_letter
from goslar_portal.mail.models import Letter
from newsletters import content, delivery
from newsletters.message import render
from newsletters.models import Channel, Issue, Subscription
from newsletters.tokens import Purpose, sign
from tests.newsletters import factories
from tests.newsletters.archive import add_arabic
from tests.newsletters.filling import FORM
from tests.newsletters.test_release import create_issue, send

pytestmark = pytest.mark.django_db(transaction=True)
Look = Callable[[dict[str, Any]], Any]
WITHOUT_SCRIPT = {"java_script_enabled": False, "viewport": {"width": 320, "height": 700}}


@pytest.fixture
def closing() -> Iterator[None]:
    """Connections opened beside the browser's event loop are seen only from here."""
    yield
    connections.close_all()


def press(page: Any, name: str) -> None:
    """Go on with the tabulator until the control of this name has the focus, then press Enter."""
    for _step in range(60):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        label = focused.inner_text().strip() or focused.get_attribute("name") or ""
        if label == name:
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"{name} is not reached by keyboard")


def mails() -> list[Any]:
    files = sorted(Path(str(portal.EMAIL_FILE_PATH)).glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
    return [email.message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


def newest_mail() -> str:
    """What the worker would do now, then the text part of the mail that came of it."""
    factories.answer_all()
    for letter in Letter.objects.filter(state="waiting"):
        deliver_letter(number=letter.pk)
    return str(mails()[-1].get_body(("plain",)).get_content())


def link_in(text: str, words: str) -> str:
    found = re.search(rf"{re.escape(words)}:?\s+(https?://\S+)", text)
    assert found is not None, text
    return found[1]


@pytest.mark.req("N-204")
def test_reader_subscribes_changes_the_language_and_leaves_by_keyboard(look: Look, settings: Any) -> None:
    channel = Channel.objects.get(slug="migration-und-teilhabe")
    channel.languages = ["de", "ar"]
    channel.save()
    settings.CSRF_TRUSTED_ORIGINS = [portal.SITE_URL]
    visit = look(WITHOUT_SCRIPT)
    page = visit.page
    page.goto(visit.address + "/newsletter/migration-und-teilhabe/")
    press(page, "Zur Anmeldung")
    page.locator("input[type=email]").press_sequentially("leserin@example.org")
    page.wait_for_timeout(2100)  # a person needs longer than two seconds for the form (N-132)
    press(page, "Anmelden")
    assert page.locator("h1").inner_text() == "Fast geschafft. Schauen Sie bitte in Ihr Postfach."
    page.goto(link_in(newest_mail(), "Weiter zur Bestätigung"))
    press(page, "Newsletter bestellen")
    assert page.locator("h1").inner_text() == "Geschafft. Sie bekommen den Newsletter."
    send(create_issue(channel))
    delivery.send_newsletters()
    text = str(mails()[-1].get_body(("plain",)).get_content())
    page.goto(link_in(text, "Einstellungen"))
    page.locator("select[name=language]").focus()
    page.keyboard.press("ArrowDown")
    press(page, "Sprache ändern")
    assert "Die Sprache ist geändert." in page.locator("main").inner_text()
    assert Subscription.objects.get().language == "ar"
    page.goto(link_in(text, "Abmelden"))
    press(page, "Abmelden")
    assert page.locator("h1").inner_text() == "Sie sind abgemeldet."
    assert (Subscription.objects.get().state, Issue.objects.filter(state="sent").count()) == ("ended", 1)
    assert visit.wrong == []


@pytest.mark.req("N-204")
def test_nobody_meets_a_barrier_in_light_dark_or_from_right_to_left(
    look: Look, settings: Any, every_language: None
) -> None:
    channel = Channel.objects.get(slug="migration-und-teilhabe")
    channel.languages = ["de", "ar"]
    channel.save()
    settings.CSRF_TRUSTED_ORIGINS = [portal.SITE_URL]
    factories.ask("neu@example.org", language="ar")
    confirm = re.sub(
        r"^https?://[^/]+", "", link_in(Letter.objects.latest("pk").text, "Weiter zur Bestätigung")
    )
    row = factories.create_subscription("leserin@example.org", channel)
    own = f"/newsletter/abo/{sign(Purpose.SUBSCRIPTION, row.key)}/"
    renew = f"/newsletter/abo/{sign(Purpose.RENEWAL, row.key)}/erneuern/"
    first = Issue.objects.get(channel=channel).get_absolute_url()
    paths = [FORM, f"{FORM}?gesendet=1", confirm, own, f"{own}abmelden/", renew, first]
    wrong = []
    for scheme, front in (("light", ""), ("dark", ""), ("light", "/ar")):
        visit = look({"viewport": {"width": 320, "height": 700}, "color_scheme": scheme})
        for path in paths:
            visit.judge(path if path.startswith("/ar/") else f"{front}{path}")
        assert visit.page.locator("html").get_attribute("dir") == ("rtl" if front else "ltr")
        assert visit.page.title().startswith("Das Portal ist da")
        wrong += visit.wrong
    assert wrong == []


@pytest.mark.req("N-081", "N-204")
@pytest.mark.parametrize("width", [320, 600])
def test_mail_itself_has_no_barrier_in_light_and_dark(browser: Any, width: int, closing: None) -> None:
    content.load_channels()
    channel = Channel.objects.get(slug="migration-und-teilhabe")
    issue = create_issue(channel)
    add_arabic(issue)
    wrong = []
    for code in ("de", "ar"):
        html = render(issue.versions.get(language=code), issue, channel).html
        for scheme in ("light", "dark"):
            context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
            page = context.new_page()
            page.set_content(html)
            # Landmarks are a matter of pages; a mail is shown inside one.
            found = Axe().run(
                page,
                options={"rules": {"region": {"enabled": False}, "landmark-one-main": {"enabled": False}}},
            )
            wrong += [f"{code} {scheme}: {rule['id']}" for rule in found.response["violations"]]
            sideways = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
            wrong += [f"{code} {scheme}: sideways"] if page.evaluate(sideways) else []
            context.close()
    assert wrong == []
