"""Who acts: an account, somebody who came by a link, or the clock (G-082, G-084)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _


class ActorKind(models.TextChoices):
    STAFF = "staff", _("Mitarbeitende")
    PERSON = "person", _("Person mit Link")
    CLOCK = "clock", _("Uhr")


@dataclass(frozen=True)
class Actor:
    """Who acts: an account, somebody who came by a link, or the clock. Never empty (G-082)."""

    kind: ActorKind
    name: str
    account_id: int | None = None

    @classmethod
    def staff(cls, user: Any) -> Self:
        return cls(ActorKind.STAFF, "staff", user.pk)

    @classmethod
    def person(cls, part: str) -> Self:
        """`part` is the part played, such as "landlord"; never a name."""
        return cls(ActorKind.PERSON, part)

    @classmethod
    def clock(cls, job: str) -> Self:
        return cls(ActorKind.CLOCK, job)


@contextmanager
def acting(by: Actor | None) -> Iterator[None]:
    """The field history says of all changes inside that this actor made them (G-084).

    None says that nobody is known yet: the first verb inside will tell, and stays known until the end.
    Kept are kind, part and account number, never an address of the request, which may hold a token.
    """
    with pghistory.context() as current:
        before = dict(current.metadata)
        _put(current.metadata, facts(by))
        try:
            yield
        finally:
            _put(current.metadata, before or facts(by))


def name_actor(by: Actor) -> None:
    """Say who acts, if the `acting()` around does not know it yet."""
    with pghistory.context() as current:
        if not current.metadata:
            _put(current.metadata, facts(by))


def facts(by: Actor | None) -> dict[str, Any]:
    return {"kind": str(by.kind), "name": by.name, "account": by.account_id} if by else {}


def _put(metadata: dict[str, Any], new: dict[str, Any]) -> None:
    metadata.clear()
    metadata.update(new)
