"""A person asks about their own data: from the day it comes in to the answer (G-101, G-107)."""

import secrets
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goslar_portal.accounts.roles import Role
from goslar_portal.dates import today
from goslar_portal.journal.models import Actor, record
from goslar_portal.languages import SOURCE
from goslar_portal.mail.models import Letter
from goslar_portal.privacy import deadlines, letters
from goslar_portal.privacy.models.choices import (
    ENDS,
    STARTS,
    STEPS,
    Article,
    CaseState,
    Channel,
    Extension,
    Identity,
    Refusal,
    Result,
)
from goslar_portal.privacy.models.item import CaseItem, CaseItemQuerySet
from goslar_portal.registry import Words
from goslar_portal.retention import Retention, Rule, blank, days
from goslar_portal.retention.models import Hold, HoldReason
from goslar_portal.states import WrongStateError, move, steps

if TYPE_CHECKING:
    from goslar_portal.privacy.models.answer import AnswerQuerySet
    from goslar_portal.privacy.models.correction import CorrectionQuerySet

CHARACTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without 0, 1, I, L and O, which look alike
PERSONAL = ("name", "email", "phone", "address", "note", "answer")
S = CaseState


def new_reference() -> str:
    return "DS" + "".join(secrets.choice(CHARACTERS) for _number in range(6))


class PrivacyCaseQuerySet(models.QuerySet["PrivacyCase"]):
    def open(self) -> Self:
        return self.exclude(state__in=ENDS)

    def by_deadline(self) -> Self:
        return self.open().order_by("due_on", "pk")

    def waiting_for_second(self) -> Self:
        return self.filter(state=S.SECOND).order_by("due_on", "pk")

    def visible_to(self, user: Any) -> Self:
        """All for Datenschutz; the Leitung sees what waits for a second person, and only as long (G-051)."""
        if user.has_role(Role.PRIVACY):
            return self
        return self.filter(state=S.SECOND) if user.has_role(Role.LEAD) else self.none()

    @transaction.atomic
    def take_in(self, *, by: Actor, received_on: date, **facts: Any) -> "PrivacyCase":
        """Open a case; from the day it came in the month runs (G-101)."""
        case = self.create(
            reference=new_reference(),
            received_on=received_on,
            due_on=deadlines.due_on(received_on),
            responsible_id=by.account_id,
            **facts,
        )
        record(case, "add", by=by, to_state=S.OPEN)
        return case


