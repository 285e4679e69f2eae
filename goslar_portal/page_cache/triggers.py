"""The trigger by which a change of a row raises the counters of its topics, whatever the way in (G-123)."""

import re
from collections.abc import Collection
from typing import Any

import pgtrigger
from django.db import models

COLUMN = re.compile(r"\{(\w+)\}")
RAISE = """
    {unchanged}
    IF TG_OP <> 'DELETE' AND {shown_new} THEN raised := raised || ARRAY[{new}]; END IF;
    IF TG_OP <> 'INSERT' AND {shown_old} THEN raised := raised || ARRAY[{old}]; END IF;
    INSERT INTO page_cache_topic AS topic (name, counter)
    SELECT DISTINCT name, 1 FROM unnest(raised) AS name WHERE name IS NOT NULL ORDER BY name
    ON CONFLICT (name) DO UPDATE SET counter = topic.counter + 1;
    RETURN NULL;
"""


class Raises(pgtrigger.Trigger):  # type: ignore[misc]  # the package is not typed
    """Raises topics in the transaction of the change: `Raises("contacts", "contact:{contact__code}")`.

    What stands in braces is read from the row as it was and as it is; `__` follows a relation. With `fields`
    only changes of those count. `shown` says which rows readers see, as SQL about `{row}`.
    """

    def __init__(self, *topics: str, fields: Collection[str] = (), shown: str = "TRUE") -> None:
        self.topics = topics
        self.fields = tuple(fields)
        self.shown = shown
        super().__init__(
            name="raises_topics",
            when=pgtrigger.After,
            operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            declare=[("raised", "text[] := '{}'")],
        )

    def get_func(self, model: Any) -> str:
        return RAISE.format(
            unchanged=self._unchanged(model),
            shown_new=self.shown.format(row="NEW"),
            shown_old=self.shown.format(row="OLD"),
            new=", ".join(_name(topic, model, "NEW") for topic in self.topics),
            old=", ".join(_name(topic, model, "OLD") for topic in self.topics),
        )

    def _unchanged(self, model: Any) -> str:
        columns = [model._meta.get_field(name).column for name in self.fields]
        same = [f'OLD."{column}" IS NOT DISTINCT FROM NEW."{column}"' for column in columns]
        test = " AND ".join(same) or "OLD IS NOT DISTINCT FROM NEW"
        return f"IF TG_OP = 'UPDATE' AND {test} THEN RETURN NULL; END IF;"


def _name(topic: str, model: Any, row: str) -> str:
    """The topic as SQL: its words, and the values of the row between them."""
    words = [
        _value(part, model, row) if number % 2 else f"'{part}'"
        for number, part in enumerate(COLUMN.split(topic))
        if part
    ]
    return f"({' || '.join(words)})::text"


def _value(path: str, model: Any, row: str) -> str:
    """A column of the row, or of the row a relation leads to."""
    name, _gap, rest = path.partition("__")
    field: models.Field[Any, Any] = model._meta.get_field(name)
    if not rest:
        return f'{row}."{field.column}"'
    target: Any = field.related_model
    inner = _value(rest, target, "t_" + name)
    key = f'{row}."{field.column}"'
    return (
        f'(SELECT {inner} FROM "{target._meta.db_table}" t_{name}'  # noqa: S608  # names of our own models
        f' WHERE t_{name}."{target._meta.pk.column}" = {key})'
    )
