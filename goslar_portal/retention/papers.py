"""What was erased in one month, by rule and without persons, as a sheet to file or to show (G-094)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from django.utils import timezone

from goslar_portal import pdf
from goslar_portal.dates import today
from goslar_portal.retention import table
from goslar_portal.retention.models import Report


@dataclass
class Erased:
    """One rule in one month; what was left and held is that of the last run."""

    line: table.Line
    done: int = 0
    left: int = 0
    held: int = 0


@dataclass
class Month:
    """All reports of a month, summed in the order of the public table."""

    first: date
    begin: date  # the month's first night, or that of the very first run
    nights: int
    groups: list[tuple[str, list[Erased]]]

    @classmethod
    def of(cls, first: date) -> Self:
        reports = list(Report.objects.in_month(first))
        groups = [(group.title, [Erased(line) for line in group.lines]) for group in table.groups()]
        known = {erased.line.rule.name: erased for _title, rows in groups for erased in rows}
        for report in reports:
            if (erased := known.get(report.rule)) is not None:
                erased.done += report.done
                erased.left, erased.held = report.left, report.held
        nights = {_night(report.asked_at) for report in reports}
        begin = max(first, _night(Report.objects.earliest("asked_at").asked_at))
        return cls(first, begin, len(nights), groups)

    @property
    def nights_so_far(self) -> int:
        """How many nights the month has had since then."""
        last = self.first.replace(day=monthrange(self.first.year, self.first.month)[1])
        return (min(last, today()) - self.begin).days + 1

    @property
    def done(self) -> int:
        return sum(erased.done for _title, rows in self.groups for erased in rows)

    @property
    def left(self) -> int:
        return sum(erased.left for _title, rows in self.groups for erased in rows)

    def as_pdf(self) -> bytes:
        return pdf.render("retention/pdf/month.html", {"month": self, "made_on": today()})


def _night(moment: datetime) -> date:
    return timezone.localtime(moment).date()
