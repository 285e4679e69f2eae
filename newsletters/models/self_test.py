"""What a self-test of sending has found, per newsletter; the mail itself is never kept (N-150 to N-153)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as now_say
from django.utils.translation import gettext_lazy as _

from goslar_portal import office
from goslar_portal.journal.models import Actor, record
from goslar_portal.retention import DELETE, Retention, Rule, days
from newsletters.models.channel import Channel


class SelfTestQuerySet(models.QuerySet["SelfTest"]):
    @transaction.atomic
    def keep(self, channel: Channel, outcomes: Mapping[str, str], *, by: Actor) -> "SelfTest":
        """`outcomes` says of each check how it ended; passed is what keeps all of them."""
        passed = bool(outcomes) and set(outcomes.values()) == {"met"}
        row = self.create(
            channel=channel, outcomes=dict(outcomes), is_passed=passed, tested_by_id=by.account_id
        )
        record(row, "self_test", by=by)
        return row

    def last_of(self, channel: Channel) -> "SelfTest | None":
        return self.filter(channel=channel).order_by("-tested_at", "-pk").first()

    def fresh(self) -> Self:
        """Passed, and not too long ago."""
        return self.filter(is_passed=True, tested_at__gte=_oldest())

    def problem(self, channel: Channel) -> str:
        """Why sending is not proven to be in order now, in a sentence; empty when it is (N-153)."""
        passed = self.filter(channel=channel, is_passed=True).order_by("-tested_at").first()
        if passed is None:
            return now_say("Der Versand-Selbsttest wurde noch nie ganz bestanden.")
        day = date_format(timezone.localtime(passed.tested_at), "j. F Y")
        if passed.tested_at < channel.sender_changed_at:
            return now_say("Der Absender wurde nach dem letzten Selbsttest vom %s geändert.") % day
        if passed.tested_at < _oldest():
            return now_say("Der letzte bestandene Selbsttest ist vom %s.") % day
        return ""


def _oldest() -> datetime:
    return timezone.now() - timedelta(days=int(office.value("newsletters.self_test_days")))


class SelfTest(models.Model):
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, verbose_name=_("Newsletter"))
    outcomes = models.JSONField(_("Ergebnisse"))
    is_passed = models.BooleanField(_("bestanden"))
    tested_at = models.DateTimeField(_("geprüft"), default=timezone.now)
    tested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+",
        verbose_name=_("von"),
    )  # fmt: skip

    retention = Retention(
        operational="outcomes is_passed",
        rules=[
            Rule(
                "newsletters.self_test_kept_days",
                _("Ergebnis eines Versand-Selbsttests, ohne die E-Mail"),
                starts=_("Prüfung"),
                clock="tested_at",
                period=days(731, low=180, high=1096),
                then=DELETE,
            ),
        ],
    )

    objects = SelfTestQuerySet.as_manager()

    class Meta:
        verbose_name = _("Versand-Selbsttest")
        verbose_name_plural = _("Versand-Selbsttests")
        ordering = ["-tested_at", "-pk"]

    def __str__(self) -> str:
        return f"Selbsttest {self.pk}"
