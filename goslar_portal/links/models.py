"""Personal links: whoever holds one may open one thing for one purpose, until it ends (G-190)."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goslar_portal.retention import DELETE, Retention, Rule, days

TOKEN_BYTES = 32  # 256 bits (D-122); links need 128 at least (G-190)


def fingerprint(token: str) -> bytes:
    """What is stored in place of the token. Tokens are random, so a plain SHA-256 cannot be searched."""
    return hashlib.sha256(token.encode()).digest()


class AccessLinkQuerySet(models.QuerySet["AccessLink"]):
    def valid(self) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())

    def of(self, row: models.Model, purpose: str) -> Self:
        return self.filter(kind=row._meta.label_lower, number=row.pk, purpose=purpose)

    def since(self, moment: datetime) -> Self:
        return self.filter(created_at__gt=moment)

    def mint(
        self,
        row: models.Model,
        *,
        purpose: str,
        lifetime: timedelta,
        most: int = 5,
        is_first: bool = False,
    ) -> str:
        """Make a link to `row` and return its token, which is stored nowhere in clear.

        At most `most` links of one purpose stay valid per row; the oldest end first. `is_first` saves the
        question where there cannot be an older one.
        """
        token = secrets.token_urlsafe(TOKEN_BYTES)
        self.create(
            kind=row._meta.label_lower,
            number=row.pk,
            purpose=purpose,
            token_hash=fingerprint(token),
            expires_at=timezone.now() + lifetime,
        )
        if is_first:
            return token
        surplus = self.of(row, purpose).valid().order_by("-pk").values("pk")[most:]
        self.filter(pk__in=surplus).end()
        return token

    def revoke(self, row: models.Model, purpose: str) -> int:
        return self.of(row, purpose).valid().end()

    def end(self) -> int:
        return self.update(revoked_at=timezone.now())

    def resolve(self, token: str, model: type[models.Model], purpose: str) -> "AccessLink | None":
        """The valid link of this token, kind and purpose; None says nothing about why not."""
        return (
            self.valid()
            .filter(token_hash=fingerprint(token), kind=model._meta.label_lower, purpose=purpose)
            .first()
        )


class AccessLink(models.Model):
    kind = models.CharField(_("Art"), max_length=80)
    number = models.BigIntegerField(_("Nummer"))
    purpose = models.CharField(_("Zweck"), max_length=40)
    token_hash = models.BinaryField(_("Prüfwert"), unique=True, max_length=32)
    created_at = models.DateTimeField(_("angelegt"), auto_now_add=True)
    expires_at = models.DateTimeField(_("gültig bis"))
    revoked_at = models.DateTimeField(_("beendet"), null=True)
    last_used_at = models.DateTimeField(_("zuletzt benutzt"), null=True)

    retention = Retention(
        operational="kind number purpose",
        personal="token_hash",
        purpose=_("Zugang zu einer persönlichen Seite"),
        rules=[
            Rule(
                "links.days_after_end",
                _("Persönlicher Link"),
                starts=_("Ende der Gültigkeit"),
                clock="expires_at",
                period=days(7, low=1, high=90),
                then=DELETE,
            ),
        ],
    )

    objects = AccessLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("persönlicher Link")
        verbose_name_plural = _("persönliche Links")
        indexes = [models.Index(name="link_of_thing", fields=["kind", "number", "purpose"])]
        constraints = [
            models.CheckConstraint(
                name="link_ends_after_it_began", condition=Q(expires_at__gt=models.F("created_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.kind} {self.number}"

    def note_use(self) -> None:
        """Called on POST only: reading never writes."""
        type(self).objects.filter(pk=self.pk).update(last_used_at=timezone.now())
