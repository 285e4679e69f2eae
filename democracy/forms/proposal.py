"""What a club or a neighbour fills in to report an event: one page, no account (D-120)."""

import hashlib
import re
from datetime import date, time
from typing import Any

from crispy_forms.layout import Fieldset
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from democracy.forms.event_admin import PICTURE, check_registration
from democracy.forms.once import OnceMixin
from democracy.forms.series import CONDITIONAL, SERIES, clean_series, initial_of, preview, series_fields
from democracy.models import Event, EventTerm, Registration, TermKind
from democracy.models.event_rules import personal_address
from democracy.models.proposal import EventProposal
from democracy.models.proposal_facts import OF_EVENT, last_day_of, probe_of
from goslar_portal import languages, notation
from goslar_portal.dates import today
from goslar_portal.doubts import DoubtMixin
from goslar_portal.forms import DateField, PortalForm
from goslar_portal.texts import clean_text
from goslar_portal.uploads.fields import UploadField
from goslar_portal.uploads.models import Upload

WHAT = ["title", "teaser", "text", "category", "audiences", "languages"]
WHERE = [
    "place_name",
    "place_street",
    "place_postal_code",
    "place_municipality",
    "place_is_wheelchair_accessible",
    "online_url",
]
OFFERED = ["has_interpreting", "has_sign_language", "has_childcare", "is_free", "price"]
REGISTERING = ["registration", "registration_to", "registration_until"]
PICTURED = ["picture", "image_alt", "image_credit"]
WHO = ["organisation", "contact_email", "contact_phone", "email", "phone"]


