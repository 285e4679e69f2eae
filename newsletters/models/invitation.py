"""People on an older list are asked once whether they still want the newsletter (N-109)."""

import csv
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from goslar_portal import office
from goslar_portal.journal.models import Actor, record
from goslar_portal.retention import DELETE, Retention, Rule, days
from newsletters import addresses
from newsletters.models.channel import SOURCE, Channel, Wording
from newsletters.models.choices import Way
from newsletters.models.signup import SignUp

MOST_LINES = 5000


@dataclass
class Reading:
    """A file of addresses: the good ones, and for each of the others its line and what is wrong."""

    good: list[str] = field(default_factory=list)
    bad: list[tuple[int, str]] = field(default_factory=list)


def read_list(text: str) -> Reading:
    """One address per line; what stands in further columns is not read, a heading is passed by."""
    found = Reading()
    known: set[str] = set()
    for number, row in enumerate(_rows(text), start=1):
        typed = row[0].strip() if row else ""
        if not typed or (number == 1 and "@" not in typed):
            continue
        problem = _problem(typed, known)
        if problem:
            found.bad.append((number, problem))
        else:
            known.add(typed.lower())
            found.good.append(addresses.tidy(typed))
    return found


def _rows(text: str) -> list[list[str]]:
    lines = text.splitlines(keepends=True)
    delimiter = ";" if lines and ";" in lines[0] else ","
    try:
        return list(csv.reader(lines, delimiter=delimiter))
    except csv.Error:  # a stray quotation mark that nothing closes
        return [line.split(delimiter) for line in lines]


def _problem(typed: str, known: set[str]) -> str:
    if len(known) >= MOST_LINES:
        return gettext("mehr als %(most)s Adressen") % {"most": MOST_LINES}
    try:
        validate_email(typed)
    except ValidationError:
        return gettext("keine E-Mail-Adresse")
    if len(typed) > addresses.LONGEST:
        return gettext("zu lang")
    return gettext("steht weiter oben schon") if typed.lower() in known else ""


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def waiting(self) -> Self:
        return self.exclude(approved_at=None).order_by("pk")

    @transaction.atomic
    def propose(self, channel: Channel, good: list[str]) -> "list[Invitation]":
        """Kept to be looked at; nothing leaves before a second click. An earlier proposal is replaced."""
        self.filter(channel=channel, approved_at=None).delete()
        return self.bulk_create(Invitation(channel=channel, email=address) for address in good)

    def proposed(self, channel: Channel) -> Self:
        return self.filter(channel=channel, approved_at=None)

    @transaction.atomic
    def approve(self, channel: Channel, *, by: Actor) -> int:
        count = self.proposed(channel).update(approved_at=timezone.now())
        if count:
            record(channel, "invite", by=by)
        return count

    def send_some(self) -> int:
        """As many as this hour still allows; each becomes a wish that has to be confirmed."""
        hour = timezone.now() - timedelta(hours=1)
        sent = SignUp.objects.filter(way=Way.INVITATION, created_at__gt=hour).count()
        room = max(0, int(office.value("newsletters.invitations_per_hour")) - sent)
        wordings = Wording.objects.current(SOURCE)
        rows = list(self.waiting()[:room])
        for row in rows:
            row.send(wordings[row.channel_id])
        return len(rows)


class Invitation(models.Model):
    """One address of an older list, until its mail is written."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, verbose_name=_("Newsletter"))
    email = models.EmailField(_("E-Mail-Adresse"), max_length=addresses.LONGEST)
    created_at = models.DateTimeField(_("eingelesen"), default=timezone.now)
    approved_at = models.DateTimeField(_("freigegeben"), null=True)

    retention = Retention(
        personal="email",
        purpose=_("Einladung zu einem Newsletter"),
        rules=[
            Rule(
                "newsletters.list_days",
                _("Adresse eines älteren Verteilers, noch nicht eingeladen"),
                starts=_("Einlesen der Liste"),
                clock="created_at",
                period=days(14, low=1, high=30),
                then=DELETE,
            ),
        ],
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("Einladung")
        verbose_name_plural = _("Einladungen")
        ordering = ["pk"]
        indexes = [
            models.Index(name="invitations_waiting", fields=["id"], condition=Q(approved_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"Einladung {self.pk}"

    @transaction.atomic
    def send(self, wording: Wording) -> Any:
        """False when another worker was faster."""
        if not Invitation.objects.filter(pk=self.pk).delete()[0]:
            return False
        SignUp.objects.ask(email=self.email, language=SOURCE, wordings=[wording], way=Way.INVITATION)
        return True
