"""How journal and history speak: actors, verbs and kinds in the words of the office."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from goslar_portal.journal.actors import ActorKind
from goslar_portal.journal.told import COMMON, PARTS

Words = str | Promise
_parts: dict[str, Words] = dict(PARTS)


def name_part(part: str, label: Words) -> None:
    """How a person with a link is called, such as "landlord"; areas say it in `ready()`."""
    _parts[part] = label


def model_of(kind: str) -> Any:
    """The model of a kind such as `housing.offer`; None when it is gone."""
    try:
        return apps.get_model(kind)
    except LookupError:
        return None


def kind_name(kind: str) -> str:
    model = model_of(kind)
    return str(model._meta.verbose_name) if model else kind


def done(kind: str, verb: str) -> str:
    """What was done, as in „Freigegeben“; the name of the verb where nobody gave it a word."""
    return str(getattr(model_of(kind), "TOLD", {}).get(verb) or COMMON.get(verb) or verb)


def state_name(kind: str, state: str) -> str:
    model = model_of(kind)
    if hasattr(model, "told_step"):
        return str(model.told_step(state))
    try:
        labels = dict(model._meta.get_field("state").flatchoices) if model else {}
    except FieldDoesNotExist:
        labels = {}
    return str(labels.get(state, state))


def step(kind: str, before: str, after: str) -> str:
    """„eingegangen → in Prüfung“; nothing where the state stayed."""
    if not after or before == after:
        return ""
    named = [state_name(kind, state) for state in (before, after) if state]
    return " → ".join(named)


def people(numbers: Iterable[int | None]) -> dict[int, str]:
    """The names of these accounts as they are today; one query, none without numbers."""
    wanted = {number for number in numbers if number}
    return {pk: str(user) for pk, user in get_user_model().objects.in_bulk(wanted).items()} if wanted else {}


def who(kind: str, name: str, account: int | None, known: Mapping[int, str]) -> str:
    if kind == ActorKind.STAFF:
        return known.get(account or 0) or _("früheres Konto")
    if kind == ActorKind.PERSON:
        return str(_parts.get(name, _("Person mit Link")))
    return _("Portal")
