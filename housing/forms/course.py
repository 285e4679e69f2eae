"""The way through the offer form: its steps, which of them are done, what comes next (H-030, H-032).

What was typed lives with the draft, word for word, right or wrong. Before the offer is sent every form is
asked once more, so that nothing goes out which would not be accepted now.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from goslar_portal.forms import PortalForm
from goslar_portal.numbers import read_number
from housing.forms.contact import ContactForm
from housing.forms.costs import CostsForm
from housing.forms.features import FeaturesForm
from housing.forms.flat import FlatForm
from housing.forms.photos import PhotosForm
from housing.forms.places import Places
from housing.forms.sending import SendForm
from housing.models import Offer

BEGUN = "begun"  # the signed time of the first page, kept with the first step
Answers = Mapping[str, Mapping[str, list[str]]]


@dataclass(frozen=True)
class Step:
    code: str
    title: str | Promise
    form: type[PortalForm]
    is_must: bool
    view: str = "offer_step"

    @property
    def url(self) -> str:
        args = [self.code] if self.view == "offer_step" else []
        return reverse(f"housing:{self.view}", args=args)


STEPS = (
    Step("wohnung", _("Die Wohnung"), FlatForm, is_must=True),
    Step("kosten", _("Die Kosten"), CostsForm, is_must=True),
    Step("ausstattung", _("Ausstattung"), FeaturesForm, is_must=False),
    Step("fotos", _("Fotos"), PhotosForm, is_must=False, view="offer_photos"),
    Step("kontakt", _("Ihre Kontaktdaten"), ContactForm, is_must=True),
    Step("absenden", _("Prüfen und absenden"), SendForm, is_must=True, view="offer_send"),
)
BY_CODE = {step.code: step for step in STEPS}
LAST = STEPS[-1]


@dataclass(frozen=True)
class Stage:
    """A step as the line of steps shows it."""

    step: Step
    state: str  # done, now, open
    is_reachable: bool

    @property
    def url(self) -> str:
        return self.step.url


class Course:
    """One landlord's way: the draft, if there is one yet, and the answers typed so far."""

    def __init__(self, offer: Offer | None) -> None:
        self.offer = offer
        self.answers: Answers = offer.answers if offer else {}
        self._forms: dict[str, PortalForm] = {}

    @cached_property
    def places(self) -> Places:
        return Places.load()

    def typed(self, code: str) -> QueryDict | None:
        """What the draft holds for a step, as a browser would send it."""
        if not self.answers.get(code, {}).keys() - {BEGUN}:
            return None
        data = QueryDict(mutable=True)
        for name, values in self.answers[code].items():
            data.setlist(name, list(values))
        return data

    def needs(self, code: str) -> dict[str, Any]:
        """What the form of a step must know besides the answers."""
        if code == "wohnung":
            return {"places": self.places}
        return {"living_area": self.living_area} if code == "kosten" else {}

    def _said(self, code: str, name: str) -> str:
        values = self.answers.get(code, {}).get(name, [])
        return values[-1] if values else ""

    def _number(self, code: str, name: str) -> Decimal | None:
        try:
            return read_number(self._said(code, name))
        except ValueError:
            return None

    @property
    def living_area(self) -> Decimal | None:
        return self._number("wohnung", "living_area")

    @property
    def municipality(self) -> str:
        return self._said("wohnung", "municipality")

    @property
    def begun(self) -> str:
        return self._said("wohnung", BEGUN)

    @property
    def email(self) -> str:
        return self._said("kontakt", "email").strip().lower()

    @property
    def gross_cold_rent(self) -> Decimal | None:
        """None until the costs were typed and accepted."""
        rent = self._number("kosten", "net_cold_rent") if "kosten" in self.done else None
        return None if rent is None else rent + (self._number("kosten", "operating_costs") or Decimal(0))

    @property
    def max_persons(self) -> int | None:
        count = self._said("wohnung", "max_persons")
        return int(count) if count.isascii() and count.isdigit() and len(count) < 3 else None

    def form(self, code: str) -> PortalForm:
        """The form of a step as the draft knows it; bound where something was typed."""
        if code not in self._forms:
            step = BY_CODE[code]
            self._forms[code] = step.form(self.typed(code), **self.needs(code))
        return self._forms[code]

    def facts(self, code: str) -> dict[str, Any]:
        """The clean answers of a step; of a wrong one, those that are right."""
        form = self.form(code)
        return form.cleaned_data if form.is_bound and form.errors is not None else {}

    @property
    def done(self) -> frozenset[str]:
        """Steps that were accepted when they were sent; `first_wrong` asks again before the end."""
        return frozenset(self.offer.completed_steps if self.offer else ())

    @property
    def first_open(self) -> Step:
        """The first step that must still be filled; the last step when there is none."""
        return next((step for step in STEPS[:-1] if step.is_must and step.code not in self.done), LAST)

    @property
    def first_wrong(self) -> Step | None:
        """The first step that would not be accepted now: never filled, or a day has passed meanwhile."""
        return next((step for step in STEPS[:-1] if not self._would_pass(step)), None)

    def _would_pass(self, step: Step) -> bool:
        if not self.answers.get(step.code):
            return not step.is_must
        return self.form(step.code).is_valid()

    def may_open(self, step: Step) -> bool:
        return STEPS.index(step) <= STEPS.index(self.first_open)

    def stages(self, now: Step) -> Iterator[Stage]:
        for step in STEPS:
            state = "now" if step == now else "done" if step.code in self.done else "open"
            yield Stage(step, state, step != now and self.may_open(step))

    def all_facts(self) -> dict[str, Any]:
        """Everything about the flat, for `Offer.submit()`; a skipped step gives its resting values."""
        features = self.facts("ausstattung") or self.resting("ausstattung")
        return self.facts("wohnung") | self.facts("kosten") | features

    def resting(self, code: str) -> dict[str, Any]:
        """The values of a step that nobody filled: all unknown."""
        form = BY_CODE[code].form(QueryDict(), **self.needs(code))
        return form.cleaned_data if form.is_valid() else {}


def number_of(step: Step) -> int:
    return STEPS.index(step) + 1


def before(step: Step) -> Step | None:
    place = STEPS.index(step)
    return STEPS[place - 1] if place else None


def after(step: Step) -> Step:
    return STEPS[min(STEPS.index(step) + 1, len(STEPS) - 1)]


def lists_of(form: PortalForm) -> dict[str, list[str]]:
    """What the person typed into this form, cleaned of everything that belongs to the browser."""
    data: QueryDict = form.data  # type: ignore[assignment]  # bound by a request
    kept = [*form.fields, *(f"{name}-stimmt" for name in form.fields), BEGUN]
    return {name: data.getlist(name) for name in kept if name in data}
