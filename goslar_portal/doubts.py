"""Doubts whether a person typed: a field only machines see, the time taken, many links (G-154).

No puzzle. A doubtful form is shown once more; sent again it is taken and marked for staff, never thrown away.

    class MessageForm(DoubtMixin, PortalForm):
        free_texts = ("message",)
"""

import re
import time
from collections.abc import Collection
from typing import Any, ClassVar

from crispy_forms.layout import Div
from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from goslar_portal.forms import PortalFormMixin

SALT = "portal.doubts"
OLDEST = 30 * 24 * 3600  # seconds; an older stamp was made up or copied
LINK = re.compile(r"https?://(?:www\.)?|www\.|\[url|<a\s", re.IGNORECASE)

QUIET = ("homepage", "shown_at", "once_more")
FILLED_TRAP = "filled_trap"
TOO_QUICK = "too_quick"
MANY_LINKS = "many_links"


def stamp() -> str:
    """The time a form was shown, signed, so that it needs neither script nor memory on our side."""
    return signing.TimestampSigner(salt=SALT).sign("form")


def age(stamped: str) -> float | None:
    """Seconds since the stamp was made; None when it is not ours."""
    try:
        signing.TimestampSigner(salt=SALT).unsign(stamped)
    except signing.BadSignature:
        return None
    return time.time() - signing.b62_decode(stamped.rsplit(":", 2)[1])


class DoubtMixin(PortalFormMixin):
    """Before `PortalForm` or `PortalModelForm`. A form that overrides `layout()` adds `*self.quiet()` to it.

    `begun`: the stamp of the first page, for ways of several steps; else the form carries its own.
    """

    quickest: ClassVar[int] = 4  # seconds; nobody types a form faster (H-061)
    most_links: ClassVar[int] = 2
    free_texts: ClassVar[Collection[str]] = ()

    def __init__(self, *args: Any, begun: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.begun = begun
        self.fields["homepage"] = forms.CharField(
            required=False, label=_("Bitte frei lassen"), max_length=200
        )
        if begun is None:
            self.fields["shown_at"] = _hidden(initial=stamp)
        self.fields["once_more"] = _hidden()

    def layout(self) -> list[Any]:
        own = [name for name in self.fields if name not in QUIET]
        return [*own, *self.quiet()]

    def quiet(self) -> list[Any]:
        """What nobody sees; hidden by the `hidden` attribute, so screen readers pass it by as well."""
        hidden = [name for name in QUIET[1:] if name in self.fields]
        return [Div(QUIET[0], hidden=True), *hidden]

    @property
    def doubts(self) -> tuple[str, ...]:
        """Codes for the staff, empty for nearly everybody."""
        found = (
            (FILLED_TRAP, bool(self._sent("homepage"))),
            (TOO_QUICK, self._is_too_quick()),
            (MANY_LINKS, self._links() > self.most_links),
        )
        return tuple(code for code, holds in found if holds)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and self.doubts and age(self._sent("once_more")) is None:
            data: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
            data[self.add_prefix("once_more")] = stamp()
            self.data = data
            self.add_error(None, _("Bitte noch einmal absenden. Ihre Angaben sind alle noch da."))
        return cleaned

    def _sent(self, name: str) -> str:
        return str(self.data.get(self.add_prefix(name), ""))

    def _is_too_quick(self) -> bool:
        """Also when the stamp is missing, altered or older than any form people keep open."""
        taken = age(self._sent("shown_at") if self.begun is None else self.begun)
        return taken is None or not self.quickest <= taken <= OLDEST

    def _links(self) -> int:
        return sum(len(LINK.findall(self._sent(name))) for name in self.free_texts)


def _hidden(**more: Any) -> forms.CharField:
    return forms.CharField(required=False, widget=forms.HiddenInput, max_length=200, **more)
