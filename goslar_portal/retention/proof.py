"""Whether everything that should be gone is gone: for /healthz, metrics and „Heute“ (G-094)."""

from dataclasses import dataclass

from goslar_portal.health.checks import late_jobs
from goslar_portal.health.registry import Labelled
from goslar_portal.retention.models import Report, Run
from goslar_portal.retention.table import Group, Line

JOB = "apply_retention"


def problem() -> str:
    """A missing run is noticed by the check of the nightly jobs, after 26 hours."""
    return "left" if Report.objects.with_left().exists() else ""


def left() -> int:
    return sum(Report.objects.with_left().values_list("left", flat=True))


def done() -> Labelled:
    rows = Report.objects.newest().values_list("rule", "done")
    return {(("rule", rule),): number for rule, number in rows}


@dataclass(frozen=True)
class State:
    """How the erasing stands, for people."""

    run: Run | None
    is_late: bool
    left: int

    @property
    def is_well(self) -> bool:
        return self.run is not None and not self.is_late and not self.left


def state() -> State:
    """The last run that came to its end, and whether anything is wrong."""
    newest = Run.objects.exclude(ended_at=None).order_by("-ended_at").first()
    return State(newest, JOB in late_jobs(), left())


def with_reports(groups: list[Group]) -> list[tuple[str, list[tuple[Line, Report | None]]]]:
    """Each line of the table beside the last report about it."""
    reports = {report.rule: report for report in Report.objects.newest()}
    return [(group.title, [(line, reports.get(line.rule.name)) for line in group.lines]) for group in groups]
