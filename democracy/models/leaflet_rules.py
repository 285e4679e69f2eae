"""What must never be true of a version of a leaflet, in words the office understands."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from democracy.models.leaflet_states import Accessibility, LeafletState
from democracy.models.period import DateRange

LEAFLET_RULES: list[models.BaseConstraint] = [
    models.UniqueConstraint(name="leaflet_version_number_is_unique", fields=["leaflet", "number"]),
    models.CheckConstraint(name="leaflet_state_is_known", condition=Q(state__in=LeafletState.values)),
    models.CheckConstraint(
        name="leaflet_draft_has_no_number",
        condition=Q(state=LeafletState.DRAFT, number__isnull=True, published_at__isnull=True)
        | (~Q(state=LeafletState.DRAFT) & Q(number__gte=1, published_at__isnull=False)),
    ),
    models.CheckConstraint(
        name="leaflet_withdrawn_has_reason",
        condition=~Q(state=LeafletState.WITHDRAWN)
        | (Q(withdrawn_at__isnull=False) & ~Q(withdrawal_reason="")),
    ),
    models.CheckConstraint(
        name="leaflet_version_ends_after_it_starts",
        condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
        violation_error_message=_("„gültig bis“ muss nach „gültig ab“ liegen."),
    ),
    models.CheckConstraint(
        name="leaflet_published_is_hashed",
        condition=Q(state=LeafletState.DRAFT) | (Q(sha256__regex=r"^[0-9a-f]{64}$") & Q(size__gt=0)),
    ),
    models.CheckConstraint(
        name="leaflet_second_version_says_news",
        condition=Q(number=None) | Q(number=1) | ~Q(news=""),
        violation_error_message=_("Ab der 2. Fassung steht dabei, was neu ist."),
    ),
    models.CheckConstraint(
        name="leaflet_check_names_day_and_tool",
        condition=~Q(accessibility=Accessibility.CHECKED)
        | (Q(checked_on__isnull=False) & ~Q(checked_with="")),
        violation_error_message=_("Bitte geben Sie an, wann und womit geprüft wurde."),
    ),
    models.CheckConstraint(
        name="leaflet_with_barriers_offers_another_way",
        condition=~Q(accessibility=Accessibility.BARRIERS) | ~Q(body="") | ~Q(other_format=""),
        violation_error_message=_(
            "Zu einem PDF mit Barrieren gehört ein Text im Portal oder ein Kontakt für ein anderes Format."
        ),
    ),
    ExclusionConstraint(
        name="leaflet_versions_never_overlap",
        expressions=[
            ("leaflet", RangeOperators.EQUAL),
            (DateRange(F("valid_from"), F("valid_until")), RangeOperators.OVERLAPS),
        ],
        condition=Q(state=LeafletState.PUBLISHED),
        violation_error_message=_("An einem dieser Tage gilt schon eine andere Fassung."),
    ),
]
