"""What the clock does for the search: mends it, and counts what was not found."""

import logging

from django.utils.translation import gettext_lazy as _

from goslar_portal.clock import every
from goslar_portal.search import misses, rebuild

log = logging.getLogger("portal.search")


@every("20 2 * * *", name="mend_search", label=_("Suche nachsehen"))
def mend_search() -> int:
    """Every change keeps its own entries; should one have been forgotten, it is found by the next morning."""
    count = rebuild()
    if count:
        log.warning("search was behind", extra={"count": count})
    return count


@every("40 2 * * *", name="count_search_misses", label=_("Vergebliche Suchen zählen"))
def count_search_misses() -> int:
    return misses.count_misses()
