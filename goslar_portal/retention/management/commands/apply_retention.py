"""The nightly erasing by hand; two at once do no harm (G-093)."""

from typing import Any

from django.core.management.base import BaseCommand

from goslar_portal.retention import eraser


class Command(BaseCommand):
    help = "Löscht und anonymisiert, was fällig ist, und zeigt den Bericht je Regel."

    def handle(self, *args: Any, **options: Any) -> None:
        for report in eraser.run().reports.order_by("rule"):
            if report.due or report.held:
                self.stdout.write(
                    f"{report.rule}: fällig {report.due}, erledigt {report.done}, übrig {report.left},"
                    f" zurückgehalten {report.held}"
                )
