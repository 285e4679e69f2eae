"""How the back office asks for days and times: as people write them, in a plain box, without a script."""

from typing import Any

from django import forms
from django.contrib.admin.options import FORMFIELD_FOR_DBFIELD_DEFAULTS
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from goslar_portal.forms import DateField

DAY = _("Tag.Monat.Jahr, zum Beispiel 31.12.2026")
TIME = _("zum Beispiel 14:30")
TIMES = ["%H:%M", "%H.%M", "%H:%M:%S", "%H"]


class OfficeDateField(DateField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs | {"help_text": kwargs.get("help_text") or DAY})


class OfficeTimeField(forms.TimeField):
    widget = forms.TimeInput(format="%H:%M")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **kwargs
            | {"help_text": kwargs.get("help_text") or TIME, "input_formats": TIMES, "localize": False}
        )


class OfficeMomentField(forms.SplitDateTimeField):
    """Two boxes; the pack takes their names from `aria-label`."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.SplitDateTimeWidget(
            date_attrs={"aria-label": gettext("Tag")},
            time_attrs={"aria-label": gettext("Uhrzeit")},
            date_format="%d.%m.%Y",
            time_format="%H:%M",
        )
        formats = {"input_date_formats": ["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"], "input_time_formats": TIMES}
        super().__init__(**{**formats, **kwargs, "widget": widget})


def replace() -> None:
    """In place of Django's boxes with calendars and double lists, which need a script and speak English."""
    FORMFIELD_FOR_DBFIELD_DEFAULTS.update({
        models.DateField: {"form_class": OfficeDateField},
        models.TimeField: {"form_class": OfficeTimeField},
        models.DateTimeField: {"form_class": OfficeMomentField},
        models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple},
    })  # fmt: skip
