"""How long personal data stay and what follows: declared beside the fields, checked at the start (G-091).

How to declare a model stands in docs/retention.md.
"""

from goslar_portal.retention.declarations import (
    AT_ONCE,
    DELETE,
    Retention,
    Rule,
    blank,
    counts,
    days,
    hours,
    verb,
)

__all__ = ["AT_ONCE", "DELETE", "Retention", "Rule", "blank", "counts", "days", "hours", "verb"]
