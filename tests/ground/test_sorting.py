"""German words stand in their order whatever the database's own one is (G-176)."""

import re
from random import Random

import pytest

from democracy.models import Venue
from goslar_portal.accounts.models import User
from goslar_portal.sorting import by_letters, german
from tests.conftest import create_user, logged_in
from tests.test_house_rules import ROOT, sources

WORDS = ["Ackermann", "Ärzte", "Arzt", "Öhlmann", "Ohm", "Özdemir", "Straße", "Straße 2", "Zoll", "Żak"]
pytestmark = pytest.mark.django_db


@pytest.mark.req("G-176")
def test_names_with_dots_and_accents_stand_beside_those_without() -> None:
    mixed = Random(1).sample(WORDS, len(WORDS))  # noqa: S311  # an order, not a secret
    User.objects.bulk_create(
        User(email=f"{number}@example.org", display_name=name) for number, name in enumerate(mixed)
    )
    found = User.objects.order_by(*german("display_name")).values_list("display_name", flat=True)
    assert list(found) == sorted(mixed, key=by_letters)
    assert list(found) == [
        "Ackermann", "Arzt", "Ärzte", "Öhlmann", "Ohm", "Özdemir", "Straße", "Straße 2", "Żak", "Zoll",
    ]  # fmt: skip


@pytest.mark.req("G-176")
def test_engineer_finds_accounts_in_german_order(roles: None) -> None:
    for number, name in enumerate(["Zoll", "Özdemir", "Ohm"]):
        create_user(email=f"{number}@example.org", display_name=name)
    page = logged_in(create_user("technik", display_name="Aa")).get("/admin/accounts/user/").content.decode()
    assert re.findall(r">(Ohm|Özdemir|Zoll)<", page) == ["Ohm", "Özdemir", "Zoll"]


@pytest.mark.req("G-176")
@pytest.mark.parametrize("typed", ["Haus der Straßen", "haus der strassen", " HAUS DER STRASSEN "])
def test_place_is_known_however_its_sharp_s_is_written(typed: str) -> None:
    venue = Venue.objects.create(name="Haus der Straßen", municipality="goslar", town="Goslar")
    assert Venue.objects.named(typed, "goslar") == venue
    assert Venue.objects.named(typed, "seesen") is None


@pytest.mark.req("G-176")
def test_nothing_but_addresses_and_numbers_is_compared_without_case() -> None:
    compared = {
        f"{path.relative_to(ROOT)}: {found}"
        for path in sources()
        for found in re.findall(r"[\w{}.]+__iexact", path.read_text(encoding="utf-8"))
    }
    assert compared == {
        "democracy/models/proposal.py: email__iexact",
        "democracy/persons.py: wish__contact_email__iexact",
        "goslar_portal/privacy/finding.py: {path}__iexact",
        "goslar_portal/retention/forms.py: reference__iexact",
    }
