"""One small form per block of an issue, and one per entry in it (N-011 to N-013)."""

import re
from collections.abc import Collection
from datetime import datetime, time
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goslar_portal import notation
from goslar_portal.forms import PortalForm
from goslar_portal.languages import Language
from goslar_portal.texts import removed
from newsletters.blocks import (
    LONGEST,
    NEWSLETTER,
    TEASER_LENGTH,
    WITH_IMAGE,
    Block,
    BlockKind,
    Entry,
    clean_address,
    clean_block,
)
from newsletters.models import Picture, Version
from newsletters.suggestions import Standing

K = BlockKind
IMAGE = ("image", "photo", "without_photo", "alt", "is_decorative", "caption", "credit")
FIELDS: dict[str, tuple[str, ...]] = {
    K.INTRO: ("body",),
    K.STORY: ("heading", "body", "link_url", "link_text", *IMAGE),
    K.EVENTS: ("heading",),
    K.NEWS: ("heading",),
    K.HINT: ("heading", "body"),
    K.IMAGE: IMAGE,
    K.LINKS: ("heading",),
    K.CONTACT: ("role", "phone", "email", "hours"),
}
WORDS = frozenset({
    "title", "subject", "preview", "heading", "body", "link_text", "alt", "caption", "credit", "role",
    "hours", "teaser", "place",
})  # fmt: skip
ENTRY_FIELDS: dict[str, tuple[str, ...]] = {
    K.EVENTS: ("title", "starts_at", "place", "url", "is_cancelled"),
    K.NEWS: ("title", "teaser", "starts_at", "url"),
    K.LINKS: ("title", "url"),
}


