"""The frame of the back office: a menu by service, the way back, lists that say what they show."""

import re
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client

from goslar_portal import registry, services
from goslar_portal.accounts.models import User
from goslar_portal.sorting import by_letters
from tests.conftest import create_user, logged_in

pytestmark = pytest.mark.django_db


def menu(browser: Client, address: str = "/admin/") -> dict[str, list[str]]:
    groups = browser.get(address).context["menu"]
    return {str(group.label): [link.label for link in group.links] for group in groups}


@pytest.mark.req("G-051")
def test_clerk_finds_the_pages_of_the_work_under_the_names_of_the_office(clerk: User) -> None:
    shown = menu(logged_in(clerk))
    assert next(iter(shown)) == "Wohnen"
    assert "Angebote" in shown["Wohnen"]
    assert shown["Alle Bereiche"] == sorted(shown["Alle Bereiche"], key=by_letters)
    assert "Konten" not in shown


def test_menu_marks_the_present_page_and_its_group(clerk: User) -> None:
    groups = logged_in(clerk).get("/admin/housing/municipality/").context["menu"]
    assert [(group.label, link.label) for group in groups for link in group.links if link.is_current] == [
        ("Wohnen", "Gemeinden")
    ]
    assert [str(group.label) for group in groups if group.is_current and group.is_open] == ["Wohnen"]


def test_every_page_of_the_back_office_belongs_to_a_service() -> None:
    placed = {app for _label, apps in services.SERVICES.values() for app in apps}
    homeless = {
        model._meta.app_label
        for model, page in admin.site._registry.items()
        if model._meta.app_label not in placed and not getattr(page, "service", "")
    }
    assert homeless == set()
    assert {page.service for page in registry.pages} <= set(services.SERVICES)


def test_lists_name_their_columns_in_german() -> None:
    """A name that Django made of the name of a method is English; the office gives each column its own."""
    unnamed = [
        f"{page.__class__.__name__}.{column}"
        for model, page in admin.site._registry.items()
        for column in page.list_display
        if is_made_up(model, page, column)
    ]
    assert unnamed == []


def is_made_up(model: Any, page: Any, column: Any) -> bool:
    if callable(column) or column in {"__str__", "action_checkbox"}:
        return False
    fields = {field.name: field for field in model._meta.fields}
    if column in fields:
        return bool(fields[column].verbose_name == column.replace("_", " "))
    shown = getattr(page, column, None) or getattr(model, column)
    return not hasattr(getattr(shown, "fget", shown), "short_description")


@pytest.mark.req("G-132")
def test_no_page_of_the_frame_carries_a_style_or_script_of_its_own(engineer: User) -> None:
    create_user("wohnraum", email="probe@example.org")
    browser = logged_in(engineer)
    for address in ("/admin/", "/admin/accounts/user/", "/admin/accounts/user/add/", "/admin/accounts/"):
        page = browser.get(address).content.decode()
        assert " style=" not in page
        assert "<style" not in page
        assert "<script>" not in page


def test_tab_of_the_browser_names_the_list_and_what_is_being_added(engineer: User) -> None:
    browser = logged_in(engineer)
    pages = {path: browser.get(f"/admin/accounts/user/{path}").content.decode() for path in ("", "add/")}
    assert [re.findall("<title>(.*)</title>", page) for page in pages.values()] == [
        ["Konten – Verwaltung"], ["Konto anlegen – Verwaltung"]
    ]  # fmt: skip


def test_empty_list_says_so_and_a_search_without_hit_shows_the_way_back(engineer: User) -> None:
    browser = logged_in(engineer)
    assert "Dazu gibt es keinen Eintrag." in browser.get("/admin/accounts/user/?q=niemand").content.decode()


def test_wrong_record_form_lists_its_errors_with_links_to_the_fields(engineer: User) -> None:
    page = logged_in(engineer).post("/admin/accounts/user/add/", {"email": "kein", "display_name": ""})
    text = page.content.decode()
    assert 'href="#id_email"' in text
    assert 'href="#id_display_name"' in text
    assert "<title>Fehler: " in text.replace("\n", "")