class PrivacyCase(models.Model):
    """Nothing is shown, changed or erased for a case before it is known who asks."""

    reference = models.CharField(_("Nummer"), max_length=8, unique=True)
    state = models.CharField(_("Stand"), max_length=10, choices=S.choices, default=S.OPEN)
    article = models.CharField(_("Anliegen"), max_length=2, choices=Article.choices)
    channel = models.CharField(_("eingegangen per"), max_length=10, choices=Channel.choices)
    received_on = models.DateField(_("eingegangen am"))
    due_on = models.DateField(_("antworten bis"))
    extension = models.CharField(_("verlängert, weil"), max_length=10, choices=Extension.choices, blank=True)
    identity = models.CharField(
        _("Identität geprüft durch"), max_length=10, choices=Identity.choices, blank=True
    )
    name = models.CharField(_("Name"), max_length=160, blank=True)
    email = models.EmailField(_("E-Mail"), blank=True)
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    address = models.CharField(_("Anschrift"), max_length=200, blank=True)
    language = models.CharField(_("Sprache der Schreiben"), max_length=12, default=SOURCE)
    note = models.TextField(_("Worum es geht"), max_length=2000, blank=True)
    answer = models.TextField(_("Antwort"), max_length=4000, blank=True)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("zuständig"),
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    plan = models.CharField(_("Prüfwert der Vorschau"), max_length=64, blank=True, editable=False)
    result = models.CharField(_("Ergebnis"), max_length=10, choices=Result.choices, blank=True)
    refusal = models.CharField(_("abgelehnt, weil"), max_length=10, choices=Refusal.choices, blank=True)
    closed_at = models.DateTimeField(_("abgeschlossen"), null=True)

    retention = Retention(
        personal=" ".join(PERSONAL),
        operational="reference state article channel received_on due_on extension identity language plan"
        " result refusal",
        purpose=_("Rechte nach der Datenschutz-Grundverordnung erfüllen und das nachweisen"),
        rules=[
            Rule(
                "privacy.case_days",
                _("Anfrage zu den eigenen Daten: Name, Kontakt und Schriftwechsel"),
                starts=_("Abschluss"),
                clock="closed_at",
                period=days(1096, low=183, high=1826),
                then=blank(*PERSONAL),
                needs_confirmation=_("Wie lange bleibt der Nachweis einer Datenschutz-Anfrage (3 Jahre)?"),
            ),
        ],
    )

    objects = PrivacyCaseQuerySet.as_manager()
    if TYPE_CHECKING:
        items: CaseItemQuerySet
        answers: "AnswerQuerySet"
        corrections: "CorrectionQuerySet"
    TRANSITIONS: ClassVar[tuple[tuple[str, str], ...]] = STEPS
    STARTS: ClassVar[dict[str, frozenset[str]]] = STARTS
    TOLD: ClassVar[dict[str, Words]] = {
        "confirm_identity": _("Identität geprüft"),
        "check_identity_again": _("Identität neu geprüft"),
        "search": _("Gesucht"),
        "take_items": _("Datensätze zugeordnet"),
        "drop_item": _("Datensatz entfernt"),
        "make_answer": _("Auskunft erstellt"),
        "fetch_answer": _("Auskunft abgeholt"),
        "download_answer": _("Auskunft heruntergeladen"),
        "propose_erasure": _("Löschung vorgelegt"),
        "return_erasure": _("Löschung zurückgegeben"),
        "erase_items": _("Löschung bestätigt"),
        "restrict": _("Eingeschränkt"),
        "lift_restriction": _("Einschränkung aufgehoben"),
        "ask_correction": _("Berichtigung erbeten"),
        "extend": _("Frist verlängert"),
        "finish": _("Beantwortet"),
        "refuse": _("Abgelehnt"),
        "withdraw": _("Zurückgenommen"),
    }

    class Meta:
        verbose_name = _("Datenschutz-Anfrage")
        verbose_name_plural = _("Datenschutz-Anfragen")
        ordering = ["due_on", "pk"]
        indexes = [models.Index(name="privacy_open", fields=["due_on"], condition=~Q(state__in=sorted(ENDS)))]
        constraints = [
            models.CheckConstraint(name="privacy_state_is_known", condition=Q(state__in=S.values)),
            models.CheckConstraint(name="privacy_article_is_known", condition=Q(article__in=Article.values)),
            models.CheckConstraint(
                name="privacy_nothing_before_identity",
                condition=Q(state__in=[S.OPEN, S.REFUSED, S.WITHDRAWN]) | ~Q(identity=""),
                violation_error_message=_("Zuerst muss feststehen, wer fragt."),
            ),
            models.CheckConstraint(
                name="privacy_end_is_dated_and_has_result",
                condition=Q(state__in=sorted(ENDS), closed_at__isnull=False) & ~Q(result="")
                | ~Q(state__in=sorted(ENDS)) & Q(closed_at__isnull=True, result=""),
            ),
            models.CheckConstraint(
                name="privacy_refused_has_reason",
                condition=Q(state=S.REFUSED) & ~Q(refusal="") | ~Q(state=S.REFUSED) & Q(refusal=""),
            ),
            models.CheckConstraint(
                name="privacy_second_is_proposed", condition=~Q(state=S.SECOND) | ~Q(plan="")
            ),
            models.CheckConstraint(
                name="privacy_is_due_after_it_came", condition=Q(due_on__gt=models.F("received_on"))
            ),
        ]
        triggers = [steps("privacy_steps", STEPS)]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_over(self) -> bool:
        return self.state in ENDS

    @property
    def is_answered(self) -> bool:
        """There is something to tell the person; after three years nothing of it is left."""
        return self.state in {S.DONE, S.REFUSED} and any((self.name, self.email, self.address))

    @property
    def is_identified(self) -> bool:
        return bool(self.identity)

    @property
    def is_late(self) -> bool:
        """See also `PrivacyCaseQuerySet.by_deadline`."""
        return not self.is_over and self.due_on < today()

    @property
    def headline(self) -> str:
        """For lists and „Heute“: no name, it may be read over a shoulder."""
        return f"{self.reference}: {self.get_article_display()}"

    def must_be_at_work(self) -> None:
        """Raises `WrongStateError` unless somebody may work with the records of the person."""
        if self.state != S.WORK:
            raise WrongStateError(self, self.state, [S.WORK])

    # Who asks ---------------------------------------------------------------------------------------------

    def confirm_identity(self, *, by: Actor, identity: str) -> None:
        """It is clear who asks; from now on records may be looked for."""
        move(
            self, "confirm_identity", start=STARTS["confirm_identity"], to=S.WORK, by=by,
            reason=identity, identity=identity,
        )  # fmt: skip

    @transaction.atomic
    def check_identity_again(self, *, by: Actor, identity: str) -> None:
        """It was noted otherwise than it was, or somebody looked a second time."""
        if not PrivacyCase.objects.filter(pk=self.pk, state=S.WORK).update(identity=identity):
            raise WrongStateError(self, self.state, [S.WORK])
        record(self, "check_identity_again", by=by, reason=identity)
        self.refresh_from_db()

    @transaction.atomic
    def change_facts(self, *, by: Actor, **facts: str) -> None:
        """Who asks and how they are reached."""
        rows = PrivacyCase.objects.filter(pk=self.pk, state__in=STARTS["change_facts"])
        if not rows.update(**facts):
            raise WrongStateError(self, self.state, STARTS["change_facts"])
        record(self, "change", by=by)
        self.refresh_from_db()

    @transaction.atomic
    def extend(self, *, by: Actor, extension: str) -> None:
        """Two months more, once, as long as the first month runs (Art. 12 (3))."""
        if self.extension or self.due_on < today():
            raise ValidationError(
                _("Verlängern geht einmal, und nur solange die erste Frist noch läuft (Artikel 12 Absatz 3).")
            )
        until = deadlines.due_on(self.received_on, deadlines.LONGEST)
        open_rows = PrivacyCase.objects.filter(pk=self.pk, state__in=STARTS["extend"], extension="")
        if not open_rows.update(extension=extension, due_on=until):
            raise WrongStateError(self, self.state, STARTS["extend"])
        record(self, "extend", by=by, reason=extension)
        self.refresh_from_db()
        letters.case_extended(self)

    # The records ------------------------------------------------------------------------------------------

    def note_search(self, *, by: Actor, terms: Iterable[str]) -> None:
        """By what was searched, never what was typed (G-083)."""
        record(self, "search", by=by, reason="+".join(terms))

    @transaction.atomic
    def take_items(self, *, by: Actor, keys: Iterable[str]) -> int:
        """These records belong to the person."""
        self.must_be_at_work()
        count = CaseItem.objects.add_keys(self, keys)
        if count:
            record(self, "take_items", by=by)
        return count

    @transaction.atomic
    def drop_item(self, *, by: Actor, item: CaseItem) -> None:
        """It is somebody else's after all."""
        self.must_be_at_work()
        item.delete()
        record(self, "drop_item", by=by, reason=item.kind)

    @transaction.atomic
    def ask_correction(self, *, by: Actor, item: CaseItem, text: str) -> None:
        """Whoever works with the record puts it right in its own form (G-104)."""
        self.must_be_at_work()
        self.corrections.create(kind=item.kind, number=item.number, text=text)
        record(self, "ask_correction", by=by, reason=item.kind)

    # Erasing ----------------------------------------------------------------------------------------------

    def propose_erasure(self, *, by: Actor, plan: str) -> None:
        """Everything is looked at; a second person decides (G-105)."""
        move(
            self, "propose_erasure", start=STARTS["propose_erasure"], to=S.SECOND, by=by,
            plan=plan, proposed_by_id=by.account_id,
        )  # fmt: skip

    def return_erasure(self, *, by: Actor) -> None:
        """Not like this; back to the desk."""
        move(
            self, "return_erasure", start=STARTS["return_erasure"], to=S.WORK, by=by,
            plan="", proposed_by=None,
        )  # fmt: skip

    def erase_items(self, *, by: Actor) -> None:
        """The second person has confirmed; `erasing.confirm()` erases in the same transaction."""
        self.must_be_second(by)
        move(self, "erase_items", start=STARTS["erase_items"], to=S.WORK, by=by, plan="")

    def must_be_second(self, by: Actor) -> None:
        """Raises `ValidationError` for the person who proposed it."""
        if by.account_id is None or by.account_id == self.proposed_by_id:
            raise ValidationError(_("Bestätigen muss jemand anderes als die Person, die vorgeschlagen hat."))

    # Restricting ------------------------------------------------------------------------------------------

    @transaction.atomic
    def restrict(self, rows: Iterable[models.Model], *, by: Actor, ground: str, until: date) -> int:
        """These records are stored only, until somebody lifts it; letters about them stop (G-106)."""
        self.must_be_at_work()
        count = 0
        for row in rows:
            Hold.objects.place(row, by=by, reason=HoldReason.RESTRICTED, until=until)
            Letter.objects.about(row).stop()
            count += 1
        record(self, "restrict", by=by, reason=ground)
        return count

    @transaction.atomic
    def lift_restriction(self, holds: Iterable[Hold], *, by: Actor) -> int:
        """The reason is gone; the person is told before (Art. 18 (3))."""
        self.must_be_at_work()
        count = sum(hold.lift(by=by) for hold in holds)
        if count:
            record(self, "lift_restriction", by=by)
            letters.restriction_lifted(self, count)
        return count

    # The end ----------------------------------------------------------------------------------------------

    @transaction.atomic
    def finish(self, *, by: Actor, result: str, answer: str) -> None:
        """Answer and close; what the person reads is kept as proof until its period ends (G-107)."""
        self._end("finish", S.DONE, by=by, result=result, answer=answer)

    @transaction.atomic
    def refuse(self, *, by: Actor, refusal: str, answer: str = "") -> None:
        """Say no, why, and where to complain (Art. 12 (4))."""
        self._end("refuse", S.REFUSED, by=by, result=Result.REFUSED, refusal=refusal, answer=answer)

    @transaction.atomic
    def withdraw(self, *, by: Actor) -> None:
        """The person does not want it any more; no letter."""
        self._close("withdraw", S.WITHDRAWN, by=by, result=Result.WITHDRAWN)

    def _end(self, verb: str, to: str, *, by: Actor, **fields: Any) -> None:
        self._close(verb, to, by=by, **fields)
        letters.case_answered(self)

    def _close(self, verb: str, to: str, *, by: Actor, **fields: Any) -> None:
        reason = fields.get("refusal") or fields["result"]
        move(self, verb, start=STARTS[verb], to=to, by=by, reason=reason, closed_at=timezone.now(), **fields)
