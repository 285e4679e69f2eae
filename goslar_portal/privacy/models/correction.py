"""What has to be put right in a record: asked by the privacy desk, done by whoever works with it (G-104)."""

from collections.abc import Collection
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goslar_portal import registry
from goslar_portal.accounts.roles import Role
from goslar_portal.journal.models import Actor, record
from goslar_portal.privacy.sources import Source
from goslar_portal.registry import Words
from goslar_portal.retention import Retention


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def open(self) -> Self:
        return self.filter(done_at=None).order_by("asked_at", "pk")

    def of_kinds(self, kinds: Collection[str]) -> Self:
        return self.filter(kind__in=kinds)

    def with_people(self) -> Self:
        return self.select_related("done_by").order_by("pk")

    def visible_to(self, user: Any) -> Self:
        """All for Datenschutz, for others those of records they work with."""
        if user.has_role(Role.PRIVACY):
            return self
        return self.of_kinds([source.name for source in registry.persons if user.has_role(*source.roles)])


class Correction(models.Model):
    """No foreign key to the record: the areas are not known here."""

    case = models.ForeignKey(
        "privacy.PrivacyCase", on_delete=models.CASCADE, related_name="corrections", verbose_name=_("Anfrage")
    )
    kind = models.CharField(_("Art"), max_length=80)
    number = models.BigIntegerField(_("Nummer"))
    text = models.TextField(_("Was zu berichtigen ist"), max_length=1000)
    asked_at = models.DateTimeField(_("gebeten am"), default=timezone.now)
    done_at = models.DateTimeField(_("erledigt am"), null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("erledigt von"),
    )

    retention = Retention(operational="kind number", personal="text", goes_with="case")

    objects = CorrectionQuerySet.as_manager()
    TOLD: ClassVar[dict[str, Words]] = {"finish": _("Berichtigt")}

    class Meta:
        verbose_name = _("Berichtigung")
        verbose_name_plural = _("Berichtigungen")
        ordering = ["done_at", "asked_at", "pk"]
        indexes = [
            models.Index(name="corrections_open", fields=["kind"], condition=models.Q(done_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.number}"

    @property
    def source(self) -> Source:
        found: Source = registry.persons[self.kind]
        return found

    @property
    def headline(self) -> str:
        """For „Heute“: which kind of record, no name."""
        return f"{self.source.title}, {self}"

    @transaction.atomic
    def finish(self, *, by: Actor) -> None:
        """It is put right in its own form; the desk sees it and answers the person."""
        rows = Correction.objects.filter(pk=self.pk, done_at=None)
        if not rows.update(done_at=timezone.now(), done_by_id=by.account_id):
            raise ValidationError(_("Diese Berichtigung ist schon erledigt."))
        record(self, "finish", by=by)
        self.refresh_from_db()
