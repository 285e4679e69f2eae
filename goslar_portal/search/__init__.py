"""Public search: one table, kept in the transaction of each change (G-113, I-120 to I-128).

An area says what can be found, in `ready()`:

    registry.search.add(
        search.Source("democracy.leaflets", _("Merkblatt"), things=democracy_search.leaflets)
    )

`things(keys)` yields a `search.Thing` per language for everything that is public now, or only for rows with
these keys. Each verb that publishes, changes or withdraws ends with

    search.refresh("democracy.leaflets", [self.pk])

in its transaction; nothing is found any more once `things` does not yield it. A row that is deleted takes
its entries along by a trigger, whoever deletes it: `triggers = [search.Unlists("democracy.leaflets")]`.
Where many things change in one transaction, `with search.once_at_the_end():` writes each source once.
A nightly job compares and mends; tests call `differences()`. A page of an area whose words are a text of the
editors is found with `registry.texts.add(registry.ShownText("slug-of-text", "area:view"))`.
"""

from goslar_portal.search.sources import Source, Thing, differences, once_at_the_end, rebuild, refresh
from goslar_portal.search.triggers import Unlists

__all__ = ["Source", "Thing", "Unlists", "differences", "once_at_the_end", "rebuild", "refresh"]
