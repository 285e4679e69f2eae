"""The list of offers: filters as one form, the light beside the rent, badges (H-101)."""

from typing import Any

from django import forms
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from goslar_portal.dates import today
from goslar_portal.forms import DateField, PortalForm
from goslar_portal.numbers import GermanDecimalField
from housing.models import CapBook, Light, Municipality, Offer, OfferState
from housing.models.choices import Access, Channel, Pets
from housing.models.offer_questions import OfferQuerySet
from housing.models.offer_states import UNSENT
from housing.staff_forms import colleagues

SIZES = [(str(number), f"{number}") for number in range(1, 16)]
USUAL_SIZE = "3"  # persons the light is shown for until another size is chosen
SCOPES = [("", _("offene")), ("alle", _("alle")), ("beendet", _("beendete"))]
STATES = [(state.value, state.label) for state in OfferState if state not in UNSENT]
WAITING: dict[str, tuple[Any, str]] = {
    "erstkontakt": (_("ersten Kontakt"), "without_first_contact"),
    "ueberfaellig": (_("zugesagte Antwort, Frist vorbei"), "overdue"),
    "antwort": (_("Antwort auf eine Rückfrage"), "query_unanswered"),
    "verfuegbarkeit": (_("Antwort, ob noch frei"), "availability_unanswered"),
    "aenderung": (_("eine Prüfung der Änderung"), "with_open_change"),
    "dublette": (_("eine Entscheidung über eine Dublette"), "with_open_pair"),
    "auffaelligkeit": (_("eine Entscheidung über eine Auffälligkeit"), "with_open_signal"),
    "aufgabe": (_("eine fällige Aufgabe"), "with_task_due"),
}
ANY = ("", _("egal"))


def number(label: Any, unit: str = "") -> GermanDecimalField:
    field = GermanDecimalField(label=label, required=False, min_value=0, max_value=99_999)
    field.widget.attrs["size"] = 6
    return field


def one_of(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[ANY, *choices])


