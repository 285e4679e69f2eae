"""The journal: who did what, when, to which thing; and who looked at it. Append-only, without names."""

from collections.abc import Collection
from typing import Any, Self, TypeVar

import pgtrigger
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from goslar_portal.accounts.roles import Role
from goslar_portal.journal.actors import Actor, ActorKind, name_actor
from goslar_portal.requests import current_request_number
from goslar_portal.retention import DELETE, Retention, Rule, days

__all__ = [
    "Actor",
    "ActorKind",
    "Entry",
    "EntryQuerySet",
    "ShownAs",
    "TransactionNumber",
    "ViewEntry",
    "record",
]


class TransactionNumber(models.Func):
    """The transaction that writes; journal rows and field changes of one transaction belong together."""

    function = "txid_current"
    arity = 0
    output_field = models.BigIntegerField()


OVERSEERS = (Role.LEAD, Role.PRIVACY, Role.ENGINEERING)


M = TypeVar("M", bound=models.Model)


class LineQuerySet(models.QuerySet[M]):
    """Questions to both logs."""

    def of(self, row: models.Model) -> Self:
        return self.filter(kind=row._meta.label_lower, number=row.pk).order_by("-at", "-pk")

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def until(self, moment: Any) -> Self:
        return self.filter(at__lt=moment)

    def with_names(self) -> Self:
        """With the name of the account as it is today, for lists that are too long to ask at the end."""
        people = get_user_model().objects.filter(pk=models.OuterRef("account_id"))
        return self.annotate(account_name=models.Subquery(people.values("display_name")[:1]))

    def kinds(self) -> list[str]:
        return list(self.order_by("kind").values_list("kind", flat=True).distinct())


class EntryQuerySet(LineQuerySet["Entry"]):
    def about(self, wanted: Q) -> Self:
        """Lines about these things, newest first."""
        return self.filter(wanted).order_by("-at", "-pk")

    def after(self, moment: Any) -> Self:
        return self.filter(at__gt=moment)

    def visible_to(self, user: Any) -> Self:
        """All of it for those who oversee; for others the lines about what they may see anyway."""
        if user.has_role(*OVERSEERS):
            return self
        models_ = [model._meta for model in apps.get_models()]
        kinds = [
            meta.label_lower for meta in models_ if user.has_perm(f"{meta.app_label}.view_{meta.model_name}")
        ]
        return self.filter(kind__in=kinds)