class MomentField(forms.DateTimeField):
    """A day, with or without an hour, as people write it: 3.3.2026, 3.3.2026 18:30, 3.3.2026 um 18 Uhr."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("Bitte schreiben Sie Tag und Uhrzeit wie 03.03.2026 18:30, oder nur den Tag."),
    }

    def __init__(self, **kwargs: Any) -> None:
        formats = [
            f"{day}{hour}" for day in ("%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d") for hour in (" %H:%M", " %H", "")
        ]
        super().__init__(input_formats=formats, **kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            words = re.sub(r",|\bum\b|\bUhr\b", " ", value)
            value = re.sub(r"(\d)\.(\d\d)$", r"\1:\2", " ".join(words.split())) if " " in words else words
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, datetime):
            return value
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return f"{local:%d.%m.%Y}" if local.time() == time.min else f"{local:%d.%m.%Y %H:%M}"


def _checked_address(address: str) -> str:
    """A word that is not an address is told at its box, in the words of the text editor."""
    address = address.strip()
    if re.fullmatch(r"(www\.)?[\w.-]+\.[a-z]{2,}(/\S*)?", address):
        address = f"https://{address}"
    return clean_address(address)


class EntryForm(PortalForm):
    """A date, a piece of news or a link in a block; the kind of the block says which boxes it has."""

    conditional = {"title", "starts_at", "place", "url", "teaser", "is_cancelled", "gone"}

    title = forms.CharField(label=_("Titel"), max_length=200, required=False)
    teaser = forms.CharField(
        label=_("Worum es geht"),
        max_length=TEASER_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    starts_at = MomentField(label=_("Tag und Uhrzeit"), required=False)
    place = forms.CharField(label=_("Ort"), max_length=200, required=False)
    url = forms.CharField(
        label=_("Adresse"),
        max_length=1000,
        required=False,
        help_text=_("Eine Seite des Portals wie /kontakt/ oder https://…"),
    )
    is_cancelled = forms.BooleanField(label=_("abgesagt"), required=False)
    gone = forms.BooleanField(label=_("Diesen Eintrag entfernen"), required=False)
    origin = forms.CharField(required=False, widget=forms.HiddenInput, max_length=400)

    standing: Standing | None = None  # of a copied entry; the page says it
    LABELS: ClassVar[dict[str, dict[str, Any]]] = {
        K.LINKS: {"title": _("Worte des Links")},
        K.NEWS: {"starts_at": _("Tag")},
    }

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keep_only(self, (*ENTRY_FIELDS[kind], "gone", "origin"))
        for name, label in self.LABELS.get(kind, {}).items():
            self.fields[name].label = label

    def clean_url(self) -> str:
        return _checked_address(self.cleaned_data["url"])

    @property
    def is_gone(self) -> bool:
        return bool(self["gone"].data) if self.is_bound else False

    @property
    def is_new(self) -> bool:
        """A row to fill in; it stays folded until something stands in it."""
        return not any(self[name].value() for name in ("title", "url", "origin")) and not self.errors

    @property
    def came_from(self) -> tuple[str, str, str]:
        """Source, key and fingerprint of a copied entry, else empty words."""
        parts = [*str(self["origin"].value() or "").split("|"), "", "", ""]
        return parts[0], parts[1], parts[2]

    @property
    def entry(self) -> Entry | None:
        """None for a row nobody filled in."""
        typed = {name: self.cleaned_data.get(name) or "" for name in ("title", "teaser", "place", "url")}
        if not any(typed.values()):
            return None
        source, key, fingerprint = self.came_from
        moment = self.cleaned_data.get("starts_at")
        return Entry(
            **typed,
            starts_at=timezone.localtime(moment).isoformat() if moment else "",
            is_cancelled=bool(self.cleaned_data.get("is_cancelled")),
            source=source,
            key=key,
            fingerprint=fingerprint,
        )


class BlockForm(PortalForm):
    """One block. Its text is written in the notation of `notation.py`."""

    conditional = {
        "position", "gone", "heading", "body", "link_url", "link_text", *IMAGE, "role", "phone", "email",
        "hours",
    }  # fmt: skip

    position = forms.IntegerField(
        label=_("Nummer"), min_value=1, max_value=9999, required=False,
        help_text=_("Die Bausteine stehen in dieser Reihenfolge."),
    )  # fmt: skip
    heading = forms.CharField(label=_("Überschrift"), max_length=160, required=False)
    body = forms.CharField(
        label=_("Text"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 8})
    )
    link_url = forms.CharField(
        label=_("Link: Adresse"), max_length=1000, required=False,
        help_text=_("Eine Seite des Portals wie /kontakt/ oder https://…"),
    )  # fmt: skip
    link_text = forms.CharField(
        label=_("Link: Worte"), max_length=160, required=False,
        help_text=_("Sagt, wohin es geht, zum Beispiel „Programm der Woche lesen“."),
    )  # fmt: skip
    photo = forms.FileField(
        label=_("Bild"), required=False,
        help_text=_("JPEG, PNG oder HEIC. Das Portal verkleinert es und entfernt Ort und Kamera."),
    )  # fmt: skip
    without_photo = forms.BooleanField(label=_("Bild entfernen"), required=False)
    alt = forms.CharField(
        label=_("Was ist zu sehen?"), max_length=300, required=False,
        help_text=_("Für alle, die das Bild nicht sehen."),
    )  # fmt: skip
    is_decorative = forms.BooleanField(label=_("nur schmückend, sagt nichts aus"), required=False)
    caption = forms.CharField(label=_("Bildunterschrift"), max_length=300, required=False)
    credit = forms.CharField(
        label=_("Bildnachweis"), max_length=160, required=False,
        help_text=_("Von wem das Bild ist, zum Beispiel „Foto: Landkreis Goslar“."),
    )  # fmt: skip
    role = forms.CharField(
        label=_("Stelle"), max_length=200, required=False, help_text=_("Nie der Name einer Person.")
    )
    phone = forms.CharField(label=_("Telefon"), max_length=60, required=False)
    email = forms.EmailField(label=_("E-Mail"), required=False)
    hours = forms.CharField(
        label=_("Zeiten"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    gone = forms.BooleanField(label=_("Diesen Baustein löschen"), required=False)
    uid = forms.RegexField(r"\A[a-z0-9]{6}\Z", widget=forms.HiddenInput)
    kind = forms.ChoiceField(choices=K.choices, widget=forms.HiddenInput)
    image = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, kind: str, version: Version, own: Collection[int] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.version, self.own, self.removed = version, own, dict[str, int]()
        keep_only(self, ("uid", "kind", "position", *FIELDS[kind], "gone"))
        if "body" in self.fields:
            lines = sum(1 + len(line) // 90 for line in str(self["body"].value() or "").split("\n"))
            self.fields["body"].widget.attrs["rows"] = min(max(lines + 1, 5), 30)
            self.fields["body"].help_text = _("Höchstens %s Zeichen.") % f"{LONGEST[K(kind)]:,}".replace(
                ",", "."
            )
        if kind in WITH_IMAGE and not self.picture:
            del self.fields["without_photo"]

    @property
    def picture(self) -> int | None:
        """The picture it shows now, if it is one of this issue."""
        typed = str(self["image"].value() or "") if "image" in self.fields else ""
        return next((number for number in self.own if str(number) == typed), None)

    @property
    def is_gone(self) -> bool:
        return bool(self["gone"].data) if self.is_bound else False

    @property
    def label(self) -> str:
        """Kind and heading, for the line one opens it by."""
        kind = str(K(self["kind"].value()).label)
        heading = str(self["heading"].value() or "") if "heading" in self.fields else ""
        return f"{kind}: {heading}" if heading else kind

    def clean_link_url(self) -> str:
        return _checked_address(self.cleaned_data["link_url"])

    def clean_body(self) -> str:
        html = notation.to_html(self.cleaned_data["body"])
        self.removed = removed(html, NEWSLETTER)
        return html

    def clean(self) -> None:
        """The block is cleaned here as it will be stored, so that what is wrong is told at its box."""
        self.cleaned_data["image"] = None if self.cleaned_data.get("without_photo") else self.picture
        if self.cleaned_data.get("photo") and not self.errors:
            self._take(self.cleaned_data["photo"])
        if self.errors:
            return
        try:
            clean_block(self.block())
        except ValidationError as error:
            self.add_error("body" if "body" in self.fields else None, error)

    def _take(self, photo: Any) -> None:
        """Kept at once, so that it need not be chosen again when something else is wrong."""
        try:
            picture = Picture.objects.take(self.version.issue, photo)
        except ValidationError as error:
            self.add_error("photo", error)
            return
        self.cleaned_data["image"] = picture.pk
        self.own = {*self.own, picture.pk}
        self.data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict of our own
        self.data[self.add_prefix("image")] = str(picture.pk)  # type: ignore[index]  # shown when it comes back

    def block(self, entries: Collection[Entry] = ()) -> Block:
        known = {field for field in Block.__dataclass_fields__ if field in self.cleaned_data}
        return Block(**{name: self.cleaned_data[name] for name in known} | {"entries": tuple(entries)})


def speak(form: forms.BaseForm, language: Language) -> None:
    """Boxes for words are in the language and direction of the version; the labels stay German."""
    for name in WORDS & set(form.fields):
        form.fields[name].widget.attrs |= {"lang": language.html_lang, "dir": language.dir}


def keep_only(form: forms.BaseForm, names: Collection[str]) -> None:
    """The boxes of one kind, in the order named."""
    form.fields = {name: form.fields[name] for name in names}