class FilterForm(PortalForm):
    """Every filter has a German name in the address, so that a filtered list can be shared (H-102)."""

    stand = forms.ChoiceField(label=_("Stand"), required=False, choices=[*SCOPES, *STATES])
    zustaendig = forms.ChoiceField(label=_("Zuständig"), required=False)
    wartet = one_of(_("Wartet auf"), [(name, label) for name, (label, _question) in WAITING.items()])
    gemeinde = forms.ChoiceField(label=_("Gemeinde"), required=False)
    zone = one_of(_("Zone"), [("A", "A"), ("B", "B")])
    haushalt = forms.ChoiceField(label=_("Haushalt (Personen)"), required=False, choices=SIZES)
    ampel = one_of(_("Richtwert"), Light.choices)
    zimmer_von = number(_("Zimmer ab"))
    zimmer_bis = number(_("Zimmer bis"))
    flaeche_von = number(_("m² ab"))
    flaeche_bis = number(_("m² bis"))
    miete_bis = number(_("Bruttokalt bis €"))
    frei_bis = DateField(label=_("frei spätestens"), required=False)
    personen = number(_("für mindestens … Personen"))
    zugang = one_of(_("Zugang"), Access.choices)
    haustiere = one_of(_("Haustiere"), Pets.choices)
    moebliert = forms.BooleanField(label=_("möbliert"), required=False)
    wbs = forms.BooleanField(label=_("nur mit Wohnberechtigungsschein"), required=False)
    kanal = one_of(_("Eingegangen per"), Channel.choices)
    vollstaendig = number(_("Vollständig ab %"))
    fotos = one_of(_("Fotos"), [("ja", _("mit")), ("nein", _("ohne"))])

    FIRST = ("stand", "zustaendig", "wartet", "gemeinde", "haushalt", "ampel")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        people = [(str(person.pk), person.display_name) for person in colleagues()]
        places = [(place.pk, place.name) for place in Municipality.objects.all()]
        self._choose("zustaendig", [ANY, ("ich", _("ich")), ("niemand", _("niemand")), *people])
        self._choose("gemeinde", [ANY, *places])
        for field in self.fields.values():
            field.is_conditional = True  # type: ignore[attr-defined]  # filters need no „(freiwillig)“

    def _choose(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    @property
    def first(self) -> list[forms.BoundField]:
        return [self[name] for name in self.FIRST]

    @property
    def further(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in self.FIRST]

    @property
    def further_is_used(self) -> bool:
        return any(field.data or field.errors for field in self.further)

    @property
    def persons(self) -> int:
        return int(self.cleaned_data.get("haushalt") or USUAL_SIZE)

    def narrow(self, rows: OfferQuerySet, book: CapBook) -> OfferQuerySet:
        """The offers the filters ask for; a filter with a typing error narrows nothing and says so."""
        said = self.cleaned_data
        rows = self._narrow_work(rows, said)
        rows = self._narrow_caps(rows, said, book)
        return self._narrow_facts(rows, said)

    def _narrow_work(self, rows: OfferQuerySet, said: dict[str, Any]) -> OfferQuerySet:
        scope = said.get("stand", "")
        if scope == "":
            rows = rows.open()
        elif scope == "beendet":
            rows = rows.closed()
        elif scope != "alle":
            rows = rows.in_state(scope)
        if said.get("zustaendig"):
            person = {"ich": self.user.pk, "niemand": None}.get(said["zustaendig"], said["zustaendig"])
            rows = rows.of_responsible(person)
        if said.get("wartet"):
            rows = getattr(rows, WAITING[said["wartet"]][1])()
        return rows.by_channel(said["kanal"]) if said.get("kanal") else rows

    def _narrow_caps(self, rows: OfferQuerySet, said: dict[str, Any], book: CapBook) -> OfferQuerySet:
        if said.get("zone"):
            rows = rows.in_zone(said["zone"], book)
        if said.get("ampel"):
            rows = rows.with_light(self.persons, said["ampel"], book)
        return rows

    def _narrow_facts(self, rows: OfferQuerySet, said: dict[str, Any]) -> OfferQuerySet:
        if said.get("gemeinde"):
            rows = rows.in_municipality(said["gemeinde"])
        if said.get("frei_bis"):
            rows = rows.free_by(said["frei_bis"])
        if said.get("moebliert"):
            rows = rows.furnished()
        if said.get("wbs"):
            rows = rows.needs_wbs()
        if said.get("personen") is not None:
            rows = rows.for_persons(int(said["personen"]))
        rows = self._narrow_known(rows, said)
        rows = rows.with_values(access=said.get("zugang"), pets=said.get("haustiere"))
        rows = rows.with_rooms(said.get("zimmer_von"), said.get("zimmer_bis"))
        rows = rows.with_area(said.get("flaeche_von"), said.get("flaeche_bis"))
        return rows.with_rent(None, said.get("miete_bis"))

    @staticmethod
    def _narrow_known(rows: OfferQuerySet, said: dict[str, Any]) -> OfferQuerySet:
        """How much is known about the dwelling."""
        if said.get("fotos"):
            rows = rows.with_photos(wanted=said["fotos"] == "ja")
        percent = said.get("vollstaendig")
        return rows if percent is None else rows.complete_from(int(percent))


class OfferChangeList(ChangeList):
    """Django's list with the filter form in place of the link lists at the side."""

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.user = request.user
        names = FilterForm.base_fields.keys()
        given = {name: value for name, value in request.GET.items() if name in names and value}
        self.filter_form = FilterForm({"haushalt": USUAL_SIZE} | given, user=self.user)
        self.filter_form.is_valid()
        self.book = CapBook(today())
        super().__init__(request, *args, **kwargs)

    def get_filters_params(self, params: Any = None) -> dict[str, Any]:
        mine = FilterForm.base_fields.keys()
        return {name: value for name, value in super().get_filters_params(params).items() if name not in mine}

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Offer]:
        rows: Any = super().get_queryset(request, exclude_parameters)
        return self.filter_form.narrow(rows, self.book)

    def get_results(self, request: HttpRequest) -> None:
        """What a line needs is asked for the lines of this page only, not for all that come before it."""
        super().get_results(request)
        rows: Any = self.root_queryset
        numbers = list(self.result_list.values_list("pk", flat=True))
        self.result_list = rows.in_this_order(numbers)
        for offer in self.result_list:
            cap = self.book.cap(str(offer.municipality_id), self.filter_form.persons)
            offer.light = cap.judge(offer.gross_cold_rent)

    @property
    def hidden_params(self) -> dict[str, str]:
        """What stays when the filter form is sent: search words and order."""
        return {name: value for name, value in self.params.items() if name in {"o", "q"}}

    @property
    def chosen_count(self) -> int:
        """How many filters are set beside the household size."""
        names = FilterForm.base_fields.keys() - {"haushalt"}
        return sum(bool(self.filter_form.data.get(name)) for name in names)
