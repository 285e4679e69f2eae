"""A picture of an issue is shown as long as the issue is in the archive (N-094)."""

import pytest
from django.test import Client

from goslar_portal.journal.models import Actor
from newsletters import release
from newsletters.models import Channel, FrozenImage
from tests.newsletters.test_release import create_issue

pytestmark = pytest.mark.django_db


@pytest.mark.req("N-094")
def test_picture_goes_with_its_issue(channel: Channel, reader: Client) -> None:
    by = Actor.clock("test")
    issue = create_issue(channel)
    release.archive(issue, by=by, seen=release.prepare(issue).digest)
    FrozenImage.objects.create(issue=issue, name="bild.png", kind="image/png", content=b"\x89PNG")
    where = f"{issue.get_absolute_url()}bilder/bild.png"
    shown = reader.get(where)
    assert (shown.status_code, shown["Content-Type"], shown.content) == (200, "image/png", b"\x89PNG")
    assert reader.get(f"{issue.get_absolute_url()}bilder/anderes.png").status_code == 404
    issue.withdraw(by=by, reason="Test")
    assert reader.get(where).status_code == 410
