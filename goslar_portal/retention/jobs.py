"""Every night: what is due goes (G-093)."""

from django.utils.translation import gettext_lazy as _

from goslar_portal.clock import every
from goslar_portal.retention import eraser


@every("15 2 * * *", name="apply_retention", label=_("Aufbewahrungsfristen anwenden"))
def apply_retention() -> int:
    return sum(report.done for report in eraser.run().reports.all())
