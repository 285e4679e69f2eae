"""Numbers that are the office's business: declared in code with bounds, set as records (G-047)."""

from goslar_portal.office.declarations import declare, declared
from goslar_portal.office.reading import value

__all__ = ["declare", "declared", "value"]
