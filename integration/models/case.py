"""What people send us by a form: written once, numbered, worked off by one clerk (I-144 to I-147)."""

import secrets
import uuid
from abc import abstractmethod
from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goslar_portal.dates import today
from goslar_portal.journal.models import Actor, record
from goslar_portal.languages import SOURCE
from goslar_portal.retention import Retention
from goslar_portal.states import move

CHARACTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without 0, 1, I, L and O, which look alike
NEW = "new"


def new_reference(prefix: str) -> str:
    """Two letters and six characters, so that it can be said on the telephone."""
    return prefix + "".join(secrets.choice(CHARACTERS) for _number in range(6))


class CaseQuerySet(models.QuerySet[Any]):
    def open(self) -> Self:
        return self.exclude(state__in=self.model.ENDS)

    def closed(self) -> Self:
        return self.filter(state__in=self.model.ENDS)

    def untaken(self) -> Self:
        return self.filter(state=NEW)

    def unanswered(self) -> Self:
        return self.filter(state__in=self.model.UNANSWERED)

    def of(self, account_id: int) -> Self:
        return self.filter(responsible=account_id)

    def overdue(self, day: date | None = None) -> Self:
        """Nobody has answered in time."""
        return self.filter(state__in=self.model.UNANSWERED, due_on__lt=day or today())

    def received_between(self, first: date, last: date) -> Self:
        return self.filter(received_at__date__range=(first, last))

    def counted(self, *features: str) -> Any:
        """How many of each kind, counted by the database; no row is read (I-148)."""
        return self.values_list(*features).annotate(number=models.Count("pk")).order_by(*features)

    def submit(self, *, key: uuid.UUID, by: Actor, acknowledge: bool = True, **fields: Any) -> Any:
        """Take in what somebody sent; the same key again gives the same record (I-144, I-220)."""
        try:
            with transaction.atomic():
                row = self.model.take_in(key=key, reference=new_reference(self.model.PREFIX), **fields)
                record(row, "submit", by=by, to_state=NEW)
                row.announce(acknowledge=acknowledge)
        except IntegrityError:
            return self.get(key=key)
        return row


class Case(models.Model):
    """`PREFIX` begins the reference, `ENDS` are the states after which nothing is to do any more."""

    PREFIX: ClassVar[str]
    ENDS: ClassVar[frozenset[str]]
    UNANSWERED: ClassVar[frozenset[str]] = frozenset({NEW})
    TAKEN: ClassVar[str] = "in_work"

    key = models.UUIDField(unique=True, editable=False)
    reference = models.CharField(_("Nummer"), max_length=8, unique=True)
    language = models.CharField(_("Sprache der Seite"), max_length=12, default=SOURCE)
    doubts = ArrayField(models.CharField(max_length=20), verbose_name=_("Zweifel"), default=list, blank=True)
    received_at = models.DateTimeField(_("eingegangen"), default=timezone.now)
    due_on = models.DateField(_("antworten bis"))
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("zuständig"),
    )
    closed_at = models.DateTimeField(_("beendet"), null=True, blank=True)

    retention = Retention(operational="key reference language doubts due_on")

    class Meta:
        abstract = True

    state: str

    def __str__(self) -> str:
        return self.reference

    @property
    def is_overdue(self) -> bool:
        """See also `CaseQuerySet.overdue`."""
        return self.state in self.UNANSWERED and self.due_on < today()

    @property
    def is_closed(self) -> bool:
        return self.state in self.ENDS

    @classmethod
    def take_in(cls, **fields: Any) -> Self:
        """Write the row."""
        return cls._default_manager.create(**fields)

    @abstractmethod
    def announce(self, *, acknowledge: bool) -> None:
        """Write to whoever sent it, unless they got a letter just now, and to the mailbox of the office."""

    def take(self, *, by: Actor) -> None:
        """Work on it from now on; whoever comes second is told (I-147)."""
        move(self, "take", start=NEW, to=self.TAKEN, by=by, responsible_id=by.account_id)

    @transaction.atomic
    def end(self, verb: str, *, to: str, by: Actor, reason: str = "", **fields: Any) -> None:
        """Come to an end, from wherever the model lets this verb begin."""
        starts: dict[str, frozenset[str]] = getattr(self, "STARTS", {})
        now: datetime = timezone.now()
        move(self, verb, start=starts[verb], to=to, by=by, reason=reason, closed_at=now, **fields)
