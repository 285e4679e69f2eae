"""A list tells nothing of fields that are not shown there, whatever its address asks (G-051, G-076)."""

import pytest
from django.test import Client

from goslar_portal.accounts.models import User
from goslar_portal.mail.models import Letter
from tests.conftest import logged_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(engineer: User) -> Client:
    return logged_in(engineer)


@pytest.mark.req("G-051", "G-076")
@pytest.mark.parametrize("asked", ["recipient=anna@example.org", "text__contains=Anna", "html__regex=^a"])
def test_engineer_cannot_ask_the_list_of_letters_who_got_one(work: Client, asked: str) -> None:
    for name in ("anna", "bert"):
        Letter.objects.create(
            once=name, kind="housing.probe", recipient=f"{name}@example.org", language="de",
            subject="Eine Frage", text=f"Guten Tag {name}", html="<p>",
        )  # fmt: skip
    assert work.get("/admin/mail/letter/?stand=waiting").context["cl"].result_count == 2
    answer = work.get(f"/admin/mail/letter/?{asked}")
    assert answer.status_code == 400
    assert "Eine Frage" not in answer.content.decode()


@pytest.mark.req("G-051")
def test_number_that_no_record_can_have_is_not_there(clerk: User) -> None:
    work = logged_in(clerk)
    for page in ("%00/change/", "%00/history/", f"{'9' * 5000}/change/"):
        assert work.get(f"/admin/housing/municipality/{page}").status_code == 404


@pytest.mark.req("G-051")
def test_nobody_can_ask_the_list_of_accounts_for_passwords(work: Client, clerk: User) -> None:
    assert work.get("/admin/accounts/user/?is_active__exact=1").context["cl"].result_count == 2
    assert work.get("/admin/accounts/user/?rolle=%00").status_code == 400
    for lookup in ("password", "password__startswith", "is_superuser__exact", "groups__id__exact"):
        assert work.get(f"/admin/accounts/user/?{lookup}=1").status_code == 400
