"""Filtered lists somebody wants to find again: the address of the list, by a name (H-102)."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from goslar_portal.retention import Retention


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, user: Any) -> Self:
        """One's own, and those everybody shares."""
        return self.filter(Q(owner=user) | Q(is_shared=True))

    def deletable_by(self, user: Any) -> Self:
        return self.filter(owner=user)


class SavedView(models.Model):
    name = models.CharField(_("Name"), max_length=60)
    query = models.CharField(_("Auswahl"), max_length=1000)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    is_shared = models.BooleanField(_("für alle"), default=False)

    retention = Retention(operational="name query is_shared")
    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("gemerkte Auswahl")
        verbose_name_plural = _("gemerkte Auswahlen")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_saved_view_per_name",
                fields=["owner", "name"],
                violation_error_message=_("Diesen Namen haben Sie schon vergeben."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
