"""What somebody looks for among the events: one GET form for list, calendar and feed (D-085, D-112)."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from democracy.models import TermKind
from democracy.models.occurrence_questions import OccurrenceQuerySet
from goslar_portal import languages
from goslar_portal.forms import DateField, PortalForm

MOST_VALUES = 12
ANY = ("", _("alle"))
LISTS = {"kategorie": TermKind.CATEGORY, "zielgruppe": TermKind.AUDIENCE, "ort": TermKind.MUNICIPALITY}
TICKS = {
    "rollstuhl": ("event__venue__is_wheelchair_accessible", _("rollstuhlgerecht")),
    "dolmetschen": ("event__has_interpreting", _("mit Dolmetschen")),
    "gebaerden": ("event__has_sign_language", _("mit Gebärdensprache")),
    "kinder": ("event__has_childcare", _("mit Kinderbetreuung")),
    "kostenlos": ("event__is_free", _("kostenlos")),
    "online": ("online", _("online")),
}
PARAMETERS = ("q", *LISTS, "sprache", "von", "bis", *TICKS)


class EventFilter(PortalForm):
    conditional = set(PARAMETERS)

    q = forms.CharField(label=_("Suchwort"), required=False, max_length=80)
    kategorie = forms.ChoiceField(label=_("Kategorie"), required=False)
    zielgruppe = forms.ChoiceField(label=_("Für wen?"), required=False)
    ort = forms.ChoiceField(label=_("Stadt oder Gemeinde"), required=False)
    sprache = forms.ChoiceField(label=_("Sprache der Veranstaltung"), required=False)
    von = DateField(label=_("Von"), required=False, help_text=_("Zum Beispiel 1.3.2026"))
    bis = DateField(label=_("Bis"), required=False)
    rollstuhl = forms.BooleanField(label=_("rollstuhlgerecht"), required=False)
    dolmetschen = forms.BooleanField(label=_("mit Dolmetschen"), required=False)
    gebaerden = forms.BooleanField(label=_("mit Gebärdensprache"), required=False)
    kinder = forms.BooleanField(label=_("mit Kinderbetreuung"), required=False)
    kostenlos = forms.BooleanField(label=_("kostenlos"), required=False)
    online = forms.BooleanField(label=_("online"), required=False)

    def __init__(self, data: QueryDict, words: dict[str, dict[str, str]]) -> None:
        self.given = {name: data.getlist(name) for name in data}
        typed = {name: values for name, values in self.given.items() if name in PARAMETERS and any(values)}
        super().__init__({name: values[-1] for name, values in typed.items()} or None)
        self.words = words
        for name, kind in LISTS.items():
            self.fields[name].choices = [ANY, *words[kind].items()]  # type: ignore[attr-defined]  # a choice field
        tongues = [(row.code, row.german) for row in languages.catalogue().values()]
        self.fields["sprache"].choices = [ANY, *tongues]  # type: ignore[attr-defined]  # a choice field

    @property
    def is_refused(self) -> bool:
        """More values than anybody needs, or a day that does not exist (D-112)."""
        many = sum(len(values) for values in self.given.values()) > MOST_VALUES
        return many or bool({"von", "bis", "q"} & set(self.errors))

    @property
    def has_unknown(self) -> bool:
        """A value that nobody offers was left out."""
        unknown = {name for name in self.errors if name in {*LISTS, "sprache"}}
        return bool(unknown or set(self.given) - {*PARAMETERS, "seite"})

    @property
    def chosen(self) -> dict[str, Any]:
        """What was asked for and is offered, in the order of the form."""
        if not self.is_bound:
            return {}
        self.is_valid()
        return {name: self.cleaned_data[name] for name in PARAMETERS if self.cleaned_data.get(name)}

    @property
    def spoken(self) -> list[str]:
        """The filter in words."""
        return [self._words(name, value) for name, value in self.chosen.items()]

    def _words(self, name: str, value: Any) -> str:
        label = str(self.fields[name].label)
        if name in TICKS:
            return label
        if name in LISTS:
            return f"{label}: {self.words[LISTS[name]][value]}"
        if name == "sprache":
            return f"{label}: {languages.catalogue()[value].german}"
        return f"{label}: {value:%d.%m.%Y}" if name in {"von", "bis"} else f"{label}: {value}"

    @property
    def query(self) -> str:
        """The filter as the end of an address, always written the same way; empty without one."""
        query = QueryDict(mutable=True)
        for name, value in self.chosen.items():
            query[name] = "1" if name in TICKS else f"{value:%Y-%m-%d}" if name in {"von", "bis"} else value
        return f"?{query.urlencode()}" if query else ""

    @property
    def feed_url(self) -> str:
        return f"{settings.SITE_URL.rstrip('/')}{reverse('democracy:calendar_feed')}{self.query}"

    def narrow(self, rows: OccurrenceQuerySet) -> OccurrenceQuerySet:
        """Only what was asked for."""
        chosen = self.chosen
        rows = rows.matching(chosen["q"]) if "q" in chosen else rows
        rows = rows.from_day(chosen["von"]) if "von" in chosen else rows
        rows = rows.until_day(chosen["bis"]) if "bis" in chosen else rows
        return rows.with_features(
            category=chosen.get("kategorie"),
            audience=chosen.get("zielgruppe"),
            municipality=chosen.get("ort"),
            language=chosen.get("sprache"),
            ticks=[TICKS[name][0] for name in TICKS if name in chosen],
        )
