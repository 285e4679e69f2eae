"""What must never be true of an event, in words the office understands (section 3, D-063)."""

import re

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from democracy.models.event_states import EventState, Registration

RESERVED_SLUGS = ("melden", "kalender", "feed")
LONGEST = 31  # days of one occurrence (D-063)
PERSONAL = re.compile(r"[a-zäöüß]{2,}[._-][a-zäöüß]{2,}@", re.IGNORECASE)


def personal_address(address: str) -> bool:
    """Whether an e-mail address looks like the name of a person, such as erika.muster@…"""
    return bool(PERSONAL.match(address))


EVENT_RULES: list[models.BaseConstraint] = [
    models.CheckConstraint(name="event_state_is_known", condition=Q(state__in=EventState.values)),
    models.CheckConstraint(
        name="event_slug_is_free",
        condition=~Q(slug__in=RESERVED_SLUGS) & ~Q(slug__regex=r"^\d+$"),
        violation_error_message=_("Diese Adresse ist vergeben. Bitte wählen Sie eine mit Buchstaben."),
    ),
    models.CheckConstraint(
        name="event_ends_after_it_starts",
        condition=Q(ends_on__gt=F("starts_on"))
        | Q(ends_on=F("starts_on"), starts_time__isnull=True)
        | Q(ends_on=F("starts_on"), ends_time__gt=F("starts_time")),
        violation_error_message=_("Das Ende liegt vor dem Beginn."),
    ),
    models.CheckConstraint(
        name="event_has_both_times_or_none",
        condition=Q(starts_time__isnull=True, ends_time__isnull=True)
        | Q(starts_time__isnull=False, ends_time__isnull=False),
        violation_error_message=_("Bitte geben Sie beide Uhrzeiten an, oder keine für ganze Tage."),
    ),
    models.CheckConstraint(
        name="event_date_lasts_a_month_at_most",
        condition=Q(ends_on__lte=F("starts_on") + LONGEST),
        violation_error_message=_(
            "Ein Termin dauert höchstens 31 Tage. Geben Sie Längeres bitte als Wiederholung ein."
        ),
    ),
    models.CheckConstraint(
        name="event_registration_is_known", condition=Q(registration__in=Registration.values)
    ),
    models.CheckConstraint(
        name="event_registration_has_a_way",
        condition=Q(registration=Registration.NONE) | ~Q(registration_to=""),
        violation_error_message=_("Bitte geben Sie an, wo man sich anmeldet."),
    ),
    models.CheckConstraint(
        name="event_registration_ends_in_time",
        condition=Q(registration_until=None) | Q(registration_until__lte=F("ends_on")) | ~Q(rule=""),
        violation_error_message=_("Der letzte Tag der Anmeldung liegt nach der Veranstaltung."),
    ),
    models.CheckConstraint(
        name="event_image_says_words_and_rights",
        condition=Q(image__isnull=True) | (~Q(image_alt="") & Q(image_rights=True)),
        violation_error_message=_("Ein Bild braucht eine Beschreibung und die Rechte."),
    ),
    models.CheckConstraint(
        name="event_published_is_dated",
        condition=Q(state=EventState.DRAFT) | Q(published_at__isnull=False),
    ),
    models.CheckConstraint(
        name="event_links_are_safe",
        condition=Q(online_url="") | Q(online_url__startswith="https://"),
        violation_error_message=_("Der Link muss mit https:// beginnen."),
    ),
    models.CheckConstraint(
        name="event_starts_within_reason",
        condition=Q(starts_on__gte="2015-01-01"),
        violation_error_message=_("Der Beginn liegt zu weit zurück."),
    ),
]
