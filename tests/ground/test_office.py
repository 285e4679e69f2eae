"""Values of the office: declared with bounds, changed by new records."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from goslar_portal import office
from goslar_portal.dates import today
from goslar_portal.office.models import OfficeValue

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def declared() -> None:
    office.declare("probe.days", label="Frist", unit="Tage", low=1, high=30, default=5)


@pytest.mark.req("G-047")
def test_office_gets_the_default_until_it_sets_a_value() -> None:
    assert office.value("probe.days") == 5
    OfficeValue.objects.create(name="probe.days", number=7, reason="mehr Zeit")
    assert office.value("probe.days") == 7


@pytest.mark.req("G-047")
def test_newest_value_in_force_counts_and_old_ones_stay() -> None:
    OfficeValue.objects.create(
        name="probe.days", number=7, valid_from=today() - timedelta(days=9), reason="a"
    )
    OfficeValue.objects.create(
        name="probe.days", number=9, valid_from=today() + timedelta(days=9), reason="b"
    )
    assert office.value("probe.days") == 7
    assert OfficeValue.objects.count() == 2


@pytest.mark.req("G-047")
def test_value_outside_its_bounds_or_unknown_is_refused() -> None:
    with pytest.raises(ValidationError) as caught:
        OfficeValue(name="probe.days", number=Decimal(31), reason="zu viel").full_clean()
    assert caught.value.message_dict == {"number": ["Erlaubt sind 1 bis 30 Tage."]}
    with pytest.raises(ValidationError):
        OfficeValue(name="probe.unknown", number=Decimal(3), reason="?").full_clean()
    with pytest.raises(ValueError, match="not within"):
        office.declare("probe.wrong", label="", unit="", low=1, high=3, default=4)
