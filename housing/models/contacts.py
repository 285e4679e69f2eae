"""Talking to landlords: contact entries and tasks of an offer (H-104). Neither changes a state."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goslar_portal.dates import today
from goslar_portal.privacy.restriction import is_free
from goslar_portal.retention import Retention
from housing.models import choices
from housing.models.reasons import Reason, of_list

CALLBACK = "contact_result.callback"


class ContactEntryQuerySet(models.QuerySet["ContactEntry"]):
    def callbacks_due(self) -> Self:
        return self.filter(callback_on__lte=today())


class ContactEntry(models.Model):
    """One call, letter or visit."""

    offer = models.ForeignKey("housing.Offer", on_delete=models.CASCADE, related_name="contacts")
    at = models.DateTimeField(_("wann"), default=timezone.now)
    channel = models.CharField(_("Weg"), max_length=10, choices=choices.ContactChannel.choices)
    direction = models.CharField(_("Richtung"), max_length=5, choices=choices.Direction.choices)
    result = models.ForeignKey(Reason, on_delete=models.PROTECT, related_name="+", verbose_name=_("Ergebnis"))
    callback_on = models.DateField(_("Rückruf am"), null=True, blank=True)
    note = models.CharField(_("Notiz"), max_length=1000, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("notiert von"),
    )

    retention = Retention(operational="channel direction callback_on", personal="note", goes_with="offer")

    objects = ContactEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("Kontakt")
        verbose_name_plural = _("Kontakte")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="contact_channel_is_known", condition=Q(channel__in=choices.ContactChannel.values)
            ),
            models.CheckConstraint(
                name="contact_direction_is_known", condition=Q(direction__in=choices.Direction.values)
            ),
            models.CheckConstraint(
                name="contact_result_is_of_its_list",
                condition=of_list("result", "contact_result"),
                violation_error_message=_("Bitte ein Ergebnis aus der Liste der Kontakte wählen."),
            ),
            models.CheckConstraint(
                name="callback_is_dated",
                condition=~Q(result=CALLBACK) | Q(callback_on__isnull=False),
                violation_error_message=_("Ein vereinbarter Rückruf braucht einen Tag."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.at:%d.%m.%Y}"


class TaskQuerySet(models.QuerySet["Task"]):
    def open(self) -> Self:
        return self.filter(done_at=None).order_by("due_on", "pk")

    def due(self) -> Self:
        return self.open().filter(due_on__lte=today())

    def due_with_offer(self) -> Self:
        return self.due().filter(is_free("housing.offer", "offer_id")).select_related("offer")


class Task(models.Model):
    offer = models.ForeignKey("housing.Offer", on_delete=models.CASCADE, related_name="tasks")
    text = models.CharField(_("Aufgabe"), max_length=200)
    due_on = models.DateField(_("fällig am"), default=today)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("für"),
    )
    done_at = models.DateTimeField(_("erledigt am"), null=True, blank=True)

    retention = Retention(operational="due_on", personal="text", goes_with="offer")

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("Aufgabe")
        verbose_name_plural = _("Aufgaben")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="task_has_text",
                condition=~Q(text=""),
                violation_error_message=_("Bitte schreiben Sie, was zu tun ist."),
            ),
        ]

    def __str__(self) -> str:
        return f"Aufgabe {self.pk}"
