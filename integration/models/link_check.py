"""Every address our texts link to, and what was found there (I-190 to I-192)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goslar_portal.dates import today
from goslar_portal.journal.models import Actor, record
from goslar_portal.registry import Words
from goslar_portal.retention import Retention
from integration.models import checks
from integration.models.contact import Contact
from integration.models.notice import Notice
from integration.models.own_links import leads_somewhere
from integration.models.version import PageVersion

DAYS = 3  # failures on so many days before anybody is told
NIGHTS = 7  # in which every address is visited once


class LinkResult(models.TextChoices):
    NEW = "new", _("noch nicht besucht")
    FINE = "fine", _("in Ordnung")
    MOVED = "moved", _("dauerhaft umgezogen")
    BROKEN = "broken", _("führt ins Leere")
    UNREACHABLE = "unreachable", _("nicht erreichbar")
    UNSURE = "unsure", _("nicht zu beurteilen")


FAILED = frozenset({LinkResult.BROKEN, LinkResult.UNREACHABLE})
ADVICE = {
    LinkResult.MOVED: _(
        "Übernehmen Sie die neue Adresse mit dem Knopf, und veröffentlichen Sie die Entwürfe."
    ),
    LinkResult.BROKEN: _("Suchen Sie die neue Adresse der Seite, oder nehmen Sie den Link aus dem Text."),
    LinkResult.UNREACHABLE: _(
        "Versuchen Sie es selbst. Bleibt die Seite fort, nehmen Sie den Link aus dem Text."
    ),
    LinkResult.UNSURE: _("Die Seite lässt Programme nicht hinein. Bitte sehen Sie selbst nach."),
}


@dataclass(frozen=True)
class Place:
    """Where a text links to an address."""

    version: PageVersion
    heading: str
    words: str


class LinkCheckQuerySet(models.QuerySet["LinkCheck"]):
    def tonight(self) -> list["LinkCheck"]:
        """The share of one night: those nobody has visited for longest."""
        rows = self.filter(is_own=False).order_by(F("checked_at").asc(nulls_first=True), "pk")
        return list(rows[: -(-rows.count() // NIGHTS)])

    def in_view(self, day: date) -> Self:
        return self.filter(Q(ignored_until=None) | Q(ignored_until__lt=day))

    def errors(self, day: date) -> Self:
        """What somebody has to mend: failed on three days, or an address of our own (I-191)."""
        failed = Q(result__in=FAILED, failed_on__len__gte=DAYS) | Q(is_own=True)
        return self.in_view(day).filter(failed).order_by("checked_at", "pk")

    def hints(self, day: date) -> Self:
        """What somebody may look at when there is time."""
        return self.in_view(day).filter(result__in=[LinkResult.MOVED, LinkResult.UNSURE], is_own=False)

    @transaction.atomic
    def keep(self, addresses: Collection[str], *, is_own: bool) -> None:
        """Exactly these addresses are watched from now on; what no text names any more is forgotten."""
        self.filter(is_own=is_own).exclude(address__in=addresses).delete()
        result = LinkResult.BROKEN if is_own else LinkResult.NEW
        self.bulk_create(
            [self.model(address=address, is_own=is_own, result=result) for address in sorted(addresses)],
            ignore_conflicts=True,
        )


class LinkCheck(models.Model):
    """One address. Own ones stand here only while they lead nowhere."""

    address = models.TextField(_("Adresse"), unique=True)
    is_own = models.BooleanField(_("eigene Adresse"), default=False)
    result = models.CharField(
        _("Ergebnis"), max_length=12, choices=LinkResult.choices, default=LinkResult.NEW
    )
    status = models.PositiveSmallIntegerField(_("Antwort"), null=True)
    moved_to = models.TextField(_("neue Adresse"), blank=True)
    failed_on = ArrayField(models.DateField(), verbose_name=_("gescheitert am"), default=list)
    checked_at = models.DateTimeField(_("zuletzt besucht"), null=True)
    ignored_until = models.DateField(_("nicht melden bis"), null=True)

    retention = Retention(
        public="address", operational="is_own result status moved_to failed_on checked_at ignored_until"
    )

    objects = LinkCheckQuerySet.as_manager()
    TOLD: ClassVar[dict[str, Words]] = {
        "ignore": _("Vorerst nicht melden"),
        "take_over": _("Neue Adresse übernommen"),
    }
    if TYPE_CHECKING:
        id: int

    class Meta:
        verbose_name = _("Link")
        verbose_name_plural = _("Links")
        ordering = ["address"]
        constraints = [
            models.CheckConstraint(name="link_result_is_known", condition=Q(result__in=LinkResult.values)),
            models.CheckConstraint(
                name="link_moved_says_where", condition=~Q(result=LinkResult.MOVED) | ~Q(moved_to="")
            ),
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def reference(self) -> str:
        return str(self.pk)

    @property
    def advice(self) -> str:
        return str(ADVICE.get(LinkResult(self.result), ""))

    @property
    def is_moved(self) -> bool:
        return self.result == LinkResult.MOVED

    @property
    def places(self) -> list[Place]:
        """Every text that links here, in every language. One query."""
        versions = PageVersion.objects.shown_now(None).holding(self.address)
        return [
            Place(version, part.heading, words)
            for version in versions
            for part in version.parts
            for href, words in checks.links(part.body)
            if bare(href) == self.address
        ]

    def note(self, result: str, *, status: int | None = None, moved_to: str = "") -> None:
        """What was found today. Failures count once a day, and only one after the other (I-191)."""
        days = sorted({*self.failed_on, today()})[-DAYS:] if result in FAILED else []
        LinkCheck.objects.filter(pk=self.pk).update(
            result=result, status=status, moved_to=moved_to, failed_on=days, checked_at=timezone.now()
        )
        self.refresh_from_db()

    def ignore(self, *, by: Actor, until: date) -> None:
        """Somebody knows about it and does not want to hear of it before this day."""
        LinkCheck.objects.filter(pk=self.pk).update(ignored_until=until)
        record(self, "ignore", by=by)
        self.refresh_from_db()

    @transaction.atomic
    def take_over(self, *, by: Actor) -> None:
        """Put the new address into a draft of every text that links here, and into contacts at once."""
        if not self.is_moved:
            raise ValidationError(_("Für diesen Link ist keine neue Adresse bekannt."))
        for version in {place.version.pk: place.version for place in self.places}.values():
            if version.translation.newest == version:  # whoever writes a draft just now mends it there
                sections = [_replaced(row, self.address, self.moved_to) for row in version.sections]
                text = version.text | {"sections": sections}
                version.translation.save_draft(by=by, answers=version.answers, **text)
        Contact.objects.filter(web=self.address).update(web=self.moved_to)
        record(self, "take_over", by=by)


def bare(href: str) -> str:
    """The address without the place on the page, which only a browser can look for."""
    return href.partition("#")[0] if href.startswith("http") else href


def _replaced(row: dict[str, str], old: str, new: str) -> dict[str, str]:
    """The links alone; an address that stands in the words is the editor's to change."""
    before, after = (address.replace("&", "&amp;") for address in (old, new))
    body = row["body"].replace(f'href="{before}"', f'href="{after}"')
    return row | {"body": body.replace(f'href="{before}#', f'href="{after}#')}


def addresses() -> set[str]:
    """Every outside address that readers can follow now."""
    bodies: Iterable[str] = (
        part.body for version in PageVersion.objects.published() for part in version.parts
    )
    found = {bare(href) for body in bodies for href, _words in checks.links(body)}
    found |= {
        href for body in Notice.objects.valid_on(today()).bodies() for href, _words in checks.links(body)
    }
    found |= set(Contact.objects.exclude(web="").values_list("web", flat=True))
    return {address for address in found if address.startswith("http")}


def dead_ends() -> set[str]:
    """Own addresses and anchors in published texts that lead nowhere (I-192)."""
    known: dict[str, dict[str, set[str]]] = {}
    found: set[str] = set()
    for version in PageVersion.objects.shown_now(None):
        code, own = version.translation.language, {part.key for part in version.parts}
        if code not in known:
            known[code] = PageVersion.objects.anchors(code)
        hrefs = {href for part in version.parts for href, _words in checks.links(part.body)}
        found |= {href for href in hrefs if not leads_somewhere(href, own, known[code])}
    return found
