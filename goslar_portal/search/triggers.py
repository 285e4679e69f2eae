"""The trigger by which a deleted row leaves the search, whoever deletes it (G-113)."""

from typing import Any

import pgtrigger


class Unlists(pgtrigger.Trigger):  # type: ignore[misc]  # the package is not typed
    """`source` is the name the row's entries were written under."""

    def __init__(self, source: str) -> None:
        self.source = source
        super().__init__(name="unlists", when=pgtrigger.After, operation=pgtrigger.Delete)

    def get_func(self, model: Any) -> str:
        key = model._meta.pk.column
        return (
            f"DELETE FROM search_entry WHERE source = '{self.source}' AND key = OLD.\"{key}\"::text;"  # noqa: S608  # names of our own models
            " RETURN NULL;"
        )
