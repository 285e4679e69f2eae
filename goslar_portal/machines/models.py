"""Whom to tell about a weak spot of the portal (RFC 9116, I-182)."""

from datetime import date, timedelta
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from goslar_portal.dates import today
from goslar_portal.page_cache import Raises
from goslar_portal.retention import Retention

LONGEST = timedelta(days=366)
WARN_BEFORE = timedelta(days=30)


class SecurityContactQuerySet(models.QuerySet["SecurityContact"]):
    def in_force(self) -> "SecurityContact | None":
        """The one whose end is the latest; an ended one is better than none, and is found by its date."""
        return self.order_by("-expires_on", "-pk").first()

    def ending_soon(self, day: date) -> Self:
        """The one in force, if it ends within thirty days of `day`."""
        latest = self.order_by("-expires_on", "-pk").values("pk")[:1]
        return self.filter(pk__in=latest, expires_on__lte=day + WARN_BEFORE)


class SecurityContact(models.Model):
    contact = models.CharField(
        _("Kontakt"),
        max_length=200,
        help_text=_("mailto:…, tel:… oder https://… einer Stelle, nie einer Person."),
    )
    expires_on = models.DateField(_("gilt bis"), help_text=_("Höchstens ein Jahr im Voraus."))
    needs_confirmation = models.TextField(_("vom Landkreis zu bestätigen"), blank=True)

    retention = Retention(public="contact expires_on", operational="needs_confirmation")

    objects = SecurityContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("Kontakt für Sicherheitslücken")
        verbose_name_plural = _("Kontakte für Sicherheitslücken")
        ordering = ["-expires_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="security_contact_is_an_address",
                condition=models.Q(contact__regex=r"^(mailto:[^@\s]+@[^@\s]+|tel:\+[0-9-]+|https://[^\s]+)$"),
                violation_error_message=_("Bitte beginnen Sie mit mailto:, tel:+ oder https://."),
            ),
        ]
        triggers = [Raises("security_txt")]

    def __str__(self) -> str:
        return f"{self.expires_on:%d.%m.%Y}"

    def clean(self) -> None:
        if self.expires_on and self.expires_on > today() + LONGEST:
            raise ValidationError({"expires_on": _("Höchstens ein Jahr im Voraus.")})

    @property
    def has_ended(self) -> bool:
        return self.expires_on < today()
