"""What happens to an issue from its release to its end, each step a conditional UPDATE (N-040 to N-047)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from goslar_portal.journal.models import Actor, record
from goslar_portal.retention import Retention
from goslar_portal.search import refresh
from goslar_portal.states import WrongStateError, move
from newsletters import letters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from newsletters.message import Rendered
    from newsletters.models.issue import Issue


def wake_worker(number: int) -> None:
    """A call that is waiting already is enough."""
    try:
        with transaction.atomic():
            app.configure_task("send_some", queueing_lock="send_some").defer(number=number)
    except AlreadyEnqueued:
        return


class Sending(models.Model):
    """The verbs of `Issue` after writing; `release.py` renders and checks before it calls them."""

    retention = Retention()

    class Meta:
        abstract = True

    @property
    def _issue(self) -> Issue:
        return cast("Issue", self)

    def _go(self, verb: str, to: str, *, by: Actor, reason: str = "", **fields: Any) -> None:
        move(self._issue, verb, start=self._issue.STARTS[verb], to=to, by=by, reason=reason, **fields)

    def _freeze(self, forms: Sequence[Rendered], seen: int) -> None:
        """Keep every form; refused when somebody has written since the page was shown (N-041)."""
        from newsletters.models.frozen import Frozen, UsedEntry
        from newsletters.models.issue import Issue, SavedMeanwhileError

        if not Issue.objects.filter(pk=self.pk, stamp=seen).exists():
            raise SavedMeanwhileError
        Frozen.objects.freeze(self._issue, forms)
        used = {
            (entry.source, entry.key)
            for version in self._issue.versions.all()
            for block in version.parts
            for entry in block.entries
            if entry.key
        }
        UsedEntry.objects.bulk_create(
            UsedEntry(issue=self._issue, source=source, key=key) for source, key in sorted(used)
        )

    def _list(self) -> None:
        """Found from now on, or no more, in the transaction of the change (G-114, N-096)."""
        refresh("newsletters.issues", [self.pk])

    def _published(self, by: Actor) -> dict[str, Any]:
        now = timezone.now()
        return {"released_at": now, "released_by": by.account_id, "published_at": now, "going_since": now}

    @transaction.atomic
    def release(self, forms: Sequence[Rendered], *, by: Actor, seen: int) -> None:
        """Freeze, publish, and write down every delivery, all or nothing (N-040)."""
        self._go("release", "sending", by=by, **self._published(by))
        self._freeze(forms, seen)
        self._list()
        self._send()

    def _send(self) -> None:
        """One statement for all recipients; nobody is an error, and then nothing has happened."""
        from newsletters.models.delivery import Delivery

        if not Delivery.objects.insert_for(self._issue):
            raise ValidationError(
                _("Niemand hat diesen Newsletter abonniert. Die Ausgabe kann nur ins Archiv gelegt werden.")
            )
        wake_worker(self.pk)

    @transaction.atomic
    def archive_only(
        self, forms: Sequence[Rendered], *, by: Actor, seen: int, since: datetime | None = None
    ) -> None:
        """Published without mail (N-047); `since` is the day of an issue from before the portal."""
        fields = self._published(by) | {"finished_at": timezone.now()}
        if since is not None:
            fields["published_at"] = since
        self._go("archive_only", "archive_only", by=by, **fields)
        self._freeze(forms, seen)
        self._list()

    @transaction.atomic
    def plan(self, forms: Sequence[Rendered], *, by: Actor, seen: int, at: datetime) -> None:
        """The content is fixed now, the recipients when the time comes (N-042)."""
        self._issue.check_time(at)
        self._go("plan", "planned", by=by, planned_at=at, released_by=by.account_id)
        self._freeze(forms, seen)

    @transaction.atomic
    def unplan(self, *, by: Actor) -> None:
        """Back to the draft; what was frozen is thrown away."""
        self._go("unplan", "draft", by=by, planned_at=None, released_by=None)
        self._issue.frozen.all().delete()
        self._issue.images.all().delete()
        self._issue.used.all().delete()

    @transaction.atomic
    def begin(self, *, by: Actor) -> None:
        """The planned time has come."""
        now = timezone.now()
        fields: dict[str, Any] = dict.fromkeys(("released_at", "published_at", "going_since"), now)
        move(self._issue, "begin", start="planned", to="sending", by=by, **fields)
        self._list()
        self._send()

    @transaction.atomic
    def send_now(self, *, by: Actor) -> None:
        """An overdue issue goes out because a person says so (N-072)."""
        self._go("send_now", "sending", by=by, **self._published(by))
        self._list()
        self._send()

    @transaction.atomic
    def miss(self, *, by: Actor, reason: str = "overdue") -> None:
        """Its time passed while nothing ran, or this is a restored copy: only a person sends it (N-072)."""
        fields = {"stop_reason": reason, "stopped_at": timezone.now()}
        move(self._issue, "miss", start="planned", to="overdue", by=by, reason=reason, **fields)
        letters.issue_stopped(self._issue, reason)

    @transaction.atomic
    def pause(self, *, by: Actor, reason: str = "stopped") -> None:
        """After this only what is already in delivery leaves (N-070, N-071)."""
        fields = {"stop_reason": reason, "stopped_at": timezone.now()}
        self._go("pause", "paused", by=by, reason=reason, **fields)
        letters.issue_stopped(self._issue, reason)

    @transaction.atomic
    def resume(self, *, by: Actor) -> None:
        fields: dict[str, Any] = {"stop_reason": "", "stopped_at": None, "probes": 0, "failures": 0}
        self._go("resume", "sending", by=by, going_since=timezone.now(), **fields)
        wake_worker(self.pk)

    def probe(self) -> bool:
        """Count one more probe of a paused issue; False when another worker makes it (N-071)."""
        rows = type(self._issue).objects.filter(pk=self.pk, state="paused", probes=self._issue.probes)
        return bool(rows.update(probes=self._issue.probes + 1))

    @transaction.atomic
    def cancel(self, *, by: Actor, reason: str) -> None:
        """Open rows are dropped, sent ones stay as they are; the archive page stays (N-074)."""
        from newsletters.models.ledger import drop_cancelled

        self._go("cancel", "cancelled", by=by, reason=reason, finished_at=timezone.now())
        drop_cancelled()

    @transaction.atomic
    def finish(self, *, by: Actor) -> bool:
        """Nothing is open or in delivery any more (N-060)."""
        if self._issue.deliveries.waiting().exists():
            return False
        try:
            move(self._issue, "finish", start="sending", to="sent", by=by, finished_at=timezone.now())
        except WrongStateError:
            return False
        return True

    @transaction.atomic
    def withdraw(self, *, by: Actor, reason: str) -> None:
        """Out of the archive: page and PDF answer 410, the feed forgets it (N-094)."""
        rows = type(self._issue).objects.filter(pk=self.pk, published_at__isnull=False, withdrawn_at=None)
        if not rows.update(withdrawn_at=timezone.now(), withdrawn_reason=reason):
            raise ValidationError(_("Die Ausgabe steht nicht im Archiv."))
        record(self._issue, "withdraw", by=by)
        self._list()
        self.refresh_from_db()

    @transaction.atomic
    def bring_back(self, *, by: Actor) -> None:
        rows = type(self._issue).objects.filter(pk=self.pk, withdrawn_at__isnull=False)
        if rows.update(withdrawn_at=None, withdrawn_reason=""):
            record(self._issue, "bring_back", by=by)
            self._list()
        self.refresh_from_db()

    @transaction.atomic
    def correct(self, form: Rendered, *, by: Actor, note: str) -> None:
        """Page, PDF and feed show the new words with the note; nothing is sent, the old ones stay (N-093)."""
        from newsletters.models.frozen import Frozen

        if not self._issue.is_public:
            raise ValidationError(_("Die Ausgabe steht nicht im Archiv."))
        Frozen.objects.freeze(self._issue, [form], note=note)
        record(self._issue, "correct", by=by)
        self._list()
