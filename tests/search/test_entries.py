"""Entries are kept in the transaction of the change, whatever changes them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goslar_portal import registry, search
from goslar_portal.accounts.models import User
from goslar_portal.search.jobs import mend_search
from goslar_portal.search.models import Entry, Word
from integration.models import Contact, Download, Page
from tests.conftest import logged_in
from tests.integration.records import (
    OFFICE,
    create_contact,
    create_download,
    create_published,
    publish,
    section,
)
from tests.integration.test_contact_admin import filled

Find = Callable[..., list[str]]


@pytest.mark.req("G-113", "G-114")
def test_page_is_found_from_publishing_to_withdrawing_in_the_same_transaction(
    site: dict[str, Page], find: Find
) -> None:
    with transaction.atomic():
        draft = site["wohnen"].save_draft(
            by=OFFICE,
            title="Dachboden",
            summary="",
            sections=[section()],
        )
        assert find("Dachboden") == []
        draft.publish(by=OFFICE)
        assert find("Dachboden") == ["Dachboden"]
        assert find("finden") == []
        site["wohnen"].withdraw(by=OFFICE)
        assert find("Dachboden") == []
    assert search.differences() == []


@pytest.mark.req("G-114")
def test_many_changes_at_once_are_found_after_the_last(site: dict[str, Page], find: Find) -> None:
    with search.once_at_the_end():
        publish(site["wohnen"], title="Dachboden")
        publish(site["wohnen"], title="Keller")
        assert find("Keller") == []
    assert (find("Dachboden"), find("Keller")) == ([], ["Keller"])
    assert search.differences() == []


@pytest.mark.req("G-114")
def test_change_that_is_rolled_back_is_not_found(site: dict[str, Page], find: Find) -> None:
    with transaction.atomic():
        publish(site["wohnen"], title="Dachboden")
        assert find("Dachboden") == ["Dachboden"]
        transaction.set_rollback(True)
    assert find("Dachboden") == []


@pytest.mark.req("G-114")
def test_contact_is_found_as_changed_in_the_back_office_until_it_is_erased(
    site: dict[str, Page], find: Find, editor: User
) -> None:
    contact = Contact.objects.get(code="zentrale")
    data = filled(contact, **{"texts-0-role": "Pforte"})
    logged_in(editor).post(reverse("admin:integration_contact_change", args=[contact.pk]), data)
    assert (find("Pforte"), find("Telefonzentrale")) == (["Pforte"], [])
    contact.places.all().delete()
    Download.objects.get().files.all().delete()
    contact.delete()
    assert find("Pforte") == []


@pytest.mark.req("G-114")
def test_document_is_found_until_it_is_erased(site: dict[str, Page], find: Find) -> None:
    assert find("merkblatt") == ["Blatt merkblatt"]
    download = Download.objects.get()
    download.places.all().delete()
    download.files.all().delete()
    download.delete()
    assert find("merkblatt") == []


@pytest.mark.req("G-113")
def test_every_way_to_change_a_page_keeps_the_entries_true(
    site: dict[str, Page], editor: User, chief: User
) -> None:
    page, desk = site["wohnen"], logged_in(editor)
    child = create_published("unten", parent=page, texts={"title": "Unten"})
    publish(page, title="Neuer Titel darüber")
    assert search.differences() == []
    child.put(parent=site["lernen"], position=1, by=OFFICE)
    child.rename(slug="woanders", by=OFFICE)
    assert search.differences() == []
    child.archive(by=OFFICE)
    child.revive(by=OFFICE)
    assert search.differences() == []
    create_contact("neu")
    fields = {"in_menu": "", "role": "redaktion", "review_months": "12", "needs_confirmation": ""}
    rows = {
        "contact_places-TOTAL_FORMS": "1", "contact_places-INITIAL_FORMS": "0",
        "contact_places-0-contact": str(Contact.objects.get(code="neu").pk), "contact_places-0-position": "1",
        "contact_places-0-place": "column",
    }  # fmt: skip
    address = reverse("admin:integration_page_change", args=[page.pk])
    assert desk.post(address, fields | rows).status_code == 302
    assert search.differences() == []
    site["lernen"].withdraw(by=OFFICE)
    assert search.differences() == []


@pytest.mark.req("G-113")
def test_entry_that_was_forgotten_is_mended_at_night_and_by_command(
    site: dict[str, Page], capsys: Any
) -> None:
    Entry.objects.filter(source="integration.pages").update(digest="alt")
    Entry.objects.filter(source="integration.contacts").delete()
    assert len(search.differences()) == 5
    assert mend_search() == 5
    assert (search.differences(), mend_search()) == ([], 0)
    call_command("rebuild_search")
    assert capsys.readouterr().out.endswith("0 Einträge geändert.\n")


@pytest.mark.req("G-113", "I-123")
def test_word_of_the_last_entry_is_forgotten_with_it(site: dict[str, Page]) -> None:
    assert Word.objects.filter(language="de", word="mullabfuhr").exists()
    site["wohnen"].withdraw(by=OFFICE)
    assert not Word.objects.filter(word="mullabfuhr").exists()
    assert Word.objects.filter(word="wohnung").exists()


@pytest.mark.req("G-113")
def test_thing_is_found_only_in_its_time(site: dict[str, Page], find: Find) -> None:
    now = timezone.now()
    rows = {
        "gestern": (None, now - timedelta(days=1)),
        "heute": (now - timedelta(days=1), now + timedelta(days=1)),
        "morgen": (now + timedelta(days=1), None),
    }
    things = [
        search.Thing(key, "de", "/probe/", f"Basar {key}", since=since, until=until)
        for key, (since, until) in rows.items()
    ]
    registry.search.add(search.Source("probe.things", "Probe", things=lambda keys: things))
    try:
        search.refresh("probe.things")
        assert find("Basar") == ["Basar heute"]
    finally:
        registry.search.remove("probe.things")


def test_download_without_a_published_page_is_not_found(site: dict[str, Page], find: Find) -> None:
    site["lernen"].withdraw(by=OFFICE)
    assert find("merkblatt") == []


def test_place_of_a_document_that_is_added_later_counts(site: dict[str, Page], find: Find) -> None:
    create_download("plan", page=site["wohnen"], contact=Contact.objects.get())
    search.refresh("integration.downloads")
    assert find("Blatt plan") == ["Blatt plan"]


@pytest.mark.req("I-126")
def test_editor_keeps_the_words_that_mean_the_same(site: dict[str, Page], find: Find, editor: User) -> None:
    desk: Client = logged_in(editor)
    add = reverse("admin:search_synonym_add")
    assert desk.post(add, {"language": "de", "word": "Bleibe", "meaning": "Wohnung"}).status_code == 302
    assert find("Bleibe") == ["Wohnung vor dem Umbau", "Wohnung finden", "Deutsch lernen"]
    wrong = desk.post(add, {"language": "de", "word": "zwei Wörter", "meaning": "Wohnung"})
    assert "Bitte geben Sie hier nur ein Wort ein." in wrong.content.decode()
