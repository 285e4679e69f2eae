"""Office values whose default nobody has confirmed yet, on „Heute“ with their question (H-350)."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from goslar_portal import registry
from goslar_portal.accounts.roles import Role
from goslar_portal.office.declarations import declared
from goslar_portal.office.models import OfficeValue
from goslar_portal.registry import Card, Line


def register() -> None:
    registry.today.add(
        Card(
            "office.values_to_confirm",
            _("Fristen und Grenzwerte"),
            {Role.LEAD},
            unconfirmed,
            link="admin:office_officevalue_add",
            action=_("Wert festlegen"),
            is_question=True,
        )
    )


def unconfirmed() -> Iterator[Line]:
    """A value is confirmed by setting it, also to what it was: with day, person and reason."""
    known = OfficeValue.objects.in_force()
    add = reverse("admin:office_officevalue_add")
    for name, row in declared().items():
        if row.needs_confirmation and name not in known:
            number = f"{row.default.normalize():f} {row.unit}".strip()
            yield Line(f"{row.needs_confirmation}: {row.label} {number}", f"{add}?name={name}")
