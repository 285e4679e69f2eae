"""What the templates of an issue get: everything worked out, nothing to ask for."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from goslar_portal import languages
from goslar_portal.languages import Language

if TYPE_CHECKING:
    from newsletters.blocks import Block, Entry
    from newsletters.models import Channel, Issue, Picture, Version

OWN_LINK = re.compile(r'(<a href=")(/[^"]*)')


@dataclass(frozen=True)
class Image:
    """A picture of a block: `name` is its address in the archive and its id in the mail."""

    name: str
    content: bytes
    content_type: str
    width: int
    height: int
    alt: str

    @property
    def half_width(self) -> int:
        """Never wider than the column."""
        return min(self.width, 552)


@dataclass(frozen=True)
class Line:
    """An entry as it is shown."""

    title: str
    teaser: str
    url: str
    when: str
    place: str
    is_cancelled: bool


@dataclass(frozen=True)
class Part:
    """A block as it is shown; addresses are absolute in mails and files, relative on the site."""

    kind: str
    uid: str
    heading: str
    body: SafeString
    link_url: str
    link_text: str
    image: Image | None
    caption: str
    credit: str
    role: str
    phone: str
    email: str
    hours: str
    lines: tuple[Line, ...]

    @property
    def phone_link(self) -> str:
        """What a telephone dials."""
        return re.sub(r"[^\d+]", "", self.phone)


@dataclass(frozen=True)
class Content:
    """One version of an issue, for all templates alike."""

    language: Language
    channel: str
    channel_slug: str
    sender_name: str
    sender_address: str
    reply_address: str
    imprint: str
    issue: str
    number: str
    day: date
    title: str
    subject: str
    preview: str
    parts: tuple[Part, ...]
    web_path: str
    image_base: str

    @property
    def base(self) -> str:
        return str(settings.SITE_URL)

    @property
    def web_url(self) -> str:
        return f"{self.base}{self.web_path}"

    @property
    def images(self) -> tuple[Image, ...]:
        return tuple(part.image for part in self.parts if part.image is not None)


def of(
    version: Version, issue: Issue, channel: Channel, *, is_web: bool = False, day: date | None = None
) -> Content:
    """Work out one version; `is_web` keeps own addresses without the host. `day` stands on it, else today."""
    code = version.language
    with translation.override(code):
        pictures = version.pictures
        path = f"/newsletter/{channel.slug}/{issue.slug}/"
        return Content(
            language=version.speech,
            channel=channel.name,
            channel_slug=channel.slug,
            sender_name=channel.sender_name,
            sender_address=channel.sender_address,
            reply_address=channel.reply_address,
            imprint=channel.imprint_line,
            issue=_("Nr. %(number)s/%(year)s") % {"number": issue.number, "year": issue.year},
            number=f"{issue.year}-{issue.number}",
            day=day or timezone.localdate(),
            title=version.title,
            subject=version.subject,
            preview=version.preview,
            parts=tuple(_part(block, code, pictures, is_web=is_web) for block in version.parts),
            web_path=languages.in_language(path, code),
            image_base=path if is_web else f"{settings.SITE_URL}{path}",
        )


def _part(block: Block, code: str, pictures: dict[int, Picture], *, is_web: bool) -> Part:
    host = "" if is_web else str(settings.SITE_URL)
    body = OWN_LINK.sub(lambda found: found[1] + host + languages.in_language(found[2], code), block.body)
    return Part(
        kind=block.kind,
        uid=block.uid,
        heading=block.heading,
        body=mark_safe(body),  # noqa: S308  # blocks are stored clean
        link_url=address(block.link_url, code, host),
        link_text=block.link_text,
        image=_image(block, pictures),
        caption=block.caption,
        credit=block.credit,
        role=block.role,
        phone=block.phone,
        email=block.email,
        hours=block.hours,
        lines=tuple(_line(entry, code, host) for entry in block.entries),
    )


def address(url: str, code: str, host: str) -> str:
    """Own pages in the language of the version; with the host where the reader is elsewhere."""
    return host + languages.in_language(url, code) if url.startswith("/") else url


def _image(block: Block, pictures: dict[int, Picture]) -> Image | None:
    picture = pictures.get(block.image or 0)
    if picture is None:
        return None
    upload = picture.upload
    content = upload.content()
    return Image(
        name=f"{hashlib.sha256(content).hexdigest()[:16]}.{upload.kind}",
        content=content,
        content_type=f"image/{upload.kind}",
        width=upload.width,
        height=upload.height,
        alt="" if block.is_decorative else block.alt,
    )


def _line(entry: Entry, code: str, host: str) -> Line:
    return Line(
        title=entry.title,
        teaser=entry.teaser,
        url=address(entry.url, code, host),
        when=_when(entry.moment),
        place=entry.place,
        is_cancelled=entry.is_cancelled,
    )


def _when(moment: datetime | None) -> str:
    """Day and hour; midnight means that only the day is known."""
    if moment is None:
        return ""
    local = timezone.localtime(moment) if timezone.is_aware(moment) else moment
    day = f"{date_format(local, 'l')}, {date_format(local, 'DATE_FORMAT')}"
    if (local.hour, local.minute) == (0, 0):
        return day
    return _("%(day)s, %(time)s Uhr") % {"day": day, "time": date_format(local, "H:i")}
