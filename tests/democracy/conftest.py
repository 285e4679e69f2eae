"""What tests of this area start from."""

import pytest

from goslar_portal.accounts.models import User
from tests.conftest import create_user


@pytest.fixture
def organiser(roles: None) -> User:
    """Demokratie: leaflets, events, proposals."""
    return create_user("demokratie", email="demokratie@example.org", display_name="Demokratie")


@pytest.fixture
def second_organiser(roles: None) -> User:
    """A colleague, for what needs two persons."""
    return create_user("demokratie", email="zweite@example.org", display_name="Zweite Person")
