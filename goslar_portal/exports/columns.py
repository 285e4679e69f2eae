"""One column of an export: what stands at its head, where its value comes from."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from goslar_portal.registry import Words


@dataclass(frozen=True)
class Column:
    """`name` stands in the record of the export; `value` is a function of the row, else the attribute `name`.

    Texts, numbers, days and moments are written as such. `is_personal`: names, contact, exact address.
    """

    name: str
    label: Words
    value: Callable[[Any], Any] | None = None
    is_personal: bool = False

    def of(self, row: Any) -> Any:
        if self.value is not None:
            return self.value(row)
        shown = getattr(row, f"get_{self.name}_display", None)
        return str(shown()) if shown else getattr(row, self.name)
