"""Who translates which page into which language until when; and for which languages an account stands."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as now_say
from django.utils.translation import gettext_lazy as _

from goslar_portal.accounts.models import User
from goslar_portal.journal.models import Actor, record
from goslar_portal.languages import catalogue
from goslar_portal.registry import Words
from goslar_portal.retention import DELETE, Retention, Rule, days
from goslar_portal.states import move, steps
from integration.models.translation import PageTranslation


class TaskState(models.TextChoices):
    OPEN = "open", _("offen")
    DONE = "done", _("erledigt")
    DROPPED = "dropped", _("zurückgenommen")


TASK_STEPS = ((TaskState.OPEN, TaskState.DONE), (TaskState.OPEN, TaskState.DROPPED))


class TranslationTaskQuerySet(models.QuerySet["TranslationTask"]):
    def open(self) -> Self:
        return self.filter(state=TaskState.OPEN).select_related("translation__page", "person")

    @transaction.atomic
    def give(
        self,
        translation: PageTranslation,
        *,
        due_on: date,
        by: Actor,
        person: User | None = None,
        bureau: str = "",
    ) -> "TranslationTask":
        """Ask a person or a bureau for this translation; whoever had the task before no longer has it."""
        translation.lock()
        if translation.is_source:
            raise ValidationError(now_say("Deutsch wird nicht übersetzt."))
        for before in self.open().filter(translation=translation):
            before.drop(by=by)
        task = self.create(translation=translation, person=person, bureau=bureau, due_on=due_on)
        record(task, "give", by=by, to_state=TaskState.OPEN)
        return task

    def finish(self, *, by: Actor) -> None:
        for task in self:
            task.finish(by=by)


class TranslationTask(models.Model):
    """One translation somebody has been asked for. It ends by itself when the text fits again."""

    translation = models.ForeignKey(
        PageTranslation, on_delete=models.CASCADE, related_name="tasks", verbose_name=_("Seite und Sprache")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Person"),
    )
    bureau = models.CharField(_("Übersetzungsbüro"), max_length=120, blank=True)
    due_on = models.DateField(_("fällig am"))
    state = models.CharField(_("Stand"), max_length=10, choices=TaskState.choices, default=TaskState.OPEN)
    given_at = models.DateTimeField(_("vergeben"), auto_now_add=True)
    closed_at = models.DateTimeField(_("beendet"), null=True)

    retention = Retention(
        operational="due_on state",
        personal="bureau",
        purpose=_("Übersetzung der Seiten"),
        rules=[
            Rule(
                "integration.task_days",
                _("Auftrag für eine Übersetzung"),
                starts=_("Ende des Auftrags"),
                clock="closed_at",
                period=days(365, low=30, high=1096),
                then=DELETE,
            ),
        ],
    )

    objects = TranslationTaskQuerySet.as_manager()
    TRANSITIONS: ClassVar[tuple[tuple[str, str], ...]] = TASK_STEPS
    TOLD: ClassVar[dict[str, Words]] = {
        "give": _("Übersetzung vergeben"),
        "finish": _("Übersetzung fertig"),
        "drop": _("Auftrag zurückgenommen"),
    }

    class Meta:
        verbose_name = _("Auftrag für eine Übersetzung")
        verbose_name_plural = _("Aufträge für Übersetzungen")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="task_open_is_one", fields=["translation"], condition=Q(state=TaskState.OPEN)
            ),
            models.CheckConstraint(name="task_state_is_known", condition=Q(state__in=TaskState.values)),
            models.CheckConstraint(
                name="task_is_for_one",
                condition=~Q(person__isnull=False, bureau__gt=""),
                violation_error_message=_(
                    "Bitte wählen Sie eine Person oder nennen Sie ein Büro, nicht beides."
                ),
            ),
            models.CheckConstraint(
                name="task_closed_is_dated",
                condition=Q(state=TaskState.OPEN, closed_at__isnull=True)
                | (~Q(state=TaskState.OPEN) & Q(closed_at__isnull=False)),
            ),
        ]
        triggers = [steps("task_steps", TASK_STEPS)]

    def __str__(self) -> str:
        return f"{self.translation_id} {self.state}"

    @property
    def reference(self) -> str:
        return self.translation.reference

    @property
    def whom(self) -> str:
        return self.bureau or (self.person.display_name if self.person else now_say("früheres Konto"))

    def finish(self, *, by: Actor) -> None:
        """The translation fits the German text."""
        self._close("finish", TaskState.DONE, by=by)

    def drop(self, *, by: Actor) -> None:
        """The translation is no longer asked for, or from somebody else."""
        self._close("drop", TaskState.DROPPED, by=by)

    def _close(self, verb: str, state: str, *, by: Actor) -> None:
        move(self, verb, start=TaskState.OPEN, to=state, by=by, closed_at=timezone.now())


class TranslatorLanguageQuerySet(models.QuerySet["TranslatorLanguage"]):
    def codes_of(self, account: User) -> frozenset[str]:
        return frozenset(self.filter(account=account).values_list("language", flat=True))


class TranslatorLanguage(models.Model):
    """A language an account with the role „Redaktion: Übersetzung“ writes; all others it reads (I-200)."""

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("Konto")
    )
    language = models.CharField(_("Sprache"), max_length=12)

    retention = Retention(operational="language")

    objects = TranslatorLanguageQuerySet.as_manager()

    class Meta:
        verbose_name = _("Sprache einer Übersetzerin oder eines Übersetzers")
        verbose_name_plural = _("Wer übersetzt welche Sprache?")
        ordering = ["account__display_name", "language"]
        constraints = [
            models.UniqueConstraint(
                name="translator_language_is_named_once",
                fields=["account", "language"],
                violation_error_message=_("Diese Sprache ist für dieses Konto schon eingetragen."),
            ),
        ]

    def __str__(self) -> str:
        known = catalogue().get(self.language)
        return known.german if known else self.language
