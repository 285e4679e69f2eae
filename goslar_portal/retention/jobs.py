"""Every night: what is due goes (G-093)."""

from goslar_portal.clock import every
from goslar_portal.retention import eraser


@every("15 2 * * *", name="apply_retention")
def apply_retention() -> int:
    return sum(report.done for report in eraser.run().reports.all())
