"""A version (Fassung) of a leaflet: written or uploaded, published once, then unchanged (D-004 to D-026)."""

import hashlib
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as now_say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from democracy.models import leaflet_checks as checks
from democracy.models.leaflet import Leaflet
from democracy.models.leaflet_questions import LeafletVersionQuerySet
from democracy.models.leaflet_rules import LEAFLET_RULES
from democracy.models.leaflet_states import NEVER_CHANGES, STARTS, STEPS, Accessibility, LeafletState, Source
from democracy.models.leaflet_text import CleanTextField, fingerprint, render
from democracy.models.period import FundingPeriod
from goslar_portal import states
from goslar_portal.journal.models import Actor, record
from goslar_portal.numbers import number
from goslar_portal.page_cache import Raises
from goslar_portal.retention import Retention
from goslar_portal.search import refresh
from goslar_portal.states import WrongStateError, move
from goslar_portal.uploads import Clean, Kind
from goslar_portal.uploads.models import Upload


class LeafletVersion(models.Model):
    leaflet = models.ForeignKey(
        Leaflet, on_delete=models.PROTECT, related_name="versions", verbose_name=_("Merkblatt")
    )
    number = models.PositiveSmallIntegerField(_("Fassung"), null=True, editable=False)
    state = models.CharField(
        _("Zustand"), max_length=10, choices=LeafletState.choices, default=LeafletState.DRAFT
    )
    as_of = models.DateField(_("Stand"))
    valid_from = models.DateField(_("gültig ab"))
    valid_until = models.DateField(_("gültig bis"), null=True, blank=True)
    periods = models.ManyToManyField(FundingPeriod, verbose_name=_("Förderperioden"))
    source = models.CharField(_("Quelle"), max_length=10, choices=Source.choices, default=Source.WRITTEN)
    body = CleanTextField(_("Text"), blank=True)
    body_hash = models.CharField(_("Prüfwert des Textes"), max_length=64, blank=True, editable=False)
    news = models.TextField(_("Was ist neu"), max_length=1000, blank=True)
    upload = models.ForeignKey(
        Upload,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        verbose_name=_("Datei"),
        related_name="+",
    )
    facts = models.JSONField(_("Angaben in der Datei"), default=dict, editable=False)
    sha256 = models.CharField(_("Prüfsumme SHA-256"), max_length=64, blank=True, editable=False)
    size = models.PositiveIntegerField(_("Bytes"), default=0, editable=False)
    pages = models.PositiveSmallIntegerField(_("Seiten"), default=0, editable=False)
    accessibility = models.CharField(
        _("Barrierefreiheit"), max_length=10, choices=Accessibility.choices, default=Accessibility.UNCHECKED
    )
    checked_on = models.DateField(_("geprüft am"), null=True, blank=True)
    checked_with = models.CharField(_("geprüft mit"), max_length=120, blank=True)
    other_format = models.CharField(
        _("Kontakt für ein anderes Format"),
        max_length=200,
        blank=True,
        help_text=_("Telefon oder E-Mail der Stelle."),
    )
    keep_until = models.DateField(_("aufbewahren bis"), null=True, blank=True)
    is_sample = models.BooleanField(_("Muster"), default=False, editable=False)
    published_at = models.DateTimeField(_("veröffentlicht"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("zurückgezogen"), null=True, editable=False)
    withdrawal_reason = models.CharField(_("Grund"), max_length=300, blank=True, editable=False)
    withdrawal_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+",
        verbose_name=_("Rücknahme beantragt von"),
    )  # fmt: skip

    objects = LeafletVersionQuerySet.as_manager()
    retention = Retention(
        public="number state as_of valid_from valid_until source body body_hash news sha256 size pages"
        " accessibility checked_on checked_with other_format is_sample withdrawal_reason",
        operational="facts keep_until",
    )
    TRANSITIONS: ClassVar[tuple[tuple[str, str], ...]] = STEPS
    STARTS: ClassVar[dict[str, frozenset[str]]] = STARTS
    if TYPE_CHECKING:
        period_numbers: list[int]

    class Meta:
        verbose_name = _("Fassung eines Merkblatts")
        verbose_name_plural = _("Fassungen der Merkblätter")
        ordering = ["leaflet__position", "leaflet_id", "-number", "-pk"]
        constraints = LEAFLET_RULES
        triggers = [
            Raises("leaflets", shown="{row}.state <> 'draft'"),
            states.steps("leaflet_version_steps", STEPS),
            pgtrigger.Trigger(
                name="version_published_never_changes",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__number__isnull=False),
                func=NEVER_CHANGES,
            ),
            pgtrigger.Protect(
                name="leaflet_version_once_published_is_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__number__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        if self.number is None:
            return now_say("%(title)s, Entwurf") % {"title": self.leaflet.title}
        return now_say("%(title)s, Fassung %(number)s") % {"title": self.leaflet.title, "number": self.number}

    @property
    def reference(self) -> str:
        return f"{self.leaflet.slug}/{self.number or 'entwurf'}"

    @property
    def is_published(self) -> bool:
        return self.state == LeafletState.PUBLISHED

    @property
    def is_withdrawn(self) -> bool:
        return self.state == LeafletState.WITHDRAWN

    @property
    def is_written(self) -> bool:
        return self.source == Source.WRITTEN

    @property
    def has_file(self) -> bool:
        return self.upload_id is not None and not self.is_withdrawn

    @property
    def says_ua(self) -> bool:
        """The words PDF/UA appear only where the file was made and read back here (D-024, D-152)."""
        return self.is_written and bool(self.facts.get("says_ua"))

    @property
    def fingerprint(self) -> str:
        """The first signs of the text's hash, for a reader who compares HTML and PDF (D-020)."""
        return self.body_hash[:16]

    def is_valid_on(self, day: date) -> bool:
        """See also: `LeafletVersionQuerySet.valid_on`."""
        return (
            self.is_published
            and self.valid_from <= day
            and (self.valid_until is None or day <= self.valid_until)
        )

    def standing(self, day: date) -> str:
        """„gilt ab …“, „gültig“, „abgelaufen“: by the dates, never stored (D-004)."""
        if not self.is_published:
            return str(self.get_state_display())
        if day < self.valid_from:
            return now_say("gilt ab %(day)s") % {"day": f"{self.valid_from:%d.%m.%Y}"}
        return now_say("gültig") if self.is_valid_on(day) else now_say("abgelaufen")

    def url(self, name: str) -> str:
        return reverse(f"democracy:{name}", args=[self.leaflet.slug, self.number])

    @property
    def file_words(self) -> str:
        """„PDF, 3 Seiten, 210 kB“"""
        small = self.size < 1_000_000
        size = (
            f"{max(1, round(self.size / 1000))} kB"
            if small
            else f"{number(round(Decimal(self.size) / 1_000_000, 1))} MB"
        )
        return ngettext("PDF, %(pages)d Seite, %(size)s", "PDF, %(pages)d Seiten, %(size)s", self.pages) % {
            "pages": self.pages,
            "size": size,
        }

    @property
    def accessibility_words(self) -> str:
        """What may be said about the file, and no more (D-024)."""
        if self.says_ua:
            return now_say("barrierefrei nach PDF/UA, maschinell geprüft")
        if self.accessibility == Accessibility.CHECKED and self.checked_on:
            return now_say("geprüft am %(day)s mit %(tool)s") % {
                "day": f"{self.checked_on:%d.%m.%Y}",
                "tool": self.checked_with,
            }
        return str(self.get_accessibility_display())

    @property
    def filename(self) -> str:
        return f"{self.leaflet.slug}-v{self.number}"

    # Before publishing ------------------------------------------------------------------------------------

    def problems(self) -> list[str]:
        """What stands in the way of publishing, one sentence each."""
        if self.is_written:
            return checks.text_problems(self.body)
        if self.upload is None:
            return [now_say("Es ist noch kein PDF hochgeladen.")]
        if not self.upload.is_open:
            return [now_say("Die Datei wartet noch auf den Virenscanner.")]
        return checks.text_problems(self.body) if self.body else []

    def warnings(self) -> list[str]:
        """What somebody must have seen before publishing: the file's own data, days outside the period."""
        found = [] if self.is_written else checks.file_warnings(self.facts)
        for period in self.periods.all():
            late = self.valid_until is not None and self.valid_until > period.ends_on
            if self.valid_from < period.starts_on or self.valid_from > period.ends_on or late:
                found.append(
                    now_say("Die Gültigkeit liegt nicht ganz in der %(period)s.") % {"period": period.label}
                )
        return found

    @property
    def last_number(self) -> int:
        """The newest number of the leaflet; 0 before the first publication."""
        last: int | None = self.leaflet.versions.aggregate(last=Max("number"))["last"]
        return last or 0

    # Verbs ------------------------------------------------------------------------------------------------

    @transaction.atomic
    def publish(self, *, by: Actor, after: int | None = None, seen: bool = False) -> None:
        """Give the version its number and show it; an open end of the one before is set to the day before.

        `after`: the newest number when the form was opened; someone else may have published since.
        `seen`: the warnings were read.
        """
        self.leaflet.lock()
        last = self.last_number
        if after is not None and last != after:
            raise ValidationError(
                now_say("Inzwischen wurde Fassung %(number)s veröffentlicht.") % {"number": last}
            )
        state = LeafletVersion.objects.filter(pk=self.pk).values_list("state", flat=True).get()
        if state != LeafletState.DRAFT:
            raise WrongStateError(self, state, {LeafletState.DRAFT})
        self._check(turn=last + 1, seen=seen)
        content, facts = self._file(turn=last + 1)
        self._end_before(by=by)
        move(
            self, "publish", start=LeafletState.DRAFT, to=LeafletState.PUBLISHED, by=by, number=last + 1,
            published_at=timezone.now(), upload=content, **facts,
        )  # fmt: skip
        self.leaflet.show(by=by)
        refresh("democracy.leaflets", [self.leaflet_id])

    def _check(self, *, turn: int, seen: bool) -> None:
        found = self.problems()
        if turn > 1 and not self.news.strip():
            found.append(now_say("Ab der 2. Fassung steht dabei, was neu ist."))
        if not self.periods.exists():
            found.append(now_say("Bitte wählen Sie mindestens eine Förderperiode."))
        if found:
            raise ValidationError(found)
        if self.warnings() and not seen:
            raise ValidationError(
                {"seen": now_say("Bitte bestätigen Sie, dass Sie die Hinweise gesehen haben.")}
            )

    def _file(self, *, turn: int) -> tuple[Upload, dict[str, Any]]:
        """The file as it will stay, and what is known about it. A PDF made here is read back first."""
        shared = {"body_hash": fingerprint(self.body) if self.body else ""}
        if not self.is_written:
            upload = self.upload
            assert upload is not None, "problems() asks for it"  # noqa: S101  # for the type checker
            sha = hashlib.sha256(upload.content()).hexdigest()
            return upload, shared | {"sha256": sha, "size": upload.size, "pages": upload.pages}
        content = render(self, number=turn)
        facts = checks.facts_of(content)
        title, tongue = self.leaflet.title, self.leaflet.tongue.html_lang
        if found := checks.pdf_problems(facts, title=title, language=tongue):
            raise ValidationError(found)
        pages = facts.pop("pages")
        upload = Upload.objects.keep(Clean(content, Kind.PDF, 0, 0, pages), is_own=True)
        sha = hashlib.sha256(content).hexdigest()
        more = {"accessibility": Accessibility.MARKED, "facts": facts}
        return upload, shared | more | {"sha256": sha, "size": len(content), "pages": pages}

    def _end_before(self, *, by: Actor) -> None:
        """End the open validity of the version before on the day before (D-005)."""
        open_ones = LeafletVersion.objects.published().filter(leaflet=self.leaflet)
        for row in open_ones.filter(valid_until=None, valid_from__lt=self.valid_from):
            LeafletVersion.objects.filter(pk=row.pk).update(valid_until=self.valid_from - timedelta(days=1))
            record(row, "end_earlier", by=by, reason="successor")
        others = LeafletVersion.objects.published().filter(leaflet=self.leaflet)
        other = others.overlapping(self.valid_from, self.valid_until).first()
        if other is not None:
            raise ValidationError(
                now_say("An diesen Tagen gilt schon Fassung %(number)s. Bitte lassen Sie sie vorher enden.")
                % {"number": other.number}
            )

    @transaction.atomic
    def end_earlier(self, *, by: Actor, valid_until: date) -> None:
        """Bring the end of the validity forward; it never moves back (D-006)."""
        if valid_until < self.valid_from or (self.valid_until and valid_until > self.valid_until):
            raise ValidationError(
                {"valid_until": now_say("Das Ende lässt sich nur vorziehen, frühestens auf den ersten Tag.")}
            )
        LeafletVersion.objects.filter(pk=self.pk).update(valid_until=valid_until)
        record(self, "end_earlier", by=by)
        self.refresh_from_db()

    @transaction.atomic
    def keep(self, *, by: Actor, keep_until: date | None) -> None:
        """Say how long the file is kept, whatever its validity (D-030)."""
        LeafletVersion.objects.filter(pk=self.pk).update(keep_until=keep_until)
        record(self, "keep", by=by)
        self.refresh_from_db()

    @transaction.atomic
    def note_accessibility(self, *, by: Actor, **found: Any) -> None:
        """What somebody found when checking the file (D-024)."""
        for name, value in found.items():
            setattr(self, name, value)
        self.validate_constraints()
        LeafletVersion.objects.filter(pk=self.pk).update(**found)
        record(self, "note_accessibility", by=by)
        self.refresh_from_db()

    @transaction.atomic
    def ask_withdrawal(self, *, by: Actor, reason: str) -> None:
        """The first of two persons: this version should go, and why (D-014)."""
        LeafletVersion.objects.published().filter(pk=self.pk).update(
            withdrawal_reason=reason, withdrawal_asked_by=by.account_id
        )
        record(self, "ask_withdrawal", by=by)
        self.refresh_from_db()

    @transaction.atomic
    def withdraw(self, *, by: Actor) -> None:
        """The second person agrees: page and file say that they are gone, the file is erased (D-014)."""
        if not self.withdrawal_reason or self.withdrawal_asked_by_id is None:
            raise ValidationError(
                now_say("Zuerst beantragt eine andere Person die Rücknahme und nennt den Grund.")
            )
        if by.account_id is None or by.account_id == self.withdrawal_asked_by_id:
            raise ValidationError(now_say("Das entscheidet eine zweite Person."))
        move(
            self, "withdraw", start=LeafletState.PUBLISHED, to=LeafletState.WITHDRAWN, by=by,
            withdrawn_at=timezone.now(),
        )  # fmt: skip
        self.erase_file(by=by)
        refresh("democracy.leaflets", [self.leaflet_id])

    @transaction.atomic
    def erase_file(self, *, by: Actor) -> bool:
        """The file goes; title, number, days and hash stay. What pins the file (PROTECT) keeps it."""
        upload = self.upload
        if upload is None:
            return False
        upload.erase()
        record(self, "erase_file", by=by)
        self.refresh_from_db()
        return True


class LeafletVersionPeriod(LeafletVersion.periods.through):  # type: ignore[misc, name-defined]  # made by Django
    """The table between both, so that readers see a change of it at once."""

    class Meta:
        proxy = True
        triggers = [Raises("leaflets")]

    def __str__(self) -> str:
        return f"{self.pk}"
