"""The ledger: one row per issue and subscription, a record of its own (N-050 to N-062)."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.exceptions import PermissionDenied
from django.db import connection, models, transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goslar_portal import states
from goslar_portal.journal.models import Actor, record
from goslar_portal.retention import Retention, Rule, counts, days
from newsletters.models import ledger
from newsletters.models.frozen import Frozen
from newsletters.models.issue import Issue, IssueState
from newsletters.models.sending import wake_worker
from newsletters.models.subscription import Subscription

if TYPE_CHECKING:
    from newsletters.models.bounce import Bounce


class DeliveryState(models.TextChoices):
    OPEN = "open", _("offen")
    IN_DELIVERY = "in_delivery", _("in Zustellung")
    SENT = "sent", _("gesendet")
    REJECTED = "rejected", _("abgewiesen")
    UNCLEAR = "unclear", _("unklar")
    SKIPPED = "skipped", _("ausgelassen")
    GIVEN_UP = "given_up", _("aufgegeben")
    DROPPED = "dropped", _("verworfen")


D = DeliveryState
STEPS = (
    (D.OPEN, D.IN_DELIVERY), (D.OPEN, D.SKIPPED), (D.OPEN, D.GIVEN_UP), (D.OPEN, D.DROPPED),
    (D.IN_DELIVERY, D.SENT), (D.IN_DELIVERY, D.REJECTED), (D.IN_DELIVERY, D.OPEN),
    (D.IN_DELIVERY, D.UNCLEAR), (D.IN_DELIVERY, D.GIVEN_UP),
    (D.UNCLEAR, D.SENT), (D.UNCLEAR, D.REJECTED), (D.UNCLEAR, D.OPEN),
)  # fmt: skip
DOMAINS_SHOWN = 20
LOOKED_AT = 20  # deliveries of one subscription; more than any count of returns needs
WAITING = frozenset({D.OPEN, D.IN_DELIVERY})
GOING = frozenset({IssueState.SENDING, IssueState.PAUSED, IssueState.SENT})


class ResendReason(models.TextChoices):
    MISSED = "missed", _("Die Person hat die Ausgabe nicht bekommen.")
    SERVER_LOG = "server_log", _("Das Protokoll des Mailservers zeigt: nicht angenommen.")
    RISK = "risk", _("Lieber zweimal als gar nicht.")


INSERT = """
    INSERT INTO newsletters_delivery
        (issue_id, subscription_id, version_id, domain, state, attempts, due_at, claimed_by, reply_text)
    SELECT %(issue)s, subscription.id, coalesce(own.id, main.id),
           lower(split_part(subscription.email, '@', -1)), 'open', 0, now(), '', ''
    FROM newsletters_subscription subscription
    LEFT JOIN newsletters_frozen own
        ON own.issue_id = %(issue)s AND own.language = subscription.language AND own.revision = 1
    JOIN newsletters_frozen main
        ON main.issue_id = %(issue)s AND main.language = %(main)s AND main.revision = 1
    WHERE subscription.channel_id = %(channel)s AND subscription.state = 'active'
    ON CONFLICT DO NOTHING
