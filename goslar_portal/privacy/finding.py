"""Finding a person over all areas: by whole addresses, numbers and words, never everybody (G-102)."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import BooleanField, Case, F, Func, Q, QuerySet, Value, When
from django.db.models.functions import Lower, Replace
from django.utils.translation import gettext as _

from goslar_portal import registry
from goslar_portal.mail.models import Letter
from goslar_portal.privacy.sources import Source
from goslar_portal.retention.due import Ending, endings
from goslar_portal.retention.inventory import all_rows
from goslar_portal.sorting import by_letters

MOST = 25  # hits of one kind; with more the search was too wide to tell who is meant
FOLDED = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("ss", "s"))


@dataclass(frozen=True)
class Terms:
    """What is known about the person: e-mail whole, telephone as +49…, reference, name in words."""

    email: str = ""
    phone: str = ""
    reference: str = ""
    name: str = ""

    @property
    def given(self) -> list[str]:
        return [name for name in ("email", "phone", "reference", "name") if getattr(self, name)]


@dataclass(frozen=True)
class Hit:
    """One row that may be about the person."""

    source: Source
    row: Any
    found_by: tuple[str, ...]
    ending: Ending | None

    @property
    def key(self) -> str:
        return key_of(self.row)

    @property
    def who(self) -> str:
        return self.source.says(self.row)

    @property
    def is_weak(self) -> bool:
        """A name alone may be somebody else's."""
        return self.found_by == ("name",)

    @property
    def found_words(self) -> str:
        words = {
            "email": _("E-Mail"),
            "phone": _("Telefon"),
            "reference": _("Aktenzeichen"),
            "name": _("Name"),
        }
        return ", ".join(words[name] for name in self.found_by) or _("gehört dazu")


@dataclass(frozen=True)
class Found:
    """The hits of one search, and the kinds of which there were too many to show."""

    hits: list[Hit]
    too_many: list[str]
    failed: int = 0


def key_of(row: models.Model) -> str:
    return f"{row._meta.label_lower}:{row.pk}"


def find(terms: Terms, *, but: models.Model) -> Found:
    """One query per model and a few for the periods, whatever is found; `but` is the case itself."""
    asked = registry.persons.gather(lambda source: _rows(source, terms))
    too_many = [source.title for source, rows in asked if len(rows) > MOST]
    kept = [(source, rows[:MOST]) for source, rows in asked if rows]
    hits = [hit for source, rows in kept for hit in _hits(source, rows) if hit.row != but]
    hits.sort(key=lambda hit: hit.is_weak)
    return Found(without_told(hits), too_many, failed=len(list(registry.persons)) - len(asked))


def address_is_stored(case: Any, keys: Collection[str]) -> bool:
    """Whether the address of the request stands in one of its records: only then does an answer „to the
    address we have“ go to the person, whoever wrote to us."""
    found = find(Terms(email=case.email), but=case)
    return any(hit.key in keys for hit in found.hits)


def _hits(source: Source, rows: Collection[Any]) -> Iterator[Hit]:
    known = endings(source.model, [row.pk for row in rows])
    for row in rows:
        found_by = tuple(
            name for name in ("email", "phone", "reference", "name") if getattr(row, f"by_{name}")
        )
        yield Hit(source, row, found_by, known.get(row.pk))


def without_told(hits: list[Hit]) -> list[Hit]:
    """Letters about a record that is a hit itself belong to it and are not told twice."""
    keys = {hit.key for hit in hits}
    return [
        hit
        for hit in hits
        if not isinstance(hit.row, Letter) or f"{hit.row.about_kind}:{hit.row.about_number}" not in keys
    ]


def rows_with_numbers(source: Source, numbers: Collection[int]) -> QuerySet[Any]:
    """Whatever managers hide: restricted records are found here and nowhere else."""
    return all_rows(source.model).filter(pk__in=numbers).select_related(*source.related()).order_by("pk")


# The question ---------------------------------------------------------------------------------------------


