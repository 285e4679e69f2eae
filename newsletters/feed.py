"""The archive as Atom: whole texts, ids that stay, the same bytes until something visible changes (N-092)."""

from collections.abc import Iterable
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings

from goslar_portal import languages
from newsletters.models import Channel, Frozen


def atom(channel: Channel, rows: Iterable[Frozen]) -> bytes:
    entries = list(rows)
    base = str(settings.SITE_URL).rstrip("/")
    here = f"{base}{channel.get_absolute_url()}"
    changed = max((row.shown_since for row in entries), default=datetime(2026, 1, 1, tzinfo=UTC))
    tag = languages.current().bcp47
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(tag)}>',
        f"<title>{escape(channel.name)}</title>",
        f"<subtitle>{escape(channel.text.description)}</subtitle>",
        f"<id>{escape(here)}</id>",
        f'<link rel="self" type="application/atom+xml" href={quoteattr(here + "feed.atom")}/>',
        f'<link rel="alternate" type="text/html" href={quoteattr(here)}/>',
        f"<updated>{_moment(changed)}</updated>",
        f"<author><name>{escape(channel.sender_name)}</name></author>",
        *(_entry(row, base, channel) for row in entries),
        "</feed>",
    ]
    return "\n".join(parts).encode() + b"\n"


def _entry(row: Frozen, base: str, channel: Channel) -> str:
    path = languages.in_language(f"/newsletter/{channel.slug}/{row.issue.slug}/", row.language)
    lines = [
        f"<entry xml:lang={quoteattr(row.speech.bcp47)}>",
        f"<title>{escape(row.title)}</title>",
        f"<id>urn:uuid:{row.issue.uuid}</id>",
        f'<link rel="alternate" type="text/html" href={quoteattr(base + path)}/>',
        f"<published>{_moment(row.issue.published_at or row.frozen_at)}</published>",
        f"<updated>{_moment(row.shown_since)}</updated>",
        f'<content type="html">{escape(row.feed)}</content>',
        "</entry>",
    ]
    return "\n".join(lines)


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
