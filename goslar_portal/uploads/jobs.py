"""What the clock does for files: ask the scanner, tidy up at night (G-144, G-146)."""

import logging

from django.utils.translation import gettext_lazy as _

from goslar_portal.clock import every
from goslar_portal.uploads import scanner
from goslar_portal.uploads.models import Upload
from goslar_portal.uploads.tidying import tidy

log = logging.getLogger("portal.uploads")


@every("* * * * *", name="scan_uploads", label=_("Dateien auf Viren prüfen"))
def scan_uploads() -> int:
    """Files wait until the scanner has answered; none passes because it is away."""
    count = 0
    for upload in Upload.objects.waiting_for_scanner()[:200]:
        try:
            upload.settle_scan(is_clean=scanner.is_clean(upload.content()))
        except scanner.ScannerAwayError:
            log.warning("virus scanner away")
            break
        count += 1
    return count


@every("40 1 * * *", name="tidy_uploads", label=_("Verwaiste Dateien aufräumen"))
def tidy_uploads() -> int:
    found = tidy()
    for row in found.missing:
        log.error("file is missing", extra={"row": row})
    return found.erased
