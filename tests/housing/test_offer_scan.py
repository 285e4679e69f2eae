"""A signed sheet as evidence of what a landlord agreed to on paper (H-080)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from goslar_portal.accounts.models import User
from goslar_portal.journal.models import Actor
from goslar_portal.uploads.models import Upload
from housing.models import Consent, Offer
from tests.guards.files_of_people import MARK, jpeg, pdf, sent
from tests.housing.filling import words
from tests.housing.test_back_office import call

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_content")]
ADD = "/admin/housing/offer/add/"
Login = Callable[[User], Client]


def on_paper(**changes: Any) -> dict[str, Any]:
    return call(channel="paper", evidence="", consents="pool") | changes


def address(offer: Offer) -> str:
    return f"/admin/housing/offer/{offer.pk}/nachweis/{offer.consents.latest('pk').pk}/"


@pytest.fixture
def offer(as_user: Login, clerk: User) -> Offer:
    """Taken in from a sheet that somebody signed."""
    assert as_user(clerk).post(ADD, on_paper(scan=sent(jpeg()))).status_code == 302
    return Offer.objects.get()


@pytest.mark.req("H-080", "H-309")
def test_scan_is_evidence_enough_and_one_file_for_all_consents(offer: Offer, settings: Settings) -> None:
    assert set(offer.consents.values_list("evidence", "scan")) == {("", Upload.objects.get().pk)}
    assert offer.consents.count() == 3
    [file] = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert MARK not in file.read_bytes()


@pytest.mark.req("H-012", "H-080")
def test_only_who_may_see_landlords_sees_the_scan(
    offer: Offer, as_user: Login, clerk: User, onlooker: User, editor: User
) -> None:
    desk = as_user(clerk)
    assert "Scan ansehen" in words(desk.get(f"/admin/housing/offer/{offer.pk}/change/"))
    answer = desk.get(address(offer))
    assert b"".join(answer) == Upload.objects.get().content()
    assert (answer["Content-Type"], "no-store" in answer["Cache-Control"]) == ("image/jpeg", True)
    assert [as_user(user).get(address(offer)).status_code for user in (onlooker, editor)] == [404, 404]


@pytest.mark.req("H-080")
def test_without_note_and_scan_nothing_is_taken_in(as_user: Login, clerk: User) -> None:
    desk = as_user(clerk)
    page = desk.post(ADD, on_paper())
    assert "Bitte halten Sie fest, wie über den Datenschutz informiert wurde." in words(page)
    no_picture = desk.post(ADD, on_paper(scan=sent(pdf())))
    assert "Bitte wählen Sie ein Foto (JPEG, PNG, WebP, HEIC)." in words(no_picture)
    other = desk.post(ADD, on_paper(scan=sent(jpeg()), kind=""))
    assert "Bitte wählen Sie den Scan noch einmal aus" in words(other)
    assert (Offer.objects.count(), Upload.objects.count()) == (0, 0)


@pytest.mark.req("H-284")
def test_scan_stays_with_the_consent_that_outlives_the_offer_and_goes_with_it(
    offer: Offer, clerk: User, settings: Settings, django_capture_on_commit_callbacks: Any
) -> None:
    offer.withdraw(by=Actor.staff(clerk))
    offer.anonymise(by=Actor.clock("probe"))
    assert [row.text.kind for row in Consent.objects.all()] == ["pool"]
    assert Upload.objects.count() == 1
    from goslar_portal.retention.eraser import erase
    from housing.models import Landlord

    with django_capture_on_commit_callbacks(execute=True):
        erase(Landlord, [Landlord.objects.get().pk], by=Actor.clock("probe"))
    assert Upload.objects.count() == 0
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []
