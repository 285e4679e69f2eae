"""What must be right before an issue leaves: findings with block, rule and remedy (N-030, N-031)."""

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from goslar_portal.languages import Language, catalogue
from goslar_portal.texts import plain
from newsletters.blocks import Block, BlockKind
from newsletters.message import Rendered, colours
from newsletters.message.text import bare
from newsletters.models import Issue, Version, WordList

ERROR, WARNING = "error", "warning"
KB = 1024
FILE_NAME = re.compile(r"\.(jpe?g|png|heic|gif|webp)$|^(IMG|DSC|image)[_-]?\d+", re.IGNORECASE)
ALL_BOLD = re.compile(r"<p[^>]*><strong>[^<]*</strong></p>")
SHOUTED = re.compile(r"(?:\b[A-ZÄÖÜ]{2,}\b[ ,;.:!-]*){16,}")
RTL = re.compile("[\u0590-\u08ff]")
SENTENCE = re.compile(r"[^.!?:\n]+")
PORTAL = "portal"
WHOLE = later("ganze Fassung")
HEADED = frozenset({BlockKind.STORY, BlockKind.HINT, BlockKind.EVENTS, BlockKind.NEWS})  # h3 stands below


@dataclass(frozen=True)
class Finding:
    level: str
    version: str
    block: str
    rule: str
    remedy: str
    uid: str = ""  # of the block, to go there

    @property
    def speech(self) -> Language:
        return catalogue()[self.version]

    @property
    def key(self) -> str:
        """The same finding at the next look has the same one: it is ticked as seen by it (N-030)."""
        facts = (self.version, self.uid, self.rule)
        return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]

    @property
    def is_error(self) -> bool:
        return self.level == ERROR


def check(
    issue: Issue,
    version: Version,
    form: Rendered,
    *,
    at: datetime | None = None,
    cancelled: Collection[tuple[str, str]] = (),
) -> list[Finding]:
    """Every rule on one version; `at` is when it is to leave, `cancelled` source and key of what is off."""
    desk = _Desk(issue, version, form, at or timezone.now(), frozenset(cancelled))
    return [
        Finding(
            level,
            version.language,
            block.label if block else str(WHOLE),
            rule,
            remedy,
            block.uid if block else "",
        )
        for look in RULES
        for level, block, rule, remedy in look(desk)
    ]


@dataclass(frozen=True)
class _Desk:
    issue: Issue
    version: Version
    form: Rendered
    at: datetime
    cancelled: frozenset[tuple[str, str]]

    @property
    def blocks(self) -> list[Block]:
        return self.version.parts

    def links(self) -> Iterator[tuple[Block, str, str]]:
        """Block, address and words of every link."""
        for block in self.blocks:
            for address, words in _Links.of(block.body):
                yield block, address, words
            if block.link_url or block.link_text:
                yield block, block.link_url, block.link_text
            for entry in block.entries:
                if entry.url:
                    yield block, entry.url, entry.title


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.address: str | None = None

    @classmethod
    def of(cls, html: str) -> list[tuple[str, str]]:
        reader = cls()
        reader.feed(html)
        return reader.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.address = dict(attrs).get("href") or ""
            self.found.append((self.address, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.address = None

    def handle_data(self, data: str) -> None:
        if self.address is not None:
            address, words = self.found[-1]
            self.found[-1] = (address, words + data)


Words = Iterator[tuple[str, Block | None, str, str]]


def _images(desk: _Desk) -> Words:
    for block in desk.blocks:
        if block.image is None:
            continue
        if not block.alt and not block.is_decorative:
            yield (
                ERROR,
                block,
                _("Das Bild hat keinen Text."),
                _("Beschreiben Sie, was zu sehen ist, oder wählen Sie „nur schmückend“."),
            )
        if FILE_NAME.search(block.alt):
            yield (
                ERROR,
                block,
                _("Der Text zum Bild ist ein Dateiname."),
                _("Beschreiben Sie, was zu sehen ist."),
            )
        if not block.credit:
            yield ERROR, block, _("Der Bildnachweis fehlt."), _("Schreiben Sie, von wem das Bild ist.")


def _headings(desk: _Desk) -> Words:
    for block in desk.blocks:
        if block.kind in HEADED and not block.heading:
            yield ERROR, block, _("Die Überschrift fehlt."), _("Schreiben Sie eine Überschrift.")
        elif "<h3" in block.body and not block.heading:
            yield (
                ERROR,
                block,
                _("Eine Zwischenüberschrift steht ohne Überschrift darüber."),
                _("Machen Sie aus dem Baustein eine Meldung, oder lassen Sie die Zeile mit ### weg."),
            )
        if ALL_BOLD.search(block.body):
            yield (
                ERROR,
                block,
                _("Ein Absatz ist ganz fett und steht für eine Überschrift."),
                _("Machen Sie daraus eine Zwischenüberschrift mit ###."),
            )
        if not (block.body or block.entries or block.image or block.role or block.email):
            yield ERROR, block, _("Der Baustein ist leer."), _("Füllen oder löschen Sie ihn.")
    if not desk.blocks:
        yield ERROR, None, _("Die Ausgabe hat keinen Inhalt."), _("Fügen Sie einen Baustein an.")


def _link_words(desk: _Desk) -> Words:
    empty = WordList.objects.words(WordList.EMPTY_LINKS)
    targets: dict[str, str] = {}
    for block, address, words in desk.links():
        said = " ".join(words.split()).strip(" .:!").lower()
        if not said or said in empty or re.match(r"https?://|www\.", said):
            yield (
                ERROR,
                block,
                _("Der Link „%s“ sagt nicht, wohin er führt.") % words,
                _("Nennen Sie im Linktext das Ziel."),
            )
        elif targets.setdefault(said, address) != address:
            yield (
                WARNING,
                block,
                _("Zwei Links heißen „%s“ und führen an verschiedene Stellen.") % words,
                _("Geben Sie ihnen verschiedene Namen."),
            )


def _link_targets(desk: _Desk) -> Words:
    known: dict[str, bool] = {}
    for block, address, words in desk.links():
        scheme = urlsplit(address).scheme
        if address.startswith("/"):
            path = address.partition("#")[0].partition("?")[0]
            if not known.setdefault(path, is_public(path)):
                yield (
                    ERROR,
                    block,
                    _("Die Seite %s ist nicht öffentlich.") % path,
                    _("Ändern Sie den Link „%s“ oder veröffentlichen Sie die Seite.") % words,
                )
        elif scheme not in {"https", "mailto", "tel"}:
            yield (
                ERROR,
                block,
                _("Der Link „%s“ beginnt nicht mit https://.") % words,
                _("Erlaubt sind https://, mailto:, tel: und eigene Seiten wie /kontakt/."),
            )


def is_public(path: str) -> bool:
    """Whether a page of the portal answers there for everybody; reading changes nothing."""
    try:
        match = resolve(path)
    except Resolver404:
        return False
    if getattr(match.func, "access", "") not in {"page", "open_form"}:
        return False
    request = HttpRequest()
    request.method, request.path, request.path_info = "GET", path, path
    request.META = {"SERVER_NAME": PORTAL, "SERVER_PORT": "443", "REMOTE_ADDR": "127.0.0.1"}
    request.META["HTTP_HOST"] = settings.ALLOWED_HOSTS[0] if settings.ALLOWED_HOSTS else PORTAL
    try:
        return bool(match.func(request, *match.args, **match.kwargs).status_code == 200)
    except Http404:
        return False


def _language(desk: _Desk) -> Words:
    letters = [sign for sign in plain("".join(block.body for block in desk.blocks)) if sign.isalpha()]
    is_rtl = len(letters) > 20 and sum(bool(RTL.match(sign)) for sign in letters) * 2 > len(letters)
    if letters and len(letters) > 20 and is_rtl != (desk.version.speech.dir == "rtl"):
        yield (
            ERROR,
            None,
            _("Die Schrift passt nicht zur Sprache der Fassung."),
            _("Prüfen Sie, ob der Text in der richtigen Sprachfassung steht."),
        )


def _dates(desk: _Desk) -> Words:
    for block in desk.blocks:
        for entry in block.entries:
            moment = entry.moment
            if moment is not None and block.kind == BlockKind.EVENTS and moment < desk.at:
                yield (
                    ERROR,
                    block,
                    _("„%s“ ist beim Versand schon vorbei.") % entry.title,
                    _("Entfernen Sie den Termin."),
                )
            if (entry.source, entry.key) in desk.cancelled and not entry.is_cancelled:
                yield (
                    ERROR,
                    block,
                    _("„%s“ ist abgesagt.") % entry.title,
                    _("Kreuzen Sie „abgesagt“ an, oder entfernen Sie den Termin."),
                )


def _subject(desk: _Desk) -> Words:
    version = desk.version
    if not version.subject:
        yield ERROR, None, _("Der Betreff fehlt."), _("Schreiben Sie einen Betreff.")
    before = Issue.objects.of_channel(desk.issue.channel).released_before(desk.issue)
    if version.subject and version.subject in before:
        yield (
            WARNING,
            None,
            _("Der Betreff ist derselbe wie in der letzten Ausgabe."),
            _("Nennen Sie im Betreff das Wichtigste dieser Ausgabe."),
        )


def _text_part(desk: _Desk) -> Words:
    text = desk.form.text
    missing = [
        address
        for _block, address, _words in desk.links()
        if address and not address.startswith("/") and bare(address) not in text
    ]
    missing += [block.alt for block in desk.blocks if block.alt and block.image and block.alt not in text]
    if missing or not text.strip():
        yield ERROR, None, _("Der Textteil ist unvollständig."), _("Bitte melden Sie das der Technik.")


def _size(desk: _Desk) -> Words:
    if len(desk.form.html.encode()) > 90 * KB:
        yield (
            ERROR,
            None,
            _("Die Ausgabe ist zu lang: Mailprogramme schneiden sie ab."),
            _("Kürzen Sie sie."),
        )
    if desk.form.mail.size > 600 * KB:
        yield (
            ERROR,
            None,
            _("Die E-Mail ist größer als 600 kB."),
            _("Nehmen Sie weniger Bilder."),
        )


def _html(desk: _Desk) -> Words:
    html = desk.form.html
    wrong = re.search(r'<table(?![^>]*role="presentation")|<(form|script|link|iframe)\b|src="(?!cid:)', html)
    if wrong or re.search(r"url\(|@import", html):
        yield (
            ERROR,
            None,
            _("Die E-Mail enthält etwas, das nicht hineingehört."),
            _("Bitte melden Sie das der Technik."),
        )
    pairs = [*colours.LIGHT.texts, *colours.DARK.texts]
    if min(colours.contrast(*pair) for pair in pairs) < 4.5:
        yield (
            ERROR,
            None,
            _("Der Kontrast der Vorlage reicht nicht."),
            _("Bitte melden Sie das der Technik."),
        )


def _style(desk: _Desk) -> Words:
    seen: set[str] = set()
    for block in desk.blocks:
        if SHOUTED.search(plain(block.body)):
            yield WARNING, block, _("Viele Wörter in Großbuchstaben."), _("Schreiben Sie normal.")
        for paragraph in re.findall(r"<p[^>]*>(.*?)</p>", block.body):
            if len(plain(paragraph)) > 40 and paragraph in seen:
                yield WARNING, block, _("Derselbe Absatz steht zweimal da."), _("Löschen Sie einen.")
            seen.add(paragraph)


def _easy(desk: _Desk) -> Words:
    if desk.version.language != "leicht":
        return
    for block in desk.blocks:
        text = plain(block.body.replace("</p>", ".\n").replace("<br>", "\n"))
        if any(len(sentence.split()) > 12 for sentence in SENTENCE.findall(text)):
            yield WARNING, block, _("Ein Satz hat mehr als 12 Wörter."), _("Machen Sie zwei daraus.")
        if any(len(word) > 16 for word in re.findall(r"[^\W\d_]+", text)):
            yield (
                WARNING,
                block,
                _("Ein Wort hat mehr als 16 Buchstaben."),
                _("Trennen Sie es mit einem Bindestrich oder Mediopunkt."),
            )


RULES: tuple[Callable[[_Desk], Words], ...] = (
    _subject, _headings, _images, _link_words, _link_targets, _language, _dates, _text_part, _size, _html,
    _style, _easy,
)  # fmt: skip


def errors(findings: Iterable[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.is_error]
