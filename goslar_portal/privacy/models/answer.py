"""The answer to be fetched: two files for 14 days, behind a link and a code from another way (G-103)."""

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goslar_portal import office
from goslar_portal.journal.models import Actor, record
from goslar_portal.links.models import AccessLink
from goslar_portal.privacy import letters
from goslar_portal.retention import DELETE, Retention, Rule, days

if TYPE_CHECKING:
    from goslar_portal.privacy.models.case import PrivacyCase

PURPOSE = "privacy_answer"
MOST_TRIES = 5
CODE_SIGNS, CODE_LENGTH = "23456789ABCDEFGHJKMNPQRSTUVWXYZ", 10
CASE = "privacy.PrivacyCase"


class AnswerQuerySet(models.QuerySet["Answer"]):
    def of(self, case: "PrivacyCase") -> Self:
        return self.filter(case=case)

    @transaction.atomic
    def make(self, case: "PrivacyCase", pdf: bytes, json: bytes, *, by: Actor) -> "tuple[Answer, str]":
        """Put both files down and return the code, which is stored nowhere in clear. A new answer
        takes the place of an older one."""
        case.must_be_at_work()
        self.of(case).withdraw()
        code = "".join(secrets.choice(CODE_SIGNS) for _sign in range(CODE_LENGTH))
        lifetime = timedelta(days=int(office.value("privacy.answer_days")))
        row = self.create(case=case, pdf=pdf, json=json, expires_at=timezone.now() + lifetime)
        self.filter(pk=row.pk).update(code_hash=fingerprint(row.pk, code))
        row.refresh_from_db()
        record(case, "make_answer", by=by)
        if case.email:
            letters.answer_ready(case, AccessLink.objects.mint(row, purpose=PURPOSE, lifetime=lifetime), row)
        return row, code

    def withdraw(self) -> None:
        """Files, code and links go at once."""
        for row in self:
            AccessLink.objects.revoke(row, PURPOSE)
        self.delete()

    def living(self) -> Self:
        return self.filter(expires_at__gt=timezone.now())


def fingerprint(number: int, code: str) -> bytes:
    """With the key of the installation: ten signs alone could be tried out by whoever holds the table."""
    key = settings.ADDRESS_HASH_KEY.encode()
    return hmac.digest(key, f"privacy\0{number}\0{tidy(code)}".encode(), hashlib.sha256)


def tidy(code: str) -> str:
    """Read aloud and typed again: case, blanks and hyphens say nothing."""
    return "".join(sign for sign in code.upper() if sign.isalnum())


class Answer(models.Model):
    """`pdf` and `json` may each be fetched once."""

    case = models.ForeignKey(
        CASE, on_delete=models.CASCADE, related_name="answers", verbose_name=_("Anfrage")
    )
    pdf = models.BinaryField(_("PDF"))
    json = models.BinaryField(_("JSON"))
    code_hash = models.BinaryField(_("Prüfwert des Codes"), max_length=32, null=True)
    tries = models.PositiveSmallIntegerField(_("falsche Codes"), default=0)
    made_at = models.DateTimeField(_("erstellt"), default=timezone.now)
    expires_at = models.DateTimeField(_("abrufbar bis"))
    pdf_taken_at = models.DateTimeField(_("PDF abgeholt"), null=True)
    json_taken_at = models.DateTimeField(_("JSON abgeholt"), null=True)

    retention = Retention(
        personal="pdf json code_hash",
        operational="tries",
        purpose=_("Antwort auf eine Anfrage zu den eigenen Daten"),
        rules=[
            Rule(
                "privacy.answer_days",
                _("Zusammengestellte Antwort zum Abholen"),
                starts=_("Erstellung"),
                clock="made_at",
                period=days(14, low=3, high=30),
                then=DELETE,
            ),
        ],
    )

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("Antwort zum Abholen")
        verbose_name_plural = _("Antworten zum Abholen")
        constraints = [
            models.UniqueConstraint(name="one_answer_per_case", fields=["case"]),
            models.CheckConstraint(name="answer_tries_end", condition=Q(tries__lte=MOST_TRIES)),
        ]

    def __str__(self) -> str:
        return f"Antwort {self.pk}"

    @property
    def is_open(self) -> bool:
        """Somebody with the code may still fetch something."""
        is_taken = self.pdf_taken_at and self.json_taken_at
        return not is_taken and self.tries < MOST_TRIES and self.expires_at > timezone.now()

    @property
    def left(self) -> list[str]:
        """What was not fetched yet."""
        taken = {"pdf": self.pdf_taken_at, "json": self.json_taken_at}
        return [kind for kind, at in taken.items() if at is None]

    @property
    def tries_left(self) -> int:
        return MOST_TRIES - self.tries

    def knows(self, code: str) -> bool:
        """Whether this is the code; a wrong one is counted, and the fifth ends the link."""
        rows = Answer.objects.filter(pk=self.pk, tries__lt=MOST_TRIES)
        if self.code_hash is None or not rows.exists():
            return False
        if hmac.compare_digest(bytes(self.code_hash), fingerprint(self.pk, code)):
            return True
        rows.update(tries=F("tries") + 1)
        self.refresh_from_db()
        return False

    @transaction.atomic
    def download(self, kind: str, *, by: Actor) -> bytes:
        """For the desk, to be printed or handed over; the person's own link stays as it is."""
        record(self.case, "download_answer", by=by, reason=kind)
        return bytes(self.pdf if kind == "pdf" else self.json)

    @transaction.atomic
    def hand_out(self, kind: str, *, by: Actor) -> bytes | None:
        """The file, once; None when somebody was faster."""
        column = f"{kind}_taken_at"
        if (
            not Answer.objects.living()
            .filter(pk=self.pk, **{column: None})
            .update(**{column: timezone.now()})
        ):
            return None
        record(self.case, "fetch_answer", by=by, reason=kind)
        return bytes(self.pdf if kind == "pdf" else self.json)
