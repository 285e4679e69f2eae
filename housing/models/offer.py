"""Offers of dwellings: from the landlord's draft to its end. Every step is one verb here (H-090, H-091)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goslar_portal import office, states
from goslar_portal.dates import today
from goslar_portal.journal.models import Actor, ActorKind, record
from goslar_portal.links.models import AccessLink
from goslar_portal.mail.models import Letter, LetterState
from goslar_portal.states import WrongStateError, move
from housing import letters
from housing.models import reference as references
from housing.models.choices import Channel
from housing.models.consents import Consent
from housing.models.contacts import CALLBACK, ContactEntry, Task
from housing.models.landlord import Landlord
from housing.models.offer_facts import FACT_RULES, OfferFacts
from housing.models.offer_questions import OfferQuerySet, reply_by
from housing.models.offer_rules import OFFER_RULES
from housing.models.offer_states import CLOSED, OPEN, STARTS, TRANSITIONS, UNSENT, OfferState
from housing.models.reasons import Reason
from housing.roles import is_lead


class Offer(OfferFacts):
    state = models.CharField(
        _("Stand"), max_length=12, choices=OfferState.choices, default=OfferState.DRAFT, editable=False
    )
    reference = models.CharField(_("Aktenzeichen"), max_length=20, null=True, unique=True, editable=False)  # noqa: DJ001  # unique, and missing until received
    channel = models.CharField(
        _("eingegangen per"), max_length=10, choices=Channel.choices, default=Channel.WEB, editable=False
    )
    landlord = models.ForeignKey(
        Landlord,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="offers",
        verbose_name=_("Vermieter"),
    )
    entitled = models.BooleanField(_("Berechtigung zur Vermietung bestätigt"), default=False)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("zuständig"),
    )
    marks = ArrayField(
        models.CharField(max_length=40), verbose_name=_("Vermerke"), default=list, blank=True, editable=False
    )

    # The way of the form
    answers = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder, editable=False)
    completed_steps = ArrayField(models.CharField(max_length=20), default=list, blank=True, editable=False)
    draft_key_hash = models.BinaryField(max_length=32, null=True, unique=True, editable=False)
    draft_changed_at = models.DateTimeField(_("Entwurf geändert"), null=True, editable=False)
    submitted_at = models.DateTimeField(_("abgesendet"), null=True, editable=False)
    reminded_at = models.DateTimeField(_("erinnert"), null=True, editable=False)
    opt_in_count = models.PositiveSmallIntegerField(_("Bestätigungsmails"), default=0, editable=False)
    confirmed_at = models.DateTimeField(_("E-Mail bestätigt"), null=True, editable=False)

    # The way of the work
    received_at = models.DateTimeField(_("eingegangen"), null=True, editable=False)
    reply_by = models.DateField(_("Antwort bis"), null=True, editable=False)
    last_contact_on = models.DateField(_("letzter Kontakt"), null=True, editable=False)
    failed_attempts = models.PositiveSmallIntegerField(_("vergebliche Versuche"), default=0, editable=False)
    query_text = models.CharField(_("Rückfrage"), max_length=2000, blank=True, editable=False)
    queried_at = models.DateTimeField(_("gefragt am"), null=True, editable=False)
    answer_text = models.CharField(_("Antwort"), max_length=2000, blank=True, editable=False)
    paused_until = models.DateField(_("pausiert bis"), null=True, editable=False)
    state_before_pause = models.CharField(max_length=12, blank=True, editable=False)
    available_since = models.DateTimeField(_("verfügbar seit"), null=True, editable=False)
    acceptance_reason = models.ForeignKey(
        Reason,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("ohne Besichtigung, weil"),
    )
    closed_at = models.DateTimeField(_("beendet am"), null=True, editable=False)
    closing_reason = models.ForeignKey(
        Reason,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("beendet, weil"),
    )
    comment = models.CharField(_("interne Bemerkung"), max_length=1000, blank=True, editable=False)

    objects = OfferQuerySet.as_manager()
    TRANSITIONS: ClassVar[tuple[tuple[str, str], ...]] = TRANSITIONS
    STARTS: ClassVar[dict[str, frozenset[str]]] = STARTS

    class Meta:
        verbose_name = _("Angebot")
        verbose_name_plural = _("Angebote")
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(name="offers_newest_first", fields=["-received_at", "-id"]),
            models.Index(name="offers_by_state", fields=["state", "-received_at"]),
            models.Index(
                name="offers_not_sent", fields=["draft_changed_at"], condition=Q(state__in=sorted(UNSENT))
            ),
        ]
        constraints = [*FACT_RULES, *OFFER_RULES]
        triggers = [states.steps("offer_steps", TRANSITIONS)]

    def __str__(self) -> str:
        return self.reference or f"{self._meta.verbose_name} {self.pk}"

    # Facts ------------------------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_closed(self) -> bool:
        return self.state in CLOSED

    @property
    def missing_for_release(self) -> list[str]:
        """What must be known before the dwelling may be placed (H-091, `accept`)."""
        needed = {
            _("Straße"): self.street,
            _("Wohnfläche"): self.living_area,
            _("Kaltmiete"): self.net_cold_rent is not None,
            _("Berechtigung zur Vermietung"): self.entitled,
        }
        return [str(label) for label, known in needed.items() if not known]

    @property
    def landlord_reason_text(self) -> str:
        """What status page and letter may say about the end; never the comment of the staff (H-310)."""
        return self.closing_reason.landlord_text if self.closing_reason_id and self.closing_reason else ""

    # The landlord's form ----------------------------------------------------------------------------------

    @transaction.atomic
    def keep_answers(self, step: str, lists: dict[str, list[str]], *, is_done: bool = True) -> None:
        """Keep what was typed in one step; `is_done` when it was complete and right."""
        drafts = Offer.objects.select_for_update().filter(pk=self.pk, state=OfferState.DRAFT)
        row = drafts.values("answers", "completed_steps").first()
        if row is None:
            current = Offer.objects.filter(pk=self.pk).values_list("state", flat=True).first()
            raise WrongStateError(self, current or "", {OfferState.DRAFT})
        others = [name for name in row["completed_steps"] if name != step]
        self.answers = row["answers"] | {step: lists}
        self.completed_steps = [*others, step] if is_done else others
        self.draft_changed_at = timezone.now()
        drafts.update(
            answers=self.answers,
            completed_steps=self.completed_steps,
            draft_changed_at=self.draft_changed_at,
        )

    @transaction.atomic
    def submit(
        self,
        *,
        by: Actor,
        facts: dict[str, Any],
        contact: dict[str, Any],
        consents: Iterable[str],
        marks: Iterable[str] = (),
    ) -> None:
        """The landlord sends the form; the address has to be confirmed before anybody reads it."""
        contact = dict(contact)
        entitled = bool(contact.pop("entitled", False))
        entry = Landlord(**contact)
        entry.clean()
        entry.save()
        move(
            self,
            "submit",
            start=STARTS["submit"],
            to=OfferState.UNCONFIRMED,
            by=by,
            **facts,
            landlord=entry,
            entitled=entitled,
            marks=sorted(marks),
            answers={},
            completed_steps=[],
            submitted_at=timezone.now(),
            opt_in_count=1,
        )
        Consent.objects.give(self, consents, channel=Channel.WEB)
        letters.offer_submitted(self, self._opt_in_token())

    @transaction.atomic
    def send_again(self, *, by: Actor, email: str = "") -> None:
        """Mail the link once more, on request to a corrected address; a few times only (H-062)."""
        most = 1 + int(office.value("housing.opt_in_repeats"))
        rows = Offer.objects.filter(pk=self.pk, state=OfferState.UNCONFIRMED)
        if not rows.exists():
            self.refresh_from_db()
            raise WrongStateError(self, self.state, STARTS["send_again"])
        if not rows.filter(opt_in_count__lt=most).update(opt_in_count=F("opt_in_count") + 1):
            raise ValidationError(_("Wir haben die E-Mail schon mehrmals geschickt. Bitte rufen Sie uns an."))
        if email:
            Landlord.objects.filter(pk=self.landlord_id).update(email=email.strip().lower())
            AccessLink.objects.revoke(self, "offer_confirm")
        record(self, "send_again", by=by)
        self.refresh_from_db()
        letters.offer_submitted(self, self._opt_in_token())

    @transaction.atomic
    def remind(self, *, by: Actor) -> None:
        """One reminder before an unconfirmed offer is erased (H-062)."""
        rows = Offer.objects.filter(pk=self.pk, state=OfferState.UNCONFIRMED, reminded_at=None)
        if rows.update(reminded_at=timezone.now()):
            self.refresh_from_db()
            record(self, "remind", by=by)
            letters.offer_reminded(self, self._opt_in_token())

    @transaction.atomic
    def confirm(self, *, by: Actor) -> None:
        """The landlord has shown that the address is theirs: the offer gets its number and is there."""
        now = timezone.now()
        self.reference = references.next_reference(today().year)
        move(
            self,
            "confirm",
            start=STARTS["confirm"],
            to=OfferState.RECEIVED,
            by=by,
            reference=self.reference,
            confirmed_at=now,
            received_at=now,
            reply_by=reply_by(today()),
            draft_key_hash=None,
        )
        self._join_known_landlord()
        letters.offer_confirmed(self)

    # Daily work -------------------------------------------------------------------------------------------

    @transaction.atomic
    def take(self, *, by: Actor) -> None:
        """A case worker takes the offer over and is responsible from now on."""
        move(
            self,
            "take",
            start=STARTS["take"],
            to=OfferState.IN_REVIEW,
            by=by,
            responsible_id=by.account_id,
        )

    @transaction.atomic
    def ask(self, *, by: Actor, text: str) -> None:
        """Ask the landlord back; the letter holds the question and the way to answer."""
        move(
            self,
            "ask",
            start=STARTS["ask"],
            to=OfferState.QUERY,
            by=by,
            query_text=text.strip(),
            queried_at=timezone.now(),
            answer_text="",
        )
        self._write(letters.offer_queried)

    @transaction.atomic
    def answer(self, *, by: Actor, text: str = "") -> None:
        """The answer has come, by the landlord or told to the case worker."""
        move(self, "answer", start=STARTS["answer"], to=OfferState.IN_REVIEW, by=by, answer_text=text.strip())
        if by.kind != ActorKind.STAFF:
            self.tasks.create(text=_("Antwort auf die Rückfrage prüfen"), assigned_to=self.responsible)

    @transaction.atomic
    def accept(self, *, by: Actor, reason: Reason, comment: str = "") -> None:
        """Release the dwelling for placing, without a viewing for the reason given."""
        _of_list(reason, "offer_acceptance_without_viewing")
        reason.check_use(comment=comment, is_lead=is_lead(by))
        if missing := self.missing_for_release:
            raise ValidationError(
                _("Vor der Freigabe fehlt noch: %(missing)s. Bitte im Angebot ergänzen.")
                % {"missing": ", ".join(missing)}
            )
        move(
            self,
            "accept",
            start=STARTS["accept"],
            to=OfferState.AVAILABLE,
            by=by,
            reason=reason.code,
            acceptance_reason=reason,
            comment=comment.strip(),
            available_since=timezone.now(),
        )
        self._write(letters.offer_accepted)

    @transaction.atomic
    def pause(self, *, by: Actor, until: date, reason: Reason | None = None) -> None:
        """Take the offer out of the work until a day; it comes back by itself."""
        _of_list(reason, "offer_pause")
        latest = today() + timedelta(days=int(office.value("housing.longest_pause_days")))
        if not today() < until <= latest:
            raise ValidationError(
                {
                    "until": _("Bitte einen Tag zwischen morgen und dem %(day)s.")
                    % {"day": f"{latest:%d.%m.%Y}"}
                }
            )
        move(
            self,
            "pause",
            start=STARTS["pause"],
            to=OfferState.PAUSED,
            by=by,
            reason=reason.code if reason else "",
            state_before_pause=F("state"),
            paused_until=until,
        )

    @transaction.atomic
    def resume(self, *, by: Actor) -> None:
        """Back to the state before the pause."""
        before = Offer.objects.filter(pk=self.pk).values_list("state_before_pause", flat=True).first()
        move(
            self,
            "resume",
            start=STARTS["resume"],
            to=before or OfferState.RECEIVED,
            by=by,
            state_before_pause="",
            paused_until=None,
        )

    # The end ----------------------------------------------------------------------------------------------

    @transaction.atomic
    def withdraw(self, *, by: Actor, reason: Reason | None = None) -> None:
        """Take the offer off the list at the landlord's wish; a reserved one only by the staff."""
        _of_list(reason, "offer_withdrawal")
        start = STARTS["withdraw"] if by.kind == ActorKind.STAFF else OPEN - {OfferState.RESERVED}
        self._close("withdraw", OfferState.WITHDRAWN, start=start, by=by, reason=reason)
        self._write(letters.offer_withdrawn)

    @transaction.atomic
    def reject(self, *, by: Actor, reason: Reason, comment: str = "") -> None:
        """Turn the offer down; the landlord reads the public sentence of the reason, or nothing."""
        _of_list(reason, "offer_rejection")
        reason.check_use(comment=comment, is_lead=is_lead(by))
        self._close(
            "reject",
            OfferState.REJECTED,
            start=STARTS["reject"],
            by=by,
            reason=reason,
            comment=comment.strip(),
        )
        if not reason.no_letter:
            self._write(letters.offer_rejected)

    @transaction.atomic
    def reopen(self, *, by: Actor, reason: Reason, comment: str = "") -> None:
        """Work on an ended offer again; after a suspicion of fraud only by the lead."""
        _of_list(reason, "offer_reopening")
        lead = is_lead(by)
        reason.check_use(comment=comment, is_lead=lead)
        if self.closing_reason_id == "offer_rejection.fraud_suspected" and not lead:
            raise ValidationError(_("Nach einem Betrugsverdacht öffnet nur die Leitung ein Angebot wieder."))
        move(
            self,
            "reopen",
            start=STARTS["reopen"],
            to=OfferState.IN_REVIEW,
            by=by,
            reason=reason.code,
            closed_at=None,
            closing_reason=None,
            comment=comment.strip(),
            responsible_id=by.account_id,
        )

    @transaction.atomic
    def erase(self, *, by: Actor) -> bool:
        """Remove an offer that was never confirmed, with everything about it; its journal line stays (H-062).

        False when nothing was removed: it was confirmed meanwhile, or a letter about it is just being sent.
        """
        row = Offer.objects.select_for_update().filter(pk=self.pk, state__in=UNSENT).first()
        if row is None or row.letters().filter(state=LetterState.SENDING).exists():
            return False
        record(row, "erase", by=by, from_state=row.state)
        landlord = row.landlord
        row.letters().delete()
        AccessLink.objects.filter(kind=row._meta.label_lower, number=row.pk).delete()
        row.delete()
        if landlord is not None and not landlord.offers.exists():
            landlord.delete()
        return True

    # Contacts and tasks -----------------------------------------------------------------------------------

    @transaction.atomic
    def note_contact(
        self,
        *,
        by: Actor,
        channel: str,
        direction: str,
        result: Reason,
        at: datetime | None = None,
        callback_on: date | None = None,
        note: str = "",
    ) -> ContactEntry:
        """Note a call, letter or visit; a callback becomes a task. The state stays."""
        _of_list(result, "contact_result")
        if result.pk == CALLBACK and callback_on is None:
            raise ValidationError({"callback_on": _("Bitte den Tag des Rückrufs angeben.")})
        entry = ContactEntry.objects.create(
            offer=self,
            at=at or timezone.now(),
            channel=channel,
            direction=direction,
            result=result,
            callback_on=callback_on,
            note=note.strip(),
            noted_by_id=by.account_id,
        )
        day = max(timezone.localdate(entry.at), self.last_contact_on or date.min)
        failed = F("failed_attempts") + 1 if result.is_attempt else 0
        Offer.objects.filter(pk=self.pk).update(last_contact_on=day, failed_attempts=failed)
        if callback_on:
            self.tasks.create(text=_("Zurückrufen"), due_on=callback_on, assigned_to_id=by.account_id)
        record(self, "note_contact", by=by, reason=result.code)
        self.refresh_from_db()
        return entry

    def add_task(self, *, by: Actor, text: str, due_on: date, assigned_to: Any = None) -> Task:
        """Put something to do on the record of this offer."""
        return self.tasks.create(text=text, due_on=due_on, assigned_to=assigned_to)

    def letters(self) -> models.QuerySet[Letter]:
        """Letters about this offer: their `once` is `<name>:<number of the offer>[:…]`."""
        return Letter.objects.filter(kind__startswith="housing.", once__regex=rf"^[a-z_.]+:{self.pk}(:|$)")

    # Parts of the verbs -----------------------------------------------------------------------------------

    def _close(
        self,
        verb: str,
        to: OfferState,
        *,
        start: frozenset[str],
        by: Actor,
        reason: Reason | None,
        **fields: Any,
    ) -> None:
        code = reason.code if reason else ""
        fields |= {"closed_at": timezone.now(), "closing_reason": reason}
        fields |= {"paused_until": None, "state_before_pause": ""}
        move(self, verb, start=start, to=to, by=by, reason=code, **fields)

    def _write(self, letter: Any) -> None:
        """Post a letter if the landlord has an address and wants to hear from us."""
        if self.landlord is not None and self.landlord.gets_mail:
            letter(self)

    def _opt_in_token(self) -> str:
        """A link that lives as long as the offer may stay unconfirmed."""
        hours = int(office.value("housing.opt_in_hours"))
        end = (self.submitted_at or timezone.now()) + timedelta(hours=hours)
        lifetime = max(end - timezone.now(), timedelta(minutes=1))
        return AccessLink.objects.mint(self, purpose="offer_confirm", lifetime=lifetime)

    def _join_known_landlord(self) -> None:
        """Confirmed addresses are unique: the second offer of a landlord joins the first entry (H-122)."""
        entry = self.landlord
        if entry is None:
            return
        try:
            with transaction.atomic():
                Landlord.objects.filter(pk=entry.pk).update(email_confirmed_at=timezone.now())
        except IntegrityError:
            known = Landlord.objects.confirmed(entry.email).exclude(pk=entry.pk).get()
            known.keep_differences(entry)
            Offer.objects.filter(pk=self.pk).update(landlord=known)
            self.consents.update(landlord=known)
            entry.delete()
        self.refresh_from_db()


def _of_list(reason: Reason | None, list_code: str) -> None:
    if reason is not None and reason.list_id != list_code:
        raise LookupError(f"{reason.pk} is not of the list {list_code}")