def _rows(source: Source, terms: Terms) -> list[Any]:
    asked = {
        "by_email": _by_email(source, terms.email),
        "by_phone": _by_phone(source, terms.phone),
        "by_reference": _by_reference(source, terms.reference),
        "by_name": _by_name(source, terms.name),
    }
    words = _words(terms.name)
    rows = all_rows(source.model).select_related(*source.related())
    if words:
        rows = rows.alias(**{f"folded_{place}": _folded(path) for place, path in enumerate(source.names)})
    if terms.phone:
        rows = rows.alias(**{f"digits_{place}": _digits(path) for place, path in enumerate(source.phones)})
    any_of = Q(pk__in=[])
    for condition in asked.values():
        any_of |= condition
    return list(rows.filter(any_of).annotate(**_flags(asked)).order_by("-pk")[: MOST + 1])


def _flags(asked: dict[str, Q]) -> dict[str, Any]:
    """Beside each row, by what it was found."""
    false = Value(value=False)
    return {
        name: Case(When(condition, then=Value(value=True)), default=false, output_field=BooleanField())
        for name, condition in asked.items()
    }


def _none() -> Q:
    return Q(pk__in=[])


def _by_email(source: Source, email: str) -> Q:
    if not email:
        return _none()
    found = source.by_email(email) if source.by_email else _none()
    for path in source.emails:
        found |= Q(**{f"{path}__iexact": email})
    return found


def _by_phone(source: Source, phone: str) -> Q:
    """The national number at the end, however it was written."""
    found = _none()
    for place, _path in enumerate(source.phones if phone else ()):
        found |= Q(**{f"digits_{place}__endswith": phone.removeprefix("+49").lstrip("+")})
    return found


def _by_reference(source: Source, reference: str) -> Q:
    found = _none()
    if not reference:
        return found
    for path in source.references:
        found |= Q(**{f"{path}__iexact": reference.replace(" ", "")})
    quoted = re.fullmatch(rf"{re.escape(source.numbered)}\s*(\d{{1,18}})", reference, re.IGNORECASE)
    if source.numbered and quoted:
        found |= Q(pk=int(quoted[1]))
    return found


def _by_name(source: Source, name: str) -> Q:
    """Every word as a whole word of any of the columns."""
    words = _words(name)
    if not words or not source.names:
        return _none()
    found = Q()
    for word in words:
        whole = rf"(^|[^[:alnum:]]){re.escape(word)}([^[:alnum:]]|$)"
        one = _none()
        for place, _path in enumerate(source.names):
            one |= Q(**{f"folded_{place}__regex": whole})
        found &= one
    return found


def _words(name: str) -> list[str]:
    return [fold(word) for word in re.findall(r"[^\W_]+", name)]


def fold(text: str) -> str:
    """Müller, Mueller and Muller are one. See also `_folded`, which does the same in SQL."""
    plain, _typed = by_letters(text)
    for old, new in FOLDED:
        plain = plain.replace(old, new)
    return plain


def _folded(path: str) -> Any:
    text: models.TextField[str, str] = models.TextField()
    plain: Any = Func(Lower(F(path), output_field=text), function="unaccent", output_field=text)
    for old, new in FOLDED:
        plain = Replace(plain, Value(old, text), Value(new, text), output_field=text)
    return plain


def _digits(path: str) -> Any:
    return Func(
        F(path), Value(r"[^0-9]"), Value(""), Value("g"),
        function="regexp_replace", output_field=models.TextField(),
    )  # fmt: skip


def with_belonging(keys: Iterable[str]) -> list[str]:
    """These keys and those of rows that belong to the same person by themselves: a landlord's offers."""
    known: dict[str, None] = {}
    waiting = [row for source, numbers in _by_source(keys) for row in rows_with_numbers(source, numbers)]
    while waiting:
        row = waiting.pop()
        if key_of(row) not in known:
            known[key_of(row)] = None
            waiting += registry.persons[row._meta.label_lower].with_it(row)
    return sorted(known)


def _by_source(keys: Iterable[str]) -> list[tuple[Source, list[int]]]:
    numbers: dict[str, list[int]] = {}
    for key in keys:
        kind, _colon, number = key.partition(":")
        numbers.setdefault(kind, []).append(int(number))
    return [(source, numbers[source.name]) for source in registry.persons if source.name in numbers]
