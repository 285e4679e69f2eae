"""Whether everything that should be gone is gone: for /healthz, metrics and „Heute“ (G-094)."""

from goslar_portal.health.registry import Labelled
from goslar_portal.retention.models import Report


def problem() -> str:
    """A missing run is noticed by the check of the nightly jobs, after 26 hours."""
    return "left" if Report.objects.with_left().exists() else ""


def left() -> int:
    return sum(Report.objects.with_left().values_list("left", flat=True))


def done() -> Labelled:
    rows = Report.objects.newest().values_list("rule", "done")
    return {(("rule", rule),): number for rule, number in rows}
