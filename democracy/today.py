"""What waits for somebody of this area on the first page of the back office (G-112)."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from democracy.models import AdviceRequest, ContactCheck, EventProposal, Leaflet, LeafletVersion, gap_ahead
from democracy.models.leaflet_reminder import steps
from democracy.roles import DECIDERS, STAFF
from goslar_portal import registry
from goslar_portal.dates import today


def register() -> None:
    registry.today.add(*_questions(), *_checks(), *_papers())


def _questions() -> list[registry.Card]:
    """Somebody outside waits for an answer."""
    return [
        registry.Card(
            "democracy.advice",
            _("Beratungsanfragen"),
            roles=STAFF,
            rows=AdviceRequest.objects.open,
            since="received_at",
            link="admin:democracy_advicerequest_changelist",
            action=_("Beantworten"),
        ),
        registry.Card(
            "democracy.proposals",
            _("Gemeldete Veranstaltungen"),
            roles=DECIDERS,
            rows=EventProposal.objects.waiting,
            since="confirmed_at",
            line=lambda row: row.title,
            link="admin:democracy_eventproposal_changelist",
            action=_("Ansehen"),
        ),
    ]


def _checks() -> list[registry.Card]:
    """What the page of the partnership says has to be looked after."""
    return [
        registry.Card(
            "democracy.period",
            _("Förderperiode"),
            roles=DECIDERS,
            rows=_period,
            link="admin:democracy_fundingperiod_changelist",
            action=_("Hinterlegen"),
        ),
        registry.Card(
            "democracy.contact_check",
            _("Kontakt der Fachstelle prüfen"),
            roles=STAFF,
            rows=lambda: ContactCheck.objects.due(today()),
            since="checked_on",
            action=_("Prüfen"),
        ),
    ]


def _papers() -> list[registry.Card]:
    return [
        registry.Card(
            "democracy.leaflets_ending",
            _("Merkblätter, die bald ablaufen"),
            roles=STAFF,
            rows=_ending,
            due="valid_until",
            action=_("Neue Fassung veröffentlichen"),
        ),
        registry.Card(
            "democracy.leaflets_to_withdraw",
            _("Rücknahme eines Merkblatts: Zustimmung fehlt"),
            roles=DECIDERS,
            rows=LeafletVersion.objects.to_withdraw,
            action=_("Ansehen"),
        ),
        registry.Card(
            "democracy.annexes_missing",
            _("Bescheidanlagen ohne gültige Fassung"),
            roles=STAFF,
            rows=lambda: Leaflet.objects.annexes_without_version(today()),
            link="admin:democracy_leaflet_changelist?is_annex__exact=1",
            action=_("Fassung anlegen"),
        ),
    ]


def _period() -> Iterator[registry.Line]:
    problem = gap_ahead(today())
    if problem:
        yield registry.Line(problem, reverse("admin:democracy_fundingperiod_changelist"))


def _ending() -> Any:
    day = today()
    return LeafletVersion.objects.ending_by(day, day + timedelta(days=max(steps()))).with_leaflet()
