"""The question."""

from django import forms
from django.utils.translation import gettext_lazy as _

from goslar_portal.forms import PortalForm

LONGEST = 200  # characters (I-128)


class SearchForm(PortalForm):
    """Asked by address, so that it can be sent on. The names of the boxes stand in it."""

    q = forms.CharField(
        label=_("Was suchen Sie?"),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        help_text=_("Ein oder zwei Wörter genügen, zum Beispiel „Sprachmittler“."),
    )
    archiv = forms.BooleanField(label=_("auch im Archiv suchen"), required=False)

    missing = {"q": _("Bitte geben Sie ein Wort ein, nach dem wir suchen sollen.")}
    conditional = {"archiv"}
