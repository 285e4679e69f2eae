"""Numbers that are the office's business: declared in code with bounds, set as records (G-047)."""

from goslar_portal.office.declarations import add, declare, declared
from goslar_portal.office.reading import value

__all__ = ["add", "declare", "declared", "value"]
