"""The words in which a model says what its columns hold and how long (G-091, G-092). No database.

retention = Retention(
    personal="name email remark",
    operational="state channel",
    rules=[Rule("democracy.proposal_days", _("Vorschlag"), starts=_("Entscheidung"),
                clock="decided_at", period=days(183, low=30, high=1096), then=DELETE)],
)
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from goslar_portal.office.declarations import Declaration

Words = str | Promise
PUBLIC, OPERATIONAL, PERSONAL = "public", "operational", "personal"
KINDS = (PUBLIC, OPERATIONAL, PERSONAL)
TO_CONFIRM = _("Aufbewahrungsfristen nach DSGVO und Aktenplan")


@dataclass(frozen=True)
class Period:
    """A length of time the office may change within bounds."""

    number: int
    low: int
    high: int
    unit: str

    @property
    def is_fixed(self) -> bool:
        """Nothing for the office to set."""
        return self.low == self.high

    def delta(self, number: int | Decimal) -> timedelta:
        return timedelta(**{self.unit: float(number)})


def days(number: int, *, low: int, high: int) -> Period:
    return Period(number, low, high, "days")


def hours(number: int, *, low: int, high: int) -> Period:
    return Period(number, low, high, "hours")


AT_ONCE = Period(0, 0, 0, "days")


@dataclass(frozen=True)
class Then:
    """What follows. `label` reads on after a term, as in „nach 30 Tagen gelöscht“."""

    label: Words
    deletes: bool = False


@dataclass(frozen=True)
class Blank(Then):
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Counts(Then):
    by: tuple[str, ...] = ()


@dataclass(frozen=True)
class CallVerb(Then):
    name: str = ""


ANONYMISED = _("anonymisiert")
DELETE = Then(_("gelöscht"), deletes=True)


def blank(*fields: str) -> Then:
    """Empty these columns, keep the row."""
    return Blank(_("gelöscht"), fields=fields)


def counts(*by: str) -> Then:
    """Delete the rows and keep only how many there were: per month of the clock, and by these columns."""
    return Counts(_("gelöscht, nur Zahlen bleiben"), deletes=True, by=by)


def verb(name: str, *, label: Words = ANONYMISED, deletes: bool = False) -> Then:
    """Call the verb of the model for each row, as `row.anonymise(by=…)`.

    It may answer False when somebody was faster. What goes with the row (`goes_with`) is erased after it,
    history, letters and links too. `deletes` says that the row itself is gone afterwards.
    """
    return CallVerb(label, deletes=deletes, name=name)


@dataclass(frozen=True)
class Rule:
    """When rows of a model are due, and what follows.

    `name` is also that of the office value with the period. `what` and `starts` are read by everybody on
    /datenschutz/. `clock` is a column, or an annotation that `rows` adds: the name of a QuerySet method, or
    for tables of packages a function of a QuerySet. `where` narrows the rows; after a verb or `blank` a row
    must not fall under it again. `archive`: the office may demand „Anbietung geprüft“ first (NArchG § 3).
    `promised_on`: the templates that tell readers this length in a sentence of their own.
    """

    name: str
    what: Words
    starts: Words
    clock: str
    period: Period
    then: Then
    where: Q = field(default_factory=Q)
    rows: str | Callable[[QuerySet[Any]], QuerySet[Any]] = ""
    archive: bool = False
    needs_confirmation: Words = TO_CONFIRM
    promised_on: tuple[str, ...] = ()

    def office_value(self) -> Declaration:
        """What was promised on a form may become shorter, never longer: people have relied on it (G-188)."""
        most = self.period.number if self.promised_on else self.period.high
        numbers = (self.period.low, most, self.period.number)
        low, high, default = (Decimal(number) for number in numbers)
        unit = _("Tage") if self.period.unit == "days" else _("Stunden")
        label = format_lazy("{what}: {then} nach", what=self.what, then=self.then.label)
        return Declaration(self.name, label, unit, low, high, default, str(self.needs_confirmation))


class Retention:
    """The declaration of one model; the words name its columns, divided by blanks.

    Keys, foreign keys and moments (`DateTimeField`) count as operational unless named. A model with
    personal columns has `rules`, or `goes_with`: the foreign key to the row whose rule it shares.
    `owned`: goes with whichever row points at it by foreign key. `purpose` is the answer to „what for“.
    Abstract models declare their own columns.
    """

    def __init__(
        self,
        *,
        public: str = "",
        operational: str = "",
        personal: str = "",
        rules: Iterable[Rule] = (),
        goes_with: str = "",
        owned: bool = False,
        purpose: Words = "",
    ) -> None:
        self.named = {
            PUBLIC: public.split(),
            OPERATIONAL: operational.split(),
            PERSONAL: personal.split(),
        }
        self.rules = tuple(rules)
        self.goes_with = goes_with
        self.owned = owned
        self.purpose = purpose

    def joined(self, other: "Retention") -> "Retention":
        """This one and that of a model built on it."""
        both: dict[str, Any] = {kind: " ".join(self.named[kind] + other.named[kind]) for kind in KINDS}
        return Retention(
            **both,
            rules=self.rules + other.rules,
            goes_with=other.goes_with or self.goes_with,
            owned=other.owned or self.owned,
            purpose=other.purpose or self.purpose,
        )
