"""Issues for the tests of the archive: released by the real verbs, or many rows at once."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from wsgiref.util import setup_testing_defaults

import pypdf
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils import timezone

from goslar_portal.page_cache.models import Topic
from goslar_portal.page_cache.store import Store
from goslar_portal.page_cache.wsgi import PageCache
from newsletters import release
from newsletters.blocks import Block, Entry
from newsletters.models import Channel, Frozen, Issue
from tests.newsletters import factories
from tests.newsletters.test_release import create_issue

CHANNEL = "/newsletter/migration-und-teilhabe/"
ARABIC = (
    "<p>مرحباً بكم، تجدون هنا أخباراً جديدة من منطقة غوسلار.</p>"
    '<p>يمكنكم الاتصال بنا على الرقم <span lang="de" dir="ltr">05321 76-0</span>.</p>'
)


def archived(channel: Channel, **changes: Any) -> Issue:
    """Public without mail."""
    issue = create_issue(channel, **changes)
    release.archive(issue, by=factories.OFFICE, seen=release.prepare(issue).digest)
    issue.refresh_from_db()
    return issue


def add_arabic(issue: Issue) -> None:
    """A second version, right to left."""
    issue.add_version(by=factories.OFFICE, language="ar")
    head = {"title": "أخبار من المنطقة", "subject": "أخبار آذار", "preview": "باختصار"}
    blocks = [
        Block("intro", uid="cccccc", body=ARABIC),
        Block("hint", uid="dddddd", heading="ملاحظة", body="<p>المكتب مغلق يوم الجمعة في هذا الأسبوع.</p>"),
        Block("links", uid="eeeeee", heading="روابط", entries=(Entry("كل النشرات", url="/newsletter/"),)),
    ]
    issue.write("ar", by=factories.OFFICE, seen=issue.stamp, head=head, blocks=blocks)
    issue.refresh_from_db()


def fill(channel: Channel, count: int) -> None:
    """So many public issues, each with one frozen version."""
    now = timezone.now()
    issues = Issue.objects.bulk_create(
        Issue(
            channel=channel, year=now.year, number=1000 + number, slug=f"alt-{number}", state="archive_only",
            released_at=now, published_at=now, finished_at=now,
        )
        for number in range(count)
    )  # fmt: skip
    Frozen.objects.bulk_create(
        Frozen(issue=issue, language="de", revision=1, title=f"Ausgabe {issue.number}", pdf=b"%PDF-1.7")
        for issue in issues
    )


def words_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages).split())


class Portal:
    """The portal as its web server runs it, with a memory of finished pages."""

    def __init__(self) -> None:
        self.pages = Store()
        self.application: Callable[..., Any] = PageCache(get_wsgi_application(), self.pages)
        self.hear()

    def hear(self) -> None:
        """What a thread does within a second: see which topics changed (G-124)."""
        self.pages.learn(total=Topic.objects.total, counters=Topic.objects.counters)

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        environ: dict[str, Any] = {
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "HTTP_HOST": "testserver",
            **headers,
        }
        setup_testing_defaults(environ)
        heard: list[Any] = []
        with _one_connection():
            answer = self.application(environ, lambda *words: heard.extend(words))
            content = b"".join(answer)
            if hasattr(answer, "close"):
                answer.close()
        return int(heard[0].split()[0]), dict(heard[1]), content


@contextmanager
def _one_connection() -> Iterator[None]:
    """The request runs in the transaction of the test, so nobody may close its connection."""
    signals.request_started.disconnect(close_old_connections)
    signals.request_finished.disconnect(close_old_connections)
    try:
        yield
    finally:
        signals.request_started.connect(close_old_connections)
        signals.request_finished.connect(close_old_connections)