"""


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def insert_for(self, issue: Issue) -> int:
        """Everybody who is subscribed at this moment: one statement, however many (N-040, N-043)."""
        facts: dict[str, Any] = {"issue": issue.pk, "channel": issue.channel_id, "main": issue.main_language}
        with connection.cursor() as cursor:
            cursor.execute(INSERT, facts)
            return int(cursor.rowcount)

    def of_issue(self, issue: Issue) -> Self:
        return self.filter(issue=issue)

    def visible_to(self, user: Any) -> Self:
        return self.filter(issue__in=Issue.objects.visible_to(user))

    def with_facts(self) -> Self:
        return self.select_related("issue__channel", "subscription", "version", "bounce")

    def numbered(self, number: int) -> Self:
        return self.filter(pk=number)

    def history(self, subscription: Subscription) -> Any:
        """State, end, and kind and code of the return, of the last deliveries since the last consent."""
        rows = self.filter(subscription=subscription, finished_at__gt=subscription.renewed_at)
        rows = rows.filter(state__in=[D.SENT, D.REJECTED]).order_by("-issue__released_at", "-pk")
        return rows.values_list("state", "finished_at", "bounce__kind", "bounce__status")[:LOOKED_AT]

    def unclear(self) -> Self:
        return self.filter(state=D.UNCLEAR)

    def chosen(self, stand: str = "", antwort: int | None = None, anbieter: str = "") -> Self:
        """By state, code of the answer and provider."""
        wanted = {"state": stand, "reply_code": antwort, "domain": anbieter.lower()}
        return self.filter(**{name: value for name, value in wanted.items() if value})

    def codes(self) -> "list[tuple[int, int]]":
        """Which answers came, and how often."""
        rows = self.exclude(reply_code=None).order_by("reply_code").values_list("reply_code")
        return list(rows.annotate(Count("pk")))

    def domains(self) -> "list[tuple[str, int]]":
        """The providers with the most readers."""
        rows = self.order_by().values_list("domain").annotate(number=Count("pk"))
        return list(rows.order_by("-number", "domain")[:DOMAINS_SHOWN])

    def per_issue(self, issues: Iterable[Issue]) -> dict[int, list[tuple[str, int]]]:
        """The states that occur in each issue, in words, with their numbers: one query."""
        rows = self.filter(issue__in=list(issues)).order_by().values_list("issue", "state")
        found = {(issue, state): number for issue, state, number in rows.annotate(Count("pk"))}
        told: dict[int, list[tuple[str, int]]] = {}
        for state in D:
            for issue, _state in [key for key in found if key[1] == state.value]:
                told.setdefault(issue, []).append((str(state.label), found[issue, state.value]))
        return told

    def waiting(self) -> Self:
        return self.filter(state__in=WAITING)

    def per_state(self) -> dict[str, int]:
        rows = self.order_by().values_list("state").annotate(Count("pk"))
        return dict(rows)

    def told(self) -> list[tuple[str, int]]:
        """The states that occur, in words, with their numbers."""
        found = self.per_state()
        return [(str(state.label), found[state.value]) for state in D if state.value in found]

    def of_role(self, role: str) -> Self:
        return self.filter(issue__channel__role=role)

    def per_issue_and_state(self, issues: Iterable[Issue]) -> Any:
        rows = self.filter(issue__in=list(issues)).order_by()
        return rows.values_list("issue_id", "state").annotate(Count("pk"))

    def unclear_per_issue(self) -> Any:
        """Issue, number of its newsletter and how many of its rows wait for a person (N-164)."""
        rows = self.unclear().order_by("issue").values("issue_id", "issue__number", "issue__year")
        return rows.annotate(count=Count("pk"), since=models.Min("finished_at"))

    def with_end(self) -> Self:
        """For retention: when the issue was finished."""
        return self.annotate(ended_at=models.F("issue__finished_at"))

    def of_address(self, address: str) -> Self:
        return self.filter(subscription__in=Subscription.objects.of_address(address))

    @transaction.atomic
    def resend(self, numbers: Iterable[int], *, by: Actor, reason: str) -> int:
        """„Trotzdem erneut senden“: a person takes the risk of a second copy (N-056)."""
        if by.account_id is None:
            raise PermissionDenied("only a person sends an unclear delivery again")
        wanted = self.unclear().filter(pk__in=list(numbers), issue__state__in=GOING)
        rows = list(wanted.select_for_update(of=["self"]))
        for row in rows:
            record(row, "resend", by=by, reason=reason, from_state=D.UNCLEAR, to_state=D.OPEN)
        count = ledger.resend([row.pk for row in rows])
        for issue in {row.issue_id for row in rows}:
            wake_worker(issue)
        return count


class Delivery(models.Model):
    """One issue to one subscription. It holds no address: that is read at its turn (N-051)."""

    issue = models.ForeignKey(
        Issue, on_delete=models.PROTECT, related_name="deliveries", verbose_name=_("Ausgabe")
    )
    subscription = models.ForeignKey(
        Subscription, on_delete=models.SET_NULL, null=True, related_name="deliveries", verbose_name=_("Abo")
    )
    version = models.ForeignKey(
        Frozen, on_delete=models.PROTECT, related_name="deliveries", verbose_name=_("Fassung")
    )
    domain = models.CharField(_("Anbieter"), max_length=255)
    state = models.CharField(_("Stand"), max_length=12, choices=D.choices, default=D.OPEN)
    attempts = models.PositiveSmallIntegerField(_("Versuche"), default=0)
    due_at = models.DateTimeField(_("nächster Versuch"), default=timezone.now)
    claimed_at = models.DateTimeField(_("genommen"), null=True)
    claimed_by = models.CharField(_("genommen von"), max_length=60, blank=True)
    lease_until = models.DateTimeField(_("genommen bis"), null=True)
    reply_code = models.PositiveSmallIntegerField(_("Antwort"), null=True)
    reply_text = models.CharField(_("Text der Antwort"), max_length=200, blank=True)
    finished_at = models.DateTimeField(_("beendet"), null=True)

    retention = Retention(
        operational="domain state attempts claimed_by reply_code",
        personal="reply_text",
        purpose=_("Versand eines Newsletters"),
        rules=[
            Rule(
                "newsletters.delivery_days",
                _("Zustellung einer Ausgabe: ob sie ankam, ohne die Adresse"),
                starts=_("Ende des Versands"),
                clock="ended_at",
                rows="with_end",
                period=days(365, low=30, high=731),
                then=counts("issue", "state", "domain"),
            ),
        ],
    )

    objects = DeliveryQuerySet.as_manager()
    TRANSITIONS: ClassVar[tuple[tuple[str, str], ...]] = STEPS

    class Meta:
        verbose_name = _("Zustellung")
        verbose_name_plural = _("Zustellungen")
        ordering = ["-pk"]
        indexes = [
            models.Index(name="deliveries_due", fields=["due_at", "id"], condition=Q(state=D.OPEN)),
            models.Index(name="deliveries_leased", fields=["lease_until"], condition=Q(state=D.IN_DELIVERY)),
            models.Index(name="deliveries_of_issue", fields=["issue", "state"]),
        ]
        constraints = [
            models.UniqueConstraint(name="delivery_is_once", fields=["issue", "subscription"]),
            models.CheckConstraint(name="delivery_state_is_known", condition=Q(state__in=D.values)),
            models.CheckConstraint(
                name="delivery_taken_has_lease",
                condition=~Q(state=D.IN_DELIVERY) | Q(lease_until__isnull=False, claimed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="delivery_end_is_dated",
                condition=Q(state__in=sorted(WAITING)) | Q(finished_at__isnull=False),
            ),
        ]
        triggers = [states.steps("delivery_steps", STEPS)]

    def __str__(self) -> str:
        return f"Zustellung {self.pk}"

    @property
    def masked(self) -> str:
        """Whose it is, as far as it may be shown; only the provider once the address is erased."""
        return (self.subscription.masked if self.subscription is not None else "") or f"…@{self.domain}"

    @property
    def named(self) -> str:
        return f"Nr. {self.pk}, {self.masked}"

    @property
    def returned(self) -> "Bounce | None":
        return getattr(self, "bounce", None)
