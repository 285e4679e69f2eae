"""An issue: what is written, checked, released and sent, or only laid into the archive (N-010, N-014)."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as now_say
from django.utils.translation import gettext_lazy as _

from goslar_portal.dates import today
from goslar_portal.journal.models import Actor, record
from goslar_portal.page_cache import Raises
from goslar_portal.retention import Retention
from goslar_portal.search import Unlists
from goslar_portal.states import steps
from newsletters.models.archiving import Archiving
from newsletters.models.channel import SLUG, SOURCE, Channel
from newsletters.models.sending_questions import SendingQuestions

if TYPE_CHECKING:
    from newsletters.models.delivery import DeliveryQuerySet
    from newsletters.models.frozen import FrozenQuerySet
    from newsletters.models.version import PictureQuerySet, Version

RESERVED = frozenset({"anmelden"})


class IssueState(models.TextChoices):
    DRAFT = "draft", _("Entwurf")
    PLANNED = "planned", _("Geplant")
    OVERDUE = "overdue", _("Überfällig")
    SENDING = "sending", _("Im Versand")
    PAUSED = "paused", _("Angehalten")
    SENT = "sent", _("Versendet")
    CANCELLED = "cancelled", _("Abgebrochen")
    ARCHIVE_ONLY = "archive_only", _("Nur im Archiv")


S = IssueState
RELEASED = frozenset({S.SENDING, S.PAUSED, S.SENT, S.CANCELLED, S.ARCHIVE_ONLY})
STEPS = (
    (S.DRAFT, S.PLANNED), (S.DRAFT, S.SENDING), (S.DRAFT, S.ARCHIVE_ONLY),
    (S.PLANNED, S.DRAFT), (S.PLANNED, S.SENDING), (S.PLANNED, S.OVERDUE),
    (S.OVERDUE, S.SENDING), (S.OVERDUE, S.DRAFT),
    (S.SENDING, S.PAUSED), (S.SENDING, S.SENT), (S.SENDING, S.CANCELLED),
    (S.PAUSED, S.SENDING), (S.PAUSED, S.CANCELLED),
)  # fmt: skip
STARTS: dict[str, frozenset[str]] = {
    "rename": frozenset({S.DRAFT}),
    "add_version": frozenset({S.DRAFT}),
    "remove_version": frozenset({S.DRAFT}),
    "release": frozenset({S.DRAFT}),
    "discard": frozenset({S.DRAFT}),
    "plan": frozenset({S.DRAFT}),
    "archive_only": frozenset({S.DRAFT}),
    "unplan": frozenset({S.PLANNED, S.OVERDUE}),
    "send_now": frozenset({S.OVERDUE}),
    "pause": frozenset({S.SENDING}),
    "resume": frozenset({S.PAUSED}),
    "cancel": frozenset({S.SENDING, S.PAUSED}),
    "withdraw": RELEASED,
    "bring_back": RELEASED,
}

TOLD = {
    "begin": _("Begonnen"),
    "write": _("Text gespeichert"),
    "rename": _("Nummer oder Adresse geändert"),
    "add_version": _("Sprachfassung angefügt"),
    "remove_version": _("Sprachfassung entfernt"),
    "trial": _("Testmail gesendet"),
    "release": _("Freigegeben"),
    "plan": _("Geplant"),
    "unplan": _("Planung aufgehoben"),
    "archive_only": _("Ins Archiv gelegt"),
    "miss": _("Zeit verpasst"),
    "send_now": _("Verspätet gesendet"),
    "pause": _("Angehalten"),
    "resume": _("Weiter gesendet"),
    "cancel": _("Abgebrochen"),
    "finish": _("Versand beendet"),
    "record_check": _("Prüfung des PDFs eingetragen"),
    "withdraw": _("Aus dem Archiv genommen"),
    "bring_back": _("Wieder ins Archiv gestellt"),
    "correct": _("Korrigiert"),
    "discard": _("Verworfen"),
}


class SavedMeanwhileError(Exception):
    """Somebody else has changed the issue since this form was opened (N-014)."""


class IssueQuerySet(SendingQuestions):
    def visible_to(self, user: Any) -> Self:
        return self.filter(channel__in=Channel.objects.visible_to(user))

    def public(self) -> Self:
        """Stands in the archive. See also `Issue.is_public`."""
        return self.filter(published_at__isnull=False, withdrawn_at=None)

    def once_public(self) -> Self:
        return self.filter(published_at__isnull=False)

    def of_channel(self, channel: Channel) -> Self:
        return self.filter(channel=channel)

    def of_channels(self, channels: Iterable[Channel]) -> Self:
        return self.filter(channel__in=list(channels))

    def of_role(self, role: str) -> Self:
        return self.filter(channel__role=role)

    def of_number(self, year: int, number: int) -> Self:
        return self.filter(year=year, number=number)

    def at(self, channel: str, slug: str) -> Self:
        return self.filter(channel__slug=channel, slug=slug)

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")

    def numbered(self, number: int) -> Self:
        return self.filter(pk=number)

    def with_channel(self) -> Self:
        """With the names of the newsletters."""
        return self.select_related("channel").prefetch_related("channel__texts")

    def latest_written(self) -> "Issue | None":
        """The issue begun last, whatever became of it."""
        return self.with_versions().order_by("-pk").first()

    def with_versions(self) -> Self:
        return self.select_related("channel").prefetch_related("versions")

    def for_office(self) -> Self:
        """What the pages of the back office show beside the issue itself."""
        rows = self.select_related("channel", "changed_by", "released_by")
        return rows.prefetch_related("versions", "channel__texts")

    def released_before(self, issue: "Issue") -> set[str]:
        """The subjects of the issue sent before this one."""
        last = self.exclude(pk=issue.pk).exclude(released_at=None).order_by("-released_at").first()
        return set(last.versions.values_list("subject", flat=True)) if last else set()

    def next_number(self, channel: Channel, year: int) -> int:
        found = self.filter(channel=channel, year=year).aggregate(last=Max("number"))["last"]
        return int(found or 0) + 1

    @transaction.atomic
    def begin(
        self,
        channel: Channel,
        *,
        by: Actor,
        title: str,
        language: str = SOURCE,
        number: int | None = None,
        year: int | None = None,
    ) -> "Issue":
        """A new draft with the next number of its newsletter and year, and one version to write in."""
        from newsletters.models.version import Version

        year = year or today().year
        number = number or self.next_number(channel, year)
        issue = self.create(
            channel=channel,
            year=year,
            number=number,
            slug=f"{year}-{number}",
            main_language=language,
            changed_by_id=by.account_id,
        )
        Version.objects.create(issue=issue, language=language, title=title)
        record(issue, "begin", by=by, to_state=S.DRAFT)
        return issue


class Issue(Archiving):
    channel = models.ForeignKey(
        Channel, on_delete=models.PROTECT, related_name="issues", verbose_name=_("Newsletter")
    )
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    year = models.PositiveSmallIntegerField(_("Jahr"))
    number = models.PositiveSmallIntegerField(_("Nummer"))
    slug = models.CharField(_("Adresse"), max_length=60, validators=[SLUG])
    main_language = models.CharField(_("Hauptsprache"), max_length=12, default=SOURCE)
    state = models.CharField(_("Stand"), max_length=12, choices=S.choices, default=S.DRAFT)
    stamp = models.PositiveIntegerField(_("Stempel des Inhalts"), default=1)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+",
        verbose_name=_("zuletzt geändert von"),
    )  # fmt: skip
    changed_at = models.DateTimeField(_("zuletzt geändert"), default=timezone.now)
    planned_at = models.DateTimeField(_("geplant für"), null=True, blank=True)
    released_at = models.DateTimeField(_("freigegeben"), null=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+",
        verbose_name=_("freigegeben von"),
    )  # fmt: skip
    published_at = models.DateTimeField(_("öffentlich seit"), null=True)
    finished_at = models.DateTimeField(_("Versand beendet"), null=True)
    withdrawn_at = models.DateTimeField(_("aus dem Archiv genommen"), null=True)
    withdrawn_reason = models.CharField(_("Grund"), max_length=300, blank=True)
    stop_reason = models.CharField(_("Grund des Halts"), max_length=20, blank=True)
    stopped_at = models.DateTimeField(_("angehalten"), null=True)
    probes = models.PositiveSmallIntegerField(_("Proben nach dem Halt"), default=0)
    failures = models.PositiveSmallIntegerField(_("Fehler nacheinander"), default=0)
    going_since = models.DateTimeField(_("im Versand seit"), null=True)

    retention = Retention(
        public="uuid year number slug main_language withdrawn_reason",
        operational="state stamp stop_reason probes failures",
    )

    objects = IssueQuerySet.as_manager()
    if TYPE_CHECKING:
        versions: models.Manager["Version"]
        frozen: FrozenQuerySet
        deliveries: DeliveryQuerySet
        images: models.Manager[models.Model]
        pictures: PictureQuerySet
        used: models.Manager[models.Model]
        channel_id: int
        file_id: int | None
    TRANSITIONS: ClassVar[tuple[tuple[str, str], ...]] = STEPS
    TOLD: ClassVar[dict[str, Any]] = TOLD
    STARTS: ClassVar[dict[str, frozenset[str]]] = STARTS

    class Meta:
        verbose_name = _("Ausgabe")
        verbose_name_plural = _("Ausgaben")
        ordering = ["-year", "-number", "-pk"]
        constraints = [
            models.CheckConstraint(name="issue_state_is_known", condition=Q(state__in=S.values)),
            models.UniqueConstraint(
                name="issue_number_is_once_a_year",
                fields=["channel", "year", "number"],
                violation_error_message=_("Diese Nummer gibt es in diesem Jahr schon."),
            ),
            models.UniqueConstraint(
                name="issue_address_is_once_per_channel",
                fields=["channel", "slug"],
                violation_error_message=_("Diese Adresse hat schon eine andere Ausgabe."),
            ),
            models.CheckConstraint(
                name="issue_address_is_not_reserved",
                condition=~Q(slug__in=sorted(RESERVED)),
                violation_error_message=_("Diese Adresse gehört der Anmeldung."),
            ),
            models.CheckConstraint(
                name="issue_planned_has_time",
                condition=~Q(state__in=[S.PLANNED, S.OVERDUE]) | Q(planned_at__isnull=False),
            ),
            models.CheckConstraint(
                name="issue_released_is_dated_and_public_once",
                condition=~Q(state__in=sorted(RELEASED))
                | Q(released_at__isnull=False, published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="issue_withdrawn_has_reason", condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason="")
            ),
            models.CheckConstraint(
                name="issue_finished_is_dated",
                condition=~Q(state__in=[S.SENT, S.CANCELLED]) | Q(finished_at__isnull=False),
            ),
        ]
        triggers = [
            steps("issue_steps", STEPS),
            Raises(
                "newsletters",
                "newsletter:{channel__slug}",
                fields=["slug", "number", "year", "published_at", "withdrawn_at", "summary", "checked_on"],
                shown="{row}.published_at IS NOT NULL",
            ),
            Unlists("newsletters.issues"),
        ]

    def __str__(self) -> str:
        return f"Nr. {self.number}/{self.year}"

    def get_absolute_url(self) -> str:
        return reverse("newsletters:issue_detail", args=[self.channel.slug, self.slug])

    @property
    def reference(self) -> str:
        return f"{self.channel_id}:{self.year}-{self.number}"

    @property
    def is_draft(self) -> bool:
        return self.state == S.DRAFT

    @property
    def is_public(self) -> bool:
        """See also `IssueQuerySet.public()`."""
        return self.published_at is not None and self.withdrawn_at is None

    @property
    def main(self) -> "Version":
        return next(row for row in self.versions.all() if row.language == self.main_language)

    # Writing ----------------------------------------------------------------------------------------------

    @transaction.atomic
    def touch(self, *, by: Actor, seen: int) -> None:
        """Begin a change of the content: only of a draft, and only if nobody was faster."""
        rows = Issue.objects.filter(pk=self.pk, state=S.DRAFT, stamp=seen)
        if not rows.update(stamp=F("stamp") + 1, changed_by=by.account_id, changed_at=timezone.now()):
            raise SavedMeanwhileError
        self.refresh_from_db()

    def begin_correction(self, *, by: Actor, seen: int) -> None:
        """Take the turn to correct a released issue; whoever comes second is told (N-093)."""
        rows = Issue.objects.filter(pk=self.pk, published_at__isnull=False, stamp=seen)
        if not rows.update(stamp=F("stamp") + 1):
            raise SavedMeanwhileError
        self.refresh_from_db()

    @transaction.atomic
    def write(
        self, language: str, *, by: Actor, seen: int, head: dict[str, str], blocks: Iterable[Any]
    ) -> "Version":
        """Keep one version as typed; the draft may have gaps, `checks` names them."""
        self.touch(by=by, seen=seen)
        version = self.versions.get(language=language)
        for name, value in head.items():
            setattr(version, name, value)
        version.blocks = list(blocks)
        version.save()
        record(self, "write", by=by, reason=language)
        return version

    @transaction.atomic
    def add_version(self, *, by: Actor, language: str) -> "Version":
        """A version in another language begins as a copy of the main one, to be translated."""
        self.touch(by=by, seen=self.stamp)
        if self.versions.filter(language=language).exists():
            raise ValidationError(now_say("Diese Sprachfassung gibt es schon."))
        main = self.main
        version = main.copy_for(self, language)
        record(self, "add_version", by=by, reason=language)
        return version

    @transaction.atomic
    def remove_version(self, *, by: Actor, language: str) -> None:
        self.touch(by=by, seen=self.stamp)
        if language == self.main_language:
            raise ValidationError(now_say("Die Hauptsprache kann nicht entfernt werden."))
        self.versions.filter(language=language).delete()
        record(self, "remove_version", by=by, reason=language)

    @transaction.atomic
    def discard(self, *, by: Actor) -> None:
        """A draft that nobody needs; what was released is never deleted."""
        if self.state != S.DRAFT:
            raise ValidationError(now_say("Nur ein Entwurf kann verworfen werden."))
        record(self, "discard", by=by, from_state=S.DRAFT)
        self.delete()

    @transaction.atomic
    def rename(self, *, by: Actor, number: int, slug: str) -> None:
        """Another number or address, as long as nobody outside knows them."""
        self.touch(by=by, seen=self.stamp)
        self.number, self.slug = number, slug
        self.validate_constraints()
        self.save(update_fields=["number", "slug"])
        record(self, "rename", by=by)

    @transaction.atomic
    def copy(self, *, by: Actor) -> "Issue":
        """A new draft with the same words: never the deliveries, dates, hashes or the number (N-015)."""
        copy = Issue.objects.begin(self.channel, by=by, title=self.main.title, language=self.main_language)
        copy.versions.all().delete()
        pictures = {row.pk: row.copy_for(copy).pk for row in self.pictures.all()}
        for version in self.versions.all():
            version.copy_for(copy, version.language, pictures)
        return copy

    def check_time(self, moment: datetime) -> None:
        """Raises `ValidationError` for a time that cannot be planned."""
        now = timezone.now()
        if moment <= now:
            raise ValidationError(now_say("Dieser Zeitpunkt ist schon vorbei."))
        if moment > now + timedelta(days=90):
            raise ValidationError(now_say("Planen geht höchstens 90 Tage im Voraus."))
