"""All forms of one version, by the functions that preview and release share (N-032, N-040)."""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import css_inline
import pikepdf
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from goslar_portal import pdf
from goslar_portal.uploads.decoder import describe
from newsletters.message import colours, content
from newsletters.message.content import Content
from newsletters.message.mime import TOKEN, Mail, host, make_mail
from newsletters.message.text import text_of

if TYPE_CHECKING:
    from datetime import date

    from newsletters.models import Channel, Issue, Version

INLINER = css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=False, keep_link_tags=False)
KEPT = "<!--dark-->"  # where the sheet for dark mode goes, which cannot be inlined


@dataclass(frozen=True)
class Rendered:
    """One version in all its forms; the PDF is made when it is asked for, as it takes its time."""

    mail_content: Content
    web_content: Content

    @property
    def language(self) -> str:
        return self.mail_content.language.code

    def whole(self) -> Rendered:
        """All forms made now, so that a transaction only has to write them (N-040)."""
        for form in ("web", "feed", "html", "text", "mail", "pdf"):
            getattr(self, form)
        return self

    @cached_property
    def web(self) -> str:
        return _fragment(self.web_content)

    @cached_property
    def feed(self) -> str:
        """The same words with whole addresses."""
        return _fragment(self.mail_content)

    @cached_property
    def html(self) -> str:
        return _html(self.mail_content)

    @cached_property
    def text(self) -> str:
        return text_of(self.mail_content, own_url(""), own_url("abmelden/"))

    @cached_property
    def mail(self) -> Mail:
        return make_mail(self.mail_content, self.html, self.text)

    @cached_property
    def pdf(self) -> bytes:
        shown = self.mail_content
        files = {image.name: image.content for image in shown.images}
        context = {"content": shown}
        made = pdf.render(
            "newsletters/pdf/issue.html", context, language=self.language, files=files, is_public=True
        )
        return tagged(made)

    @cached_property
    def digest(self) -> str:
        """What was looked at: the mail and the page, down to the last byte (N-041)."""
        return hashlib.sha256(f"{self.mail.sha256}\0{self.web}".encode()).hexdigest()


def tagged(content: bytes) -> bytes:
    """The file itself, once it is sure that it may be called PDF/UA-1 (N-091, N-194)."""
    with pikepdf.open(io.BytesIO(content)) as made:
        said = describe(made)
    if not (said["says_ua"] and said["is_tagged"] and said["shows_title"] and said["language"]):
        raise ValueError("the PDF of an issue came out without tags, language, title or mark")
    return content


def render(version: Version, issue: Issue, channel: Channel, *, day: date | None = None) -> Rendered:
    mail = content.of(version, issue, channel, day=day)
    return Rendered(mail, content.of(version, issue, channel, is_web=True, day=day))


def own_url(page: str) -> str:
    """A page of the recipient, with the token that stands for theirs."""
    return f"{str(settings.SITE_URL).rstrip('/')}/newsletter/abo/{TOKEN}/{page}"


def _fragment(shown: Content) -> str:
    with translation.override(shown.language.code):
        return render_to_string("newsletters/_issue_blocks.html", {"content": shown}).strip()


def _html(shown: Content) -> str:
    context = {
        "content": shown,
        "light": colours.LIGHT,
        "settings_url": own_url(""),
        "end_url": own_url("abmelden/"),
        "cid_host": host(),
        "is_rtl": shown.language.dir == "rtl",
    }
    with translation.override(shown.language.code):
        page = render_to_string("newsletters/mail/issue.html", context)
        dark = render_to_string("newsletters/mail/dark.css", {"dark": colours.DARK})
    inlined = INLINER.inline(page)
    sheet = re.sub(r"\s+", " ", dark).strip()
    return re.sub(r"\n\s*\n+", "\n", inlined.replace(KEPT, f"<style>{sheet}</style>")).strip() + "\n"
