"""Which rows of which area are about a person, and how the person is found in them (G-102).

    sources.register(
        Source(
            HelpRequest,
            roles={Role.ADVICE},
            emails=("email",),
            phones=("phone",),
            names=("name",),
            references=("reference",),
            says=lambda row: row.name,
        )
    )

Columns may lie behind a foreign key (`landlord__email`). What hangs on a row (`goes_with`, cascades, letters,
old values, files) belongs to the answer and to the erasure by itself: both walk the same tree.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from goslar_portal.registry import Words
from goslar_portal.retention.declarations import DELETE, Then

Model = type[models.Model]


@dataclass(frozen=True)
class Recipient:
    """Somebody outside of the office who got something from a record (Art. 15 (1) c, Art. 19 DSGVO)."""

    who: str
    what: str
    on: date | None = None


@dataclass(frozen=True)
class Reason:
    """Why something stays or waits; `until` if that is known. What `stops` a step lets nobody take it."""

    sentence: Words
    until: date | None = None
    stops: bool = True


def nothing(row: Any) -> Iterable[Any]:
    return ()


@dataclass(frozen=True)
class Source:
    """One model of an area. `says` tells the desk who it is; it is shown to nobody else.

    `roles` work with these rows: they read them in daily work, and they get what has to be corrected.
    `numbered` is the word before a number people quote, as in „Beratung 7“. `by_email` finds an address that
    is stored as a fingerprint only. `with_it` are rows of other sources that belong to the same person.
    `keeps` says why a row is not erased on request, `then` what erasing means. `others` names what hangs on
    the row but is about somebody else: `housing.Proposal`, or one column as `housing.Proposal.snapshot`.
    `also` are columns of the row that everybody may read and that belong into the answer all the same.
    `fetch` names foreign keys that `says` needs. `near` are rows about the person that stay
    when the row goes.
    Without `stays_visible` a row can be restricted; else that is the sentence why not.
    """

    model: Model
    roles: Collection[str]
    emails: Collection[str] = ()
    phones: Collection[str] = ()
    names: Collection[str] = ()
    references: Collection[str] = ()
    numbered: str = ""
    by_email: Callable[[str], Q] | None = None
    says: Callable[[Any], str] = str
    with_it: Callable[[Any], Iterable[models.Model]] = nothing
    recipients: Callable[[Any], Iterable[Recipient]] = nothing
    keeps: Callable[[Any], Iterable[Reason]] = nothing
    then: Then = DELETE
    others: Collection[str] = ()
    also: Collection[str] = ()
    fetch: Collection[str] = ()
    stays_visible: Words = ""
    near: Callable[[Any], Iterable["models.QuerySet[Any]"]] = nothing

    @property
    def name(self) -> str:
        return self.model._meta.label_lower

    @property
    def title(self) -> str:
        title = str(self.model._meta.verbose_name)
        return title[:1].upper() + title[1:]

    @property
    def area(self) -> str:
        return str(self.model._meta.app_config.verbose_name) if self.model._meta.app_config else ""

    def related(self) -> list[str]:
        """Foreign keys that the columns of this source lead through, to be fetched along."""
        paths = (*self.emails, *self.phones, *self.names, *self.references)
        found = {path.partition("__")[0] for path in paths if "__" in path} | set(self.fetch)
        return sorted(name for name in found if self.model._meta.get_field(name).is_relation)


# Everybody who may be asked to put something right; filled by `register()`, read by the buttons.
WORKERS: set[str] = set()


def register(*sources: Source) -> None:
    """Called by an area in `ready()`: found at the desk from now on, corrected by its own people (G-104)."""
    from goslar_portal import registry
    from goslar_portal.accounts import roles
    from goslar_portal.privacy import today

    registry.persons.add(*sources)
    for source in sources:
        WORKERS.update(source.roles)
        today.ask_for_corrections(frozenset(source.roles))
        for role in source.roles:
            roles.grant(role, "privacy.view_correction")