class Entry(models.Model):
    """One line of the journal. No foreign key: it outlives the thing it tells of."""

    at = models.DateTimeField(_("wann"), auto_now_add=True, db_index=True)
    actor_kind = models.CharField(_("wer"), max_length=10, choices=ActorKind.choices)
    actor_name = models.CharField(_("Rolle oder Aufgabe"), max_length=80)
    account_id = models.BigIntegerField(_("Konto"), null=True)
    verb = models.CharField(_("was"), max_length=60)
    kind = models.CharField(_("Art"), max_length=80)
    number = models.BigIntegerField(_("Nummer"))
    reference = models.CharField(_("Aktenzeichen"), max_length=80, blank=True)
    from_state = models.CharField(_("von"), max_length=40, blank=True)
    to_state = models.CharField(_("nach"), max_length=40, blank=True)
    reason = models.CharField(_("Grund"), max_length=80, blank=True)
    request_number = models.CharField(_("Vorgang"), max_length=40, blank=True)
    transaction_number = models.BigIntegerField(_("Transaktion"), db_default=TransactionNumber(), null=True)

    retention = Retention(
        operational="actor_kind actor_name account_id verb kind number reference from_state to_state reason"
        " request_number transaction_number",
        rules=[
            Rule(
                "journal.entry_days",
                _("Verlauf: wer was wann getan hat, ohne Namen"),
                starts=_("Eintrag"),
                clock="at",
                period=days(3653, low=366, high=3653),
                then=DELETE,
            ),
        ],
    )

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("Eintrag im Verlauf")
        verbose_name_plural = _("Verlauf")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(name="journal_of_thing", fields=["kind", "number", "-at"])]
        constraints = [
            models.CheckConstraint(
                name="journal_staff_has_account",
                condition=~models.Q(actor_kind=ActorKind.STAFF) | models.Q(account_id__isnull=False),
            ),
            models.CheckConstraint(
                name="journal_actor_is_known", condition=models.Q(actor_kind__in=ActorKind.values)
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="journal_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.kind} {self.number}"


class ShownAs(models.TextChoices):
    PAGE = "page", _("Seite")
    PDF = "pdf", _("PDF")
    EXPORT = "export", _("Ausleitung")
    PROPOSAL = "proposal", _("Vorschlag")


class ViewEntry(models.Model):
    """Somebody looked at a record that needs protection; written before it was shown (G-085)."""

    at = models.DateTimeField(_("wann"), auto_now_add=True, db_index=True)
    actor_kind = models.CharField(_("wer"), max_length=10, choices=ActorKind.choices)
    actor_name = models.CharField(_("Rolle oder Aufgabe"), max_length=80)
    account_id = models.BigIntegerField(_("Konto"), null=True)
    kind = models.CharField(_("Art"), max_length=80)
    number = models.BigIntegerField(_("Nummer"))
    reference = models.CharField(_("Aktenzeichen"), max_length=80, blank=True)
    shown_as = models.CharField(_("als"), max_length=10, choices=ShownAs.choices)
    place = models.CharField(_("wo"), max_length=120)
    request_number = models.CharField(_("Vorgang"), max_length=40, blank=True)

    retention = Retention(
        operational="actor_kind actor_name account_id kind number reference shown_as place request_number",
        rules=[
            Rule(
                "journal.view_log_days",
                _("Einsichtsprotokoll"),
                starts=_("Einsicht"),
                clock="at",
                period=days(730, low=365, high=1096),
                then=DELETE,
            ),
        ],
    )

    objects = LineQuerySet["ViewEntry"].as_manager()

    class Meta:
        verbose_name = _("Einsicht")
        verbose_name_plural = _("Einsichtsprotokoll")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(name="view_log_of_thing", fields=["kind", "number", "-at"])]
        constraints = [
            models.CheckConstraint(
                name="view_log_staff_has_account",
                condition=~models.Q(actor_kind=ActorKind.STAFF) | models.Q(account_id__isnull=False),
            ),
            models.CheckConstraint(
                name="view_log_says_who_and_where",
                condition=models.Q(actor_kind__in=ActorKind.values) & ~models.Q(place=""),
            ),
            models.CheckConstraint(
                name="view_log_shown_as_is_known", condition=models.Q(shown_as__in=ShownAs.values)
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="view_log_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


def record(
    row: models.Model, verb: str, *, by: Actor, reason: str = "", from_state: str = "", to_state: str = ""
) -> Entry:
    """Write one line about `row`; `reason` is a code of a list, never free text (H-009)."""
    name_actor(by)
    entry = _line(row, verb, by)
    entry.reason, entry.from_state, entry.to_state = reason, from_state, to_state
    entry.save(force_insert=True)
    return entry


def record_all(rows: Collection[models.Model], verb: str, *, by: Actor) -> None:
    """One line about each of many things that end with it, in one statement."""
    entries = [_line(row, verb, by) for row in rows]
    for entry, row in zip(entries, rows, strict=True):
        entry.from_state = str(getattr(row, "state", ""))
    Entry.objects.bulk_create(entries)


def _line(row: models.Model, verb: str, by: Actor) -> Entry:
    return Entry(
        actor_kind=by.kind,
        actor_name=by.name,
        account_id=by.account_id,
        verb=verb,
        kind=row._meta.label_lower,
        number=row.pk,
        reference=str(getattr(row, "reference", "") or ""),
        request_number=current_request_number(),
    )
