"""Accounts: invited, given roles, paused, helped in an emergency."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO
from threading import Barrier
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.checks import run_checks
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from goslar_portal.accounts import jobs
from goslar_portal.accounts.models import User
from goslar_portal.journal.models import Actor, Entry
from goslar_portal.links.models import AccessLink
from goslar_portal.mail.models import Letter
from tests.accounts.conftest import is_logged_in, link_in, type_password
from tests.conftest import PASSWORD, create_user, logged_in

pytestmark = pytest.mark.django_db
NEW = "vier frische neue wörter"


def proven(user: User) -> Client:
    """A browser in which this person has just typed the password."""
    browser = Client()
    type_password(browser, user.email)
    return browser


def journal_of(user: User) -> list[tuple[str, str, str, str]]:
    rows = Entry.objects.of(user).values_list("verb", "from_state", "to_state", "reason")
    return list(rows)


def verb(user: User, name: str) -> str:
    return f"/admin/accounts/user/{user.pk}/{name}/"


@pytest.mark.req("G-052")
def test_engineer_invites_and_the_person_chooses_a_password_behind_a_button(engineer: User) -> None:
    made = proven(engineer).post(
        "/admin/accounts/user/add/", {"email": "Neu.Person@Example.org", "display_name": "Neue Person"}
    )
    assert made.status_code == 302
    person = User.objects.get(email="neu.person@example.org")
    assert not person.has_usable_password()
    link = link_in(Letter.objects.get(recipient=person.email).text)
    browser = Client()
    assert browser.get(link).status_code == 200
    assert not User.objects.get(pk=person.pk).has_usable_password()
    done = browser.post(link, {"password": NEW})
    assert done["Location"] == "/admin/security/"
    assert is_logged_in(browser)
    assert User.objects.get(pk=person.pk).check_password(NEW)
    assert [row[0] for row in journal_of(person)] == ["choose_password", "invite"]


@pytest.mark.req("G-052")
def test_invitation_opens_once_and_for_72_hours(engineer: User) -> None:
    person = User.objects.create_user("neu@example.org", None, display_name="Neu")
    person.invite(by=Actor.staff(engineer))
    link = link_in(Letter.objects.get().text)
    row = AccessLink.objects.get()
    assert timedelta(hours=71, minutes=59) < row.expires_at - timezone.now() <= timedelta(hours=72)
    Client().post(link, {"password": NEW})
    assert Client().get(link).status_code == 404
    assert Client().post(link, {"password": "fünf andere neue wörter"}).status_code == 404
    assert User.objects.get(pk=person.pk).check_password(NEW)


@pytest.mark.req("G-052")
def test_second_invitation_ends_the_first_and_a_late_one_opens_nothing(engineer: User) -> None:
    person = User.objects.create_user("neu@example.org", None, display_name="Neu")
    person.invite(by=Actor.staff(engineer))
    person.invite(by=Actor.staff(engineer))
    new, old = (link_in(letter.text) for letter in Letter.objects.order_by("-pk"))
    assert (Client().get(old).status_code, Client().get(new).status_code) == (404, 200)
    AccessLink.objects.update(
        expires_at=timezone.now() + timedelta(seconds=-1), created_at=timezone.now() - timedelta(days=4)
    )
    assert Client().get(new).status_code == 404


@pytest.mark.req("G-052", "G-054")
def test_invitation_to_a_paused_account_opens_nothing(engineer: User) -> None:
    person = User.objects.create_user("neu@example.org", None, display_name="Neu")
    person.invite(by=Actor.staff(engineer))
    link = link_in(Letter.objects.get().text)
    person.pause(by=Actor.staff(engineer), reason="left")
    assert Client().post(link, {"password": NEW}).status_code == 404
    assert not User.objects.get(pk=person.pk).has_usable_password()


@pytest.mark.req("G-066")
def test_link_for_a_new_password_works_once_and_ends_other_logins(clerk: User) -> None:
    browser = logged_in(clerk)
    clerk.offer_new_password()
    link = link_in(Letter.objects.get().text)
    helper = Client()
    assert helper.post(link, {"password": NEW}).status_code == 302
    assert (is_logged_in(helper), is_logged_in(browser)) == (True, False)
    assert Client().get(link).status_code == 404


@pytest.mark.req("G-053")
def test_chief_grants_a_role_with_a_reason_and_it_acts_at_once(chief: User, clerk: User) -> None:
    page = proven(chief).post(verb(clerk, "grant_role"), {"role": "redaktion", "reason": "stands_in"})
    assert page.status_code == 302
    assert User.objects.get(pk=clerk.pk).roles == {"wohnraum", "redaktion"}
    assert journal_of(clerk) == [("grant_role", "", "redaktion", "stands_in")]
    assert Entry.objects.of(clerk).get().account_id == chief.pk


@pytest.mark.req("G-053")
@pytest.mark.parametrize(
    "data", [{"role": "redaktion"}, {"reason": "stands_in"}, {"role": "könig", "reason": "back"}]
)
def test_role_without_reason_or_out_of_the_air_is_refused(
    chief: User, clerk: User, data: dict[str, str]
) -> None:
    assert proven(chief).post(verb(clerk, "grant_role"), data).status_code == 422
    assert User.objects.get(pk=clerk.pk).roles == {"wohnraum"}
    assert journal_of(clerk) == []


@pytest.mark.req("G-053")
def test_nobody_changes_their_own_roles(chief: User) -> None:
    browser = proven(chief)
    page = browser.post(verb(chief, "grant_role"), {"role": "technik", "reason": "task_began"})
    assert page.status_code == 422
    assert "Das eigene Konto kann niemand ändern" in page.content.decode()
    assert User.objects.get(pk=chief.pk).roles == {"leitung"}
    assert "Rolle geben" not in browser.get(f"/admin/accounts/user/{chief.pk}/change/").content.decode()


@pytest.mark.req("G-053")
def test_last_chief_keeps_the_role_and_cannot_be_paused(chief: User, engineer: User) -> None:
    by = Actor.staff(engineer)
    with pytest.raises(ValidationError, match="letzte Leitung"):
        chief.withdraw_role(by=by, role="leitung", reason="left")
    with pytest.raises(ValidationError, match="letzte Leitung"):
        chief.pause(by=by, reason="left")
    chief.refresh_from_db()
    assert (chief.is_active, set(chief.roles)) == (True, {"leitung"})
    second = create_user("leitung", email="zweite@example.org")
    chief.withdraw_role(by=by, role="leitung", reason="left")
    with pytest.raises(ValidationError, match="letzte Leitung"):
        second.pause(by=by, reason="left")


@pytest.mark.req("G-053")
@pytest.mark.django_db(transaction=True)
def test_two_chiefs_cannot_remove_each_other_at_the_same_moment(roles: None) -> None:
    chiefs = [create_user("leitung", email=f"leitung{number}@example.org") for number in (1, 2)]
    start = Barrier(2)

    def remove(number: int) -> str:
        start.wait()
        try:
            target = User.objects.get(pk=chiefs[number].pk)
            target.withdraw_role(by=Actor.staff(chiefs[1 - number]), role="leitung", reason="task_ended")
            return "removed"
        except ValidationError:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(remove, (0, 1))) == ["refused", "removed"]
    assert User.objects.holding("leitung").count() == 1


@pytest.mark.req("G-053", "G-051")
def test_withdrawn_role_ends_the_login_at_the_next_request(chief: User, clerk: User) -> None:
    browser = logged_in(clerk)
    assert browser.get("/admin/housing/offer/").status_code == 200
    clerk.withdraw_role(by=Actor.staff(chief), role="wohnraum", reason="task_ended")
    assert not is_logged_in(browser)
    assert logged_in(clerk).get("/admin/housing/offer/").status_code == 403


@pytest.mark.req("G-053", "G-051")
@pytest.mark.parametrize(
    "name", ["grant_role", "withdraw_role", "pause", "resume", "invite", "reset_second_factor"]
)
def test_buttons_of_accounts_belong_to_chief_or_engineer_alone(
    chief: User, engineer: User, guardian: User, editor: User, clerk: User, name: str
) -> None:
    may = {"grant_role": "leitung", "withdraw_role": "leitung"}.get(name, "technik")
    for person, code in (
        (chief, "leitung"),
        (engineer, "technik"),
        (guardian, "datenschutz"),
        (editor, "redaktion"),
    ):
        status = proven(person).get(verb(clerk, name)).status_code
        if code == may:
            assert status in {200, 409}
        else:
            assert status == (404 if code == "redaktion" else 403)
    assert journal_of(clerk) == []


@pytest.mark.req("G-067")
def test_roles_ask_for_a_proof_older_than_five_minutes(
    chief: User, clerk: User, moved: Callable[[float], None]
) -> None:
    browser = proven(chief)
    moved(301)
    asked = browser.post(verb(clerk, "grant_role"), {"role": "redaktion", "reason": "stands_in"})
    assert asked["Location"].startswith("/admin/confirm/?next=")
    assert User.objects.get(pk=clerk.pk).roles == {"wohnraum"}
    assert "redaktion" not in str(dict(browser.session.items()))


@pytest.mark.req("G-054")
def test_pausing_ends_logins_at_the_next_request_and_resuming_does_not_bring_them_back(
    engineer: User, clerk: User
) -> None:
    browser, helper = logged_in(clerk), proven(engineer)
    assert helper.post(verb(clerk, "pause"), {"reason": "away"}).status_code == 302
    assert not is_logged_in(browser)
    assert type_password(Client(), clerk.email).status_code == 422
    assert helper.post(verb(clerk, "resume"), {"reason": "back"}).status_code == 302
    assert not is_logged_in(browser)
    assert type_password(Client(), clerk.email).status_code == 302
    assert [(row[0], row[3]) for row in journal_of(clerk)] == [("resume", "back"), ("pause", "away")]


@pytest.mark.req("G-054")
def test_account_silent_for_180_days_gets_a_letter_and_two_weeks_later_a_pause(
    clerk: User, colleague: User, chief: User
) -> None:
    long_ago = timezone.now() - timedelta(days=181)
    User.objects.filter(pk__in=[clerk.pk, chief.pk]).update(last_login=long_ago, joined_at=long_ago)
    assert jobs.pause_silent_accounts() == 0
    assert sorted(Letter.objects.values_list("recipient", flat=True)) == sorted([clerk.email, chief.email])
    assert jobs.pause_silent_accounts() == 0
    assert Letter.objects.count() == 2
    User.objects.exclude(told_at=None).update(
        told_at=timezone.now() - timedelta(days=15), last_login=long_ago - timedelta(days=15)
    )
    assert jobs.pause_silent_accounts() == 1
    for person in (clerk, chief):
        person.refresh_from_db()
    assert (clerk.is_active, chief.is_active) == (False, True)  # the last Leitung stays
    assert journal_of(clerk) == [("pause", "", "", "silent")]


@pytest.mark.req("G-054")
def test_whoever_logs_in_after_the_letter_is_not_paused(clerk: User) -> None:
    User.objects.filter(pk=clerk.pk).update(last_login=timezone.now() - timedelta(days=200))
    jobs.pause_silent_accounts()
    type_password(Client(), clerk.email)
    User.objects.filter(pk=clerk.pk).update(told_at=timezone.now() - timedelta(days=15))
    assert jobs.pause_silent_accounts() == 0
    assert User.objects.get(pk=clerk.pk).is_active


@pytest.mark.req("G-055")
def test_production_with_a_superuser_is_warned(production: None, chief: User) -> None:
    def found() -> list[str]:
        return [
            str(message.id)
            for message in run_checks(
                tags=["database"], databases=["default"], include_deployment_checks=True
            )
        ]

    assert "portal.W003" not in found()
    User.objects.create_superuser("alles@example.org", PASSWORD, display_name="Alles")
    assert "portal.W003" in found()


@pytest.mark.req("G-055")
def test_emergency_login_works_for_an_hour_and_every_chief_is_told(chief: User, clerk: User) -> None:
    second = create_user("leitung", email="zweite@example.org")
    out = StringIO()
    call_command("emergency_login", stdout=out)
    email, password = out.getvalue().split(": ", 1)[1].split("  Passwort: ")
    browser = Client()
    assert type_password(browser, email, password.strip()).status_code == 302
    assert browser.get("/admin/accounts/user/").status_code == 200
    told = Letter.objects.filter(kind="accounts.emergency_begun").values_list("recipient", flat=True)
    assert sorted(told) == sorted([chief.email, second.email])
    User.objects.filter(email=email).update(ends_at=timezone.now() - timedelta(seconds=1))
    assert not is_logged_in(browser)
    assert type_password(Client(), email, password.strip()).status_code == 422
    assert jobs.end_emergency_logins() == 1
    assert not User.objects.get(email=email).is_active


@pytest.mark.req("G-051")
def test_permission_given_by_hand_disappears_at_the_next_start(roles: None) -> None:
    from django.contrib.auth.models import Permission

    from goslar_portal.accounts import roles as table

    group = Group.objects.get(name="redaktion")
    group.permissions.add(Permission.objects.get(codename="view_landlord"))
    table.sync()
    assert not group.permissions.filter(codename="view_landlord").exists()


@pytest.mark.req("G-052")
def test_opening_the_links_of_letters_changes_nothing(engineer: User, clerk: User) -> None:
    clerk.invite(by=Actor.staff(engineer))
    clerk.offer_new_password()

    def everything() -> Any:
        return list(User.objects.values()), list(AccessLink.objects.values()), Entry.objects.count()

    before = everything()
    for letter in Letter.objects.all():
        assert Client().get(link_in(letter.text)).status_code == 200
        assert Client().head(link_in(letter.text)).status_code == 200
    assert everything() == before
