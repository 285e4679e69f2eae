"""What the office fills in about an event: facts, place, times, series, registration, picture."""

import hashlib
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from democracy.forms.links import https_problem
from democracy.forms.series import SERIES, ClockField, clean_series, initial_of, preview, series_fields
from democracy.models import Event, EventTerm, Occurrence, TermKind, Venue, schedule
from goslar_portal import languages, notation
from goslar_portal.forms import DateField
from goslar_portal.texts import clean_text, removed
from goslar_portal.uploads import PHOTOS, Accept
from goslar_portal.uploads.fields import UploadField
from goslar_portal.uploads.models import Upload
from goslar_portal.verbs import VerbForm

PICTURE = Accept(kinds=PHOTOS, longest_edge=1600)


class EventForm(forms.ModelForm[Event]):
    category = forms.ChoiceField(label=_("Kategorie"))
    audiences = forms.MultipleChoiceField(
        label=_("Zielgruppen"), required=False, widget=forms.CheckboxSelectMultiple
    )
    languages = forms.MultipleChoiceField(label=_("Sprachen"), required=False)
    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 10, "cols": 80}),
    )
    picture = UploadField(label=_("Bild"), required=False, accept=PICTURE)
    online_url = forms.URLField(label=_("Link zur Teilnahme"), required=False, assume_scheme="https")
    registration_until = DateField(label=_("Letzter Tag der Anmeldung"), required=False)
    agrees_to_loss = forms.BooleanField(
        label=_("Änderungen an einzelnen Terminen dürfen verloren gehen"), required=False
    )

    class Meta:
        model = Event
        fields = [
            "title",
            "slug",
            "teaser",
            "organiser",
            "email",
            "phone",
            "contact_is_agreed",
            "venue",
            "online_url",
            "starts_on",
            "starts_time",
            "ends_on",
            "ends_time",
            "extra_dates",
            "left_out_dates",
            "category",
            "audiences",
            "languages",
            "has_interpreting",
            "has_sign_language",
            "has_childcare",
            "is_free",
            "price",
            "registration",
            "registration_to",
            "registration_until",
            "image_alt",
            "image_credit",
            "image_rights",
            "period",
            "is_funded",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(series_fields())
        self.removed: dict[str, int] = {}
        terms = EventTerm.objects.in_use()
        choices = {
            kind: [(row.code, row.label) for row in terms if row.kind == kind] for kind in TermKind.values
        }
        self.fields["category"].choices = choices[TermKind.CATEGORY]  # type: ignore[attr-defined]  # a choice field
        self.fields["audiences"].choices = choices[TermKind.AUDIENCE]  # type: ignore[attr-defined]  # a choice field
        tongues = [(row.code, row.german) for row in languages.catalogue().values()]
        self.fields["languages"].choices = tongues  # type: ignore[attr-defined]  # a choice field
        if self.instance.pk:
            more = initial_of(self.instance.rule) | {"text": notation.to_text(self.instance.body)}
            self.initial = {**self.initial, **more}

    def clean_text(self) -> str:
        html = notation.to_html(self.cleaned_data["text"])
        self.removed = removed(html)
        return clean_text(html)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        clean_series(self)
        check_registration(self)
        if cleaned.get("picture") and not (cleaned.get("image_alt") and cleaned.get("image_rights")):
            self.add_error(
                "image_alt", _("Ein Bild braucht eine Beschreibung, und die Rechte müssen vorliegen.")
            )
        if not self.errors:
            self._look_ahead(cleaned)
        return cleaned

    def _look_ahead(self, cleaned: dict[str, Any]) -> None:
        """„Termine ansehen“ saves nothing; lost changes of single dates need a tick (D-071, D-075)."""
        if "_preview" in self.data:
            lines = "; ".join(preview(cleaned))
            self.add_error(
                None, gettext("Noch nicht gespeichert. Die nächsten Termine: %(dates)s") % {"dates": lines}
            )
            return
        lost = self._lost(cleaned)
        if lost and not cleaned.get("agrees_to_loss"):
            days = ", ".join(f"{row.original_date:%d.%m.%Y}" for row in lost)
            self.add_error(
                "agrees_to_loss",
                gettext("Diese einzeln geänderten Termine fielen weg: %(days)s. Bitte bestätigen Sie das.")
                % {"days": days},
            )

    def _lost(self, cleaned: dict[str, Any]) -> list[Occurrence]:
        if not self.instance.pk or not self.instance.is_shown:
            return []
        after = Event.objects.get(pk=self.instance.pk)
        for name in (
            "starts_on",
            "starts_time",
            "ends_on",
            "ends_time",
            "rule",
            "extra_dates",
            "left_out_dates",
        ):
            setattr(after, name, cleaned.get(name))
        return schedule.plan(after).lost

    def fill(self, event: Event) -> None:
        """What stands not in columns of the same name."""
        cleaned = self.cleaned_data
        event.body, event.rule = cleaned["text"], cleaned["rule"]
        for name in SERIES:
            if not name.startswith("repeat"):
                setattr(event, name, cleaned[name] if cleaned[name] is not None else None)
        if cleaned.get("picture"):
            event.image = Upload.objects.keep(cleaned["picture"])
            event.image_hash = hashlib.sha256(cleaned["picture"].content).hexdigest()


def check_registration(form: Any) -> None:
    """A way to register needs its address; the last day lies not after the event; links are safe."""
    cleaned = form.cleaned_data
    kind, target = cleaned.get("registration"), cleaned.get("registration_to", "")
    if kind and kind != "none" and not target:
        form.add_error("registration_to", _("Bitte geben Sie an, wo man sich anmeldet."))
    if kind == "link" and target and (problem := https_problem(target)):
        form.add_error("registration_to", problem)
    if cleaned.get("online_url") and (problem := https_problem(cleaned["online_url"])):
        form.add_error("online_url", problem)
    until, last = cleaned.get("registration_until"), cleaned.get("ends_on")
    if until and last and until > last and not cleaned.get("rule"):
        form.add_error("registration_until", _("Der letzte Tag der Anmeldung liegt nach der Veranstaltung."))


class NoticeForm(VerbForm):
    notice = forms.CharField(
        label=_("Hinweis für alle"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class NoteForm(VerbForm):
    note = forms.CharField(label=_("Hinweis"), required=False, max_length=300)


class OneDateForm(VerbForm):
    """Only this date: when, where, a remark (D-073)."""

    starts_on = DateField(label=_("Tag"))
    starts_time = ClockField(label=_("Beginn"), required=False)
    ends_on = DateField(label=_("Letzter Tag"))
    ends_time = ClockField(label=_("Ende"), required=False)
    venue = forms.ModelChoiceField(label=_("Anderer Ort"), queryset=Venue.objects.none(), required=False)
    note = forms.CharField(label=_("Hinweis"), required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["venue"].queryset = Venue.objects.by_name()  # type: ignore[attr-defined]  # the field above
        names = ("starts_on", "starts_time", "ends_on", "ends_time", "venue", "note")
        self.initial = {**{name: getattr(self.row, name) for name in names}, **self.initial}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if (cleaned.get("starts_time") is None) != (cleaned.get("ends_time") is None):
            self.add_error("ends_time", ValidationError(_("Bitte geben Sie beide Uhrzeiten an, oder keine.")))
        return cleaned
