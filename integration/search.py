"""What people find of this area: pages with their words, offices with their telephone, documents (I-120)."""

import re
from collections.abc import Collection, Iterator
from datetime import datetime, time, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from goslar_portal import registry
from goslar_portal.search import Source, Thing
from goslar_portal.texts import plain
from integration.models import Contact, Download, Node, Notice, PageKind, PageVersion, Section, Tree

PAGES, CONTACTS = "integration.pages", "integration.contacts"
DOWNLOADS, NOTICES = "integration.downloads", "integration.notices"
BLOCK_END = re.compile("</(?:p|li|h3|h4|td|th|caption|blockquote)>")
TOPIC_LEVEL = 2  # pages just below the overview
AT_THE_END = "dokumente-zur-seite"  # the anchor of documents that belong to no section
AFTER_TOPICS = 1000  # contacts stand behind the topics among the signposts


def register() -> None:
    registry.search.add(
        Source(PAGES, _("Information"), things=pages, signposts=_("Unsere Themen")),
        Source(CONTACTS, _("Kontakt"), things=contacts, signposts=_("Wir helfen Ihnen gern")),
        Source(DOWNLOADS, _("Dokument"), things=downloads),
        Source(NOTICES, _("Aktuelles"), things=notices),
    )


def pages(keys: Collection[str] | None) -> Iterator[Thing]:
    """Every published page in every language it has, texts that other areas show at their address."""
    versions = PageVersion.objects.shown_now(keys)
    with translation.override("de"):  # paths without a code in front
        for language in sorted({version.translation.language for version in versions}):
            nodes = {node.pk: node for node in Tree.of(language)}
            for version in versions:
                node = nodes[version.translation.page_id]
                path = _path(node)
                if version.translation.language == language and path:
                    yield _page(node, version, path)


def _page(node: Node, version: PageVersion, path: str) -> Thing:
    return Thing(
        key=str(node.pk),
        language=version.translation.language,
        path=path,
        title=version.title,
        summary=version.summary,
        headings="\n".join(part.heading for part in version.parts),
        body=" ".join(sentence for part in version.parts for sentence in _sentences(part)),
        trail=tuple(above.title for above in node.above if above.kind != PageKind.START),
        is_archived=node.is_archived,
        signpost=version.translation.page.position if node.is_listed and node.level == TOPIC_LEVEL else None,
    )


def _sentences(part: Section) -> Iterator[str]:
    """Heading and blocks, each with an end, so that a list does not read as one long sentence."""
    for block in (part.heading, *BLOCK_END.split(part.body)):
        words = plain(block)
        if words:
            yield words if words[-1] in ".!?:…" else f"{words} ·"


def _path(node: Node) -> str:
    """The start page shows the way to all others and is no hit itself."""
    if node.kind == PageKind.START:
        return ""
    shown = {row.name: row.url_name for row in registry.texts}
    return reverse(shown[node.slug]) if node.slug in shown else node.url


def contacts(keys: Collection[str] | None) -> Iterator[Thing]:
    """Offices that stand on some page, as the page of all contacts shows them."""
    with translation.override("de"):
        path = reverse("integration:contact_list")
    for contact in Contact.objects.findable(keys):
        for text in contact.texts.all():
            yield Thing(
                key=str(contact.pk),
                language=text.language,
                path=f"{path}#kontakt-{contact.code}",
                title=text.role or contact.organisation,
                summary=text.remark or contact.organisation,
                body=" ".join([contact.organisation, contact.street, contact.town, text.way_in]).strip(),
                phone=str(contact.phone.as_e164) if contact.phone else "",
                until=_end_of(contact.valid_until),
                signpost=None if contact.start_place is None else AFTER_TOPICS + contact.start_place,
            )


def downloads(keys: Collection[str] | None) -> Iterator[Thing]:
    """Documents by the name lists call them, at the section of the page that lists them."""
    shown = PageVersion.objects.shown_now(None)
    published = {row.translation.page_id: row for row in shown if row.translation.is_source}
    with translation.override("de"):
        for download in Download.objects.findable(keys):
            place = next((place for place in download.places.all() if place.page_id in published), None)
            if place is None:
                continue
            for language, title in _titles(download):
                yield Thing(
                    key=str(download.pk),
                    language=language,
                    path=f"{place.page.get_absolute_url()}#{place.section or AT_THE_END}",
                    title=title,
                    body=" · ".join(edition.title for edition in download.files.all() if edition.is_current),
                    trail=(published[place.page_id].title,),
                    is_archived=download.archived_on is not None or place.page.is_archived,
                    since=_start_of(download.valid_from),
                    until=_end_of(download.valid_until),
                )


def notices(keys: Collection[str] | None) -> Iterator[Thing]:
    """Each in the languages it is written in, from its first day to its last."""
    for notice in Notice.objects.findable(keys):
        for text in notice.texts.all():
            yield Thing(
                key=str(notice.pk),
                language=text.language,
                path=notice.get_absolute_url(),
                title=text.title,
                body=plain(text.body),
                since=_start_of(notice.valid_from),
                until=_end_of(notice.valid_until),
            )


def _titles(download: Download) -> list[tuple[str, str]]:
    """What lists call it; a flyer is called what stands on it in each language."""
    texts = [(text.language, text.title) for text in download.texts.all()]
    return texts or [(row.language, row.title) for row in download.files.all() if row.is_current]


def _start_of(day: Any) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None


def _end_of(day: Any) -> datetime | None:
    return _start_of(day + timedelta(days=1)) if day else None