class ProposalForm(OnceMixin, DoubtMixin, PortalForm):
    free_texts = ("teaser", "text")
    most_links = 3
    event_number: int | None = None  # of the event that came of it: no twin of its own
    conditional = CONDITIONAL | set(WHERE) | {"price", "registration_to", "registration_until", "image_alt"}
    missing = {
        "title": _("Bitte geben Sie der Veranstaltung einen Titel."),
        "teaser": _("Bitte sagen Sie in ein oder zwei Sätzen, worum es geht."),
        "starts_on": _("Bitte geben Sie den Tag an, zum Beispiel 5.3.2026."),
        "organisation": _("Bitte geben Sie an, wer die Veranstaltung ausrichtet."),
        "email": _("Ihre E-Mail-Adresse fehlt. Wir schicken Ihnen einen Link zum Bestätigen."),
        "category": _("Bitte wählen Sie eine Kategorie."),
    }

    title = forms.CharField(label=_("Titel"), max_length=120)
    teaser = forms.CharField(
        label=_("Kurz gesagt"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Ein oder zwei Sätze für die Liste, höchstens 300 Zeichen."),
    )
    text = forms.CharField(
        label=_("Mehr dazu"),
        required=False,
        max_length=8000,
        widget=forms.Textarea,
        help_text=_("Eine Leerzeile beginnt einen neuen Absatz."),
    )
    category = forms.ChoiceField(label=_("Kategorie"))
    audiences = forms.MultipleChoiceField(
        label=_("Für wen?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    languages = forms.MultipleChoiceField(
        label=_("In welchen Sprachen?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    place_name = forms.CharField(
        label=_("Name des Ortes"), required=False, max_length=160, help_text=_("Zum Beispiel: Gemeindehaus.")
    )
    place_street = forms.CharField(label=_("Straße und Hausnummer"), required=False, max_length=120)
    place_postal_code = forms.CharField(
        label=_("Postleitzahl"),
        required=False,
        max_length=8,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    place_municipality = forms.ChoiceField(label=_("Stadt oder Gemeinde"), required=False)
    place_is_wheelchair_accessible = forms.BooleanField(
        label=_("Der Ort ist rollstuhlgerecht."), required=False
    )
    online_url = forms.URLField(
        label=_("Link zur Teilnahme im Internet"), required=False, max_length=300, assume_scheme="https"
    )
    has_interpreting = forms.BooleanField(label=_("Es wird gedolmetscht."), required=False)
    has_sign_language = forms.BooleanField(label=_("Es gibt Gebärdensprache."), required=False)
    has_childcare = forms.BooleanField(label=_("Es gibt Kinderbetreuung."), required=False)
    is_free = forms.BooleanField(label=_("Die Teilnahme ist kostenlos."), required=False, initial=True)
    price = forms.CharField(label=_("Was kostet es?"), required=False, max_length=120)
    registration = forms.ChoiceField(
        label=_("Muss man sich anmelden?"), choices=Registration.choices, initial=Registration.NONE
    )
    registration_to = forms.CharField(
        label=_("Anmeldung bei"),
        required=False,
        max_length=300,
        help_text=_("Internetseite, E-Mail oder Telefon."),
    )
    registration_until = DateField(label=_("Letzter Tag der Anmeldung"), required=False)
    picture = UploadField(
        label=_("Bild"), required=False, accept=PICTURE, help_text=_("JPEG oder PNG, höchstens 10 MB.")
    )
    image_alt = forms.CharField(
        label=_("Was ist auf dem Bild zu sehen?"),
        required=False,
        max_length=200,
        help_text=_(
            "Für Menschen, die es nicht sehen. Mit einem Bild sagen Sie uns, dass wir es zeigen dürfen."
        ),
    )
    image_credit = forms.CharField(label=_("Wer hat das Bild gemacht?"), required=False, max_length=120)
    organisation = forms.CharField(label=_("Wer richtet die Veranstaltung aus?"), max_length=160)
    contact_email = forms.EmailField(
        label=_("Öffentlicher Kontakt: E-Mail"),
        required=False,
        help_text=_("Diese Adresse darf auf der Seite stehen."),
    )
    contact_phone = forms.CharField(label=_("Öffentlicher Kontakt: Telefon"), required=False, max_length=40)
    email = forms.EmailField(
        label=_("Ihre E-Mail-Adresse"),
        max_length=254,
        help_text=_("Nur für uns. Sie wird nie veröffentlicht."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Ihre Telefonnummer"),
        required=False,
        max_length=40,
        help_text=_("Nur für Rückfragen."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.preview: list[str] = []
        rows = list(EventTerm.objects.in_use())
        self.words = {
            kind: [(row.code, row.label) for row in rows if row.kind == kind] for kind in TermKind.values
        }
        choices = {
            "category": [("", _("Bitte wählen")), *self.words[TermKind.CATEGORY]],
            "audiences": self.words[TermKind.AUDIENCE],
            "place_municipality": [("", _("Bitte wählen")), *self.words[TermKind.MUNICIPALITY]],
            "languages": [(row.code, row.german) for row in languages.active()],
        }
        for name, rows_of in choices.items():
            self.fields[name].choices = rows_of  # type: ignore[attr-defined]  # a choice field
        quiet = {name: self.fields.pop(name) for name in list(self.fields) if name not in self.base_fields}
        self.fields.update(series_fields() | quiet)
        for name in SERIES:
            field = self.fields[name]
            field.is_conditional = name in CONDITIONAL  # type: ignore[attr-defined]  # read by the pack
            field.unit = ""  # type: ignore[attr-defined]
        self.fields["starts_on"].error_messages["required"] = self.missing["starts_on"]

    def layout(self) -> list[Any]:
        return [
            Fieldset(_("Was findet statt?"), *WHAT),
            Fieldset(_("Wann?"), *SERIES),
            Fieldset(_("Wo?"), *WHERE),
            Fieldset(_("Angebot und Anmeldung"), *OFFERED, *REGISTERING),
            Fieldset(_("Bild"), *PICTURED),
            Fieldset(_("Wer?"), *WHO),
            "submit_key",
            *self.quiet(),
        ]

    def clean_place_postal_code(self) -> str:
        code = str(self.cleaned_data["place_postal_code"]).upper().removeprefix("D").lstrip("- ")
        if code and not re.fullmatch("[0-9]{5}", code):
            raise ValidationError(_("Bitte geben Sie fünf Ziffern an, zum Beispiel 38640."))
        return code

    def clean(self) -> dict[str, Any]:
        clean_series(self)
        cleaned = self.cleaned_data
        self._check_day()
        check_registration(self)
        if (
            not cleaned.get("place_name")
            and not cleaned.get("online_url")
            and "online_url" not in self.errors
        ):
            self.add_error("place_name", _("Bitte geben Sie einen Ort oder einen Link zur Teilnahme an."))
        if cleaned.get("place_name") and not cleaned.get("place_municipality"):
            self.add_error("place_municipality", _("Bitte wählen Sie die Stadt oder Gemeinde."))
        if cleaned.get("picture") and not cleaned.get("image_alt"):
            self.add_error("image_alt", _("Bitte beschreiben Sie kurz, was auf dem Bild zu sehen ist."))
        contact = cleaned.get("contact_email") or ""
        if personal_address(contact) and contact != self.initial.get("contact_email"):
            self.warn(
                "contact_email",
                _("Das sieht nach der Adresse eines Menschen aus. Soll sie öffentlich dort stehen?"),
            )
        if "_preview" in self.data and not self.errors:
            self.preview = preview(cleaned)
        return super().clean()

    def _check_day(self) -> None:
        """Nobody reports what is over: mostly the year is wrong, or an old series began there."""
        known = {"starts_on", "ends_on", "text"} <= set(self.cleaned_data)
        if known and last_day_of(self.facts) < today():
            self.add_error(
                "starts_on",
                _("Das ist schon vorbei. Bitte prüfen Sie das Jahr, oder geben Sie den nächsten Termin an."),
            )

    @property
    def facts(self) -> dict[str, Any]:
        """Plain JSON of everything about the event, the same for a proposal and for a wish."""
        cleaned = self.cleaned_data | {"body": clean_text(notation.to_html(self.cleaned_data["text"]))}
        names = [*OF_EVENT, *WHERE, "contact_email", "contact_phone"]
        found = {name: cleaned[name] for name in dict.fromkeys(names) if name in cleaned}
        for name in ("starts_on", "ends_on", "starts_time", "ends_time", "registration_until"):
            value = cleaned.get(name)
            found[name] = value.isoformat() if isinstance(value, date | time) else None
        for name in ("extra_dates", "left_out_dates"):
            found[name] = [day.isoformat() for day in cleaned.get(name) or []]
        return found

    @property
    def contact(self) -> dict[str, Any]:
        """Who reports; never shown to anybody outside."""
        cleaned, facts = self.cleaned_data, self.facts
        found = {name: cleaned[name] for name in ("submit_key", "organisation", "email", "phone")}
        found |= {"facts": facts, "last_day": last_day_of(facts), "doubts": list(self.doubts)}
        if cleaned.get("picture"):
            found["picture"] = Upload.objects.keep(cleaned["picture"])
            found["picture_hash"] = hashlib.sha256(cleaned["picture"].content).hexdigest()
        return found

    @property
    def twins(self) -> list[Event]:
        """Public events that may be the same one: shown, never blocked (D-125)."""
        if not self.is_bound or not {"title", "text", "starts_on"} <= set(self.cleaned_data):
            return []
        probe = probe_of(self.facts)
        probe.pk = self.event_number
        return Event.objects.twins_of(probe, public_only=True)


class ChangeForm(ProposalForm):
    """The same form filled with what was sent; whoever sends it is known by the link."""

    answer = forms.CharField(
        label=_("Ihre Antwort auf unsere Frage"), required=False, max_length=2000, widget=forms.Textarea
    )

    def __init__(self, *args: Any, proposal: EventProposal, **kwargs: Any) -> None:
        kwargs.setdefault("initial", initial_of_facts(proposal))
        super().__init__(*args, **kwargs)
        self.event_number = proposal.event_id
        for name in ("email", "phone", "organisation", "picture", "submit_key"):
            del self.fields[name]
        if proposal.state != "question":
            del self.fields["answer"]

    def layout(self) -> list[Any]:
        return [
            *(["answer"] if "answer" in self.fields else []),
            Fieldset(_("Was findet statt?"), *WHAT),
            Fieldset(_("Wann?"), *SERIES),
            Fieldset(_("Wo?"), *WHERE),
            Fieldset(_("Angebot und Anmeldung"), *OFFERED, *REGISTERING, "image_alt", "image_credit"),
            Fieldset(_("Öffentlicher Kontakt"), "contact_email", "contact_phone"),
            *self.quiet(),
        ]


def initial_of_facts(proposal: EventProposal) -> dict[str, Any]:
    """What the form shows of facts once sent."""
    facts = proposal.wish or proposal.facts
    given = {name: value for name, value in facts.items() if name not in {"body", "rule"}}
    for name in ("starts_on", "ends_on", "registration_until"):
        given[name] = date.fromisoformat(facts[name]) if facts.get(name) else None
    for name in ("starts_time", "ends_time"):
        given[name] = time.fromisoformat(facts[name]) if facts.get(name) else None
    for name in ("extra_dates", "left_out_dates"):
        given[name] = [date.fromisoformat(day) for day in facts.get(name) or []]
    return given | initial_of(facts.get("rule") or "") | {"text": notation.to_text(facts.get("body", ""))}


class LinkForm(PortalForm):
    email = forms.EmailField(
        label=_("E-Mail-Adresse"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    missing = {
        "email": _("Die E-Mail-Adresse fehlt. Bitte geben Sie sie ein, zum Beispiel name@example.org.")
    }
