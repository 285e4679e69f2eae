"""What every test of housing stands on: places, reasons, caps and consent texts as the office has them."""

from collections.abc import Callable
from typing import Any

import pytest

from goslar_portal.accounts.models import User
from goslar_portal.journal.models import Actor
from housing import content
from housing.models import Offer
from tests.conftest import create_user
from tests.housing import factories


@pytest.fixture
def office_content(db: None) -> None:
    """The starting content of housing."""
    content.load_places()
    content.load_reasons()
    content.load_rent_caps()
    content.load_consents()


@pytest.fixture
def offer(office_content: None) -> Offer:
    """A confirmed offer of a landlord, not yet taken over."""
    return factories.create_offer()


@pytest.fixture
def by_clerk(clerk: User) -> Actor:
    return Actor.staff(clerk)


@pytest.fixture
def by_lead(lead: User) -> Actor:
    return Actor.staff(lead)


@pytest.fixture
def onlooker(roles: None) -> User:
    """Reads in housing, and never sees a landlord."""
    return create_user("wohnraum-lesen", email="lesen@example.org", display_name="Lesen")


@pytest.fixture
def make_offer(office_content: None) -> Callable[..., Offer]:
    return factories.create_offer


@pytest.fixture
def facts() -> dict[str, Any]:
    return factories.facts()
