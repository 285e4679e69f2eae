"""Personal links open one thing for one purpose."""

from datetime import timedelta

import pytest
from django.utils import timezone

from goslar_portal.accounts.models import User
from goslar_portal.links.models import AccessLink, fingerprint

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def thing() -> User:
    """Any row will do; links know rows by kind and number."""
    return User.objects.create_user("a@example.org", None, display_name="A")


@pytest.mark.req("G-190")
def test_holder_of_a_link_opens_the_thing_and_the_token_is_not_stored(thing: User) -> None:
    token = AccessLink.objects.mint(thing, purpose="status", lifetime=WEEK)
    link = AccessLink.objects.resolve(token, User, "status")
    assert link is not None
    assert link.number == thing.pk
    assert bytes(link.token_hash) == fingerprint(token)
    assert token not in str(list(AccessLink.objects.values()))
    assert len(token) >= 32


@pytest.mark.req("G-190")
def test_stranger_opens_nothing_with_another_purpose_an_ended_or_an_altered_token(thing: User) -> None:
    token = AccessLink.objects.mint(thing, purpose="status", lifetime=WEEK)
    other = AccessLink.objects.mint(thing, purpose="other", lifetime=WEEK)
    assert AccessLink.objects.resolve(token, User, "other") is None
    assert AccessLink.objects.resolve(token[:-1], User, "status") is None
    assert AccessLink.objects.resolve(token.swapcase(), User, "status") is None
    assert AccessLink.objects.resolve(token, AccessLink, "status") is None
    AccessLink.objects.revoke(thing, "status")
    assert AccessLink.objects.resolve(token, User, "status") is None
    assert AccessLink.objects.resolve(other, User, "other") is not None


@pytest.mark.req("G-190")
def test_link_ends_by_itself(thing: User) -> None:
    token = AccessLink.objects.mint(thing, purpose="status", lifetime=WEEK)
    AccessLink.objects.update(
        created_at=timezone.now() - 2 * WEEK, expires_at=timezone.now() - timedelta(seconds=1)
    )
    assert AccessLink.objects.resolve(token, User, "status") is None


@pytest.mark.req("H-070")
def test_sixth_link_ends_the_first(thing: User) -> None:
    tokens = [AccessLink.objects.mint(thing, purpose="status", lifetime=WEEK) for _ in range(6)]
    open_now = [AccessLink.objects.resolve(token, User, "status") is not None for token in tokens]
    assert open_now == [False, True, True, True, True, True]
