"""What every test of the newsletters stands on: two newsletters, somebody who reads one of them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from goslar_portal.accounts.models import User
from newsletters import content
from newsletters.models import Channel, Subscription
from newsletters.tokens import Purpose, sign
from tests.conftest import create_user
from tests.ground.conftest import free_port
from tests.newsletters import factories
from tests.newsletters.sinks import Closed, Sink, running


@pytest.fixture
def channels(db: None) -> None:
    """The two newsletters of the starting content."""
    content.load_channels()


@pytest.fixture
def channel(channels: None) -> Channel:
    return Channel.objects.get(slug="migration-und-teilhabe")


@pytest.fixture
def other_channel(channels: None) -> Channel:
    return Channel.objects.get(slug="demokratie")


@pytest.fixture
def subscription(channel: Channel) -> Subscription:
    """Confirmed for one newsletter, not for the other."""
    return factories.create_subscription()


@pytest.fixture
def own_page(subscription: Subscription) -> str:
    """The address of the subscriber's own page."""
    return f"/newsletter/abo/{sign(Purpose.SUBSCRIPTION, subscription.key)}/"


@pytest.fixture
def organiser(roles: None) -> User:
    """Demokratie: the other newsletter."""
    return create_user("demokratie", email="demokratie@example.org", display_name="Demokratie")


@pytest.fixture
def strict() -> Client:
    """A browser that has to send the CSRF token like any other."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def many(db: None) -> Any:
    """Three more subscribers, for lists."""

    def add(channel: Channel, count: int = 3) -> None:
        for number in range(count):
            factories.create_subscription(f"leser{number}@example.org", channel)

    return add


@pytest.fixture
def sink(settings: Any, tmp_path: Path) -> Iterator[Sink]:
    """The office's mail server, on this machine; everything leaves as fast as it takes it."""
    with running(Sink(tmp_path / "sink")) as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield sink


@pytest.fixture
def refusing_port() -> Iterator[int]:
    """Where a mail server takes nobody in."""
    controller = Closed(object(), hostname="127.0.0.1", port=free_port())
    controller.start()
    yield controller.port
    controller.stop()
