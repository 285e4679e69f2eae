"""Issues from before the portal: a PDF as it was, with title, day and its content in words (N-095)."""

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from goslar_portal.journal.models import Actor
from goslar_portal.uploads import Clean
from goslar_portal.uploads.models import Upload
from newsletters.blocks import Block, BlockKind
from newsletters.message import Rendered, content
from newsletters.models import SOURCE, Channel, Issue

SUMMARY_LENGTH = 2000  # characters; the summary is shown as one block


@dataclass(frozen=True)
class Given(Rendered):
    """The forms of an issue whose PDF is a file of the office, taken as it is and never called PDF/UA."""

    file: bytes = b""

    @cached_property
    def pdf(self) -> bytes:
        return self.file


@transaction.atomic
def take_in(
    channel: Channel, *, by: Actor, title: str, number: int, published_on: date, summary: str, file: Clean
) -> Issue:
    """Lay an older issue into the archive, under the day on which it appeared; nothing is sent."""
    year = published_on.year
    if Issue.objects.of_channel(channel).of_number(year, number).exists():
        raise ValidationError(_("Diese Nummer gibt es in diesem Jahr schon."))
    issue = Issue.objects.begin(channel, by=by, title=title, number=number, year=year)
    paragraphs = [(line.strip(),) for line in summary.split("\n") if line.strip()]
    block = Block(BlockKind.INTRO, body=format_html_join("", "<p>{}</p>", paragraphs))
    issue.write(SOURCE, by=by, seen=issue.stamp, head={"title": title}, blocks=[block])
    issue.keep_file(Upload.objects.keep(file), summary=summary)
    version = issue.main
    form = Given(
        content.of(version, issue, channel, day=published_on),
        content.of(version, issue, channel, is_web=True, day=published_on),
        file=file.content,
    )
    day = timezone.make_aware(datetime.combine(published_on, time(12)))
    issue.archive_only([form], by=by, seen=issue.stamp, since=day)
    return issue
