"""What can be done with a text beside writing it: when it appears and ends, who checks, who translates."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from goslar_portal.verbs import Verb, VerbForm
from integration.admin.desk import Desk
from integration.forms import GiveForm, ScheduleForm, WhenForm
from integration.roles import PUBLISHERS, TASKS, TRANSLATORS


@dataclass(frozen=True)
class Step:
    """A button of a text. `target` finds the row whose verb it calls; without one it is not possible now."""

    verb: Verb
    target: Callable[[Desk], Any]

    @property
    def name(self) -> str:
        return self.verb.name

    def is_allowed(self, desk: Desk) -> bool:
        """Whoever translates does so in the languages named for the account only."""
        return desk.may_write if self.verb.roles == TRANSLATORS else desk.may(self.verb.roles)


def _draft(desk: Desk) -> Any:
    return desk.waiting if desk.waiting and desk.waiting.is_draft else None


def _planned(desk: Desk) -> Any:
    return desk.waiting if desk.waiting and desk.waiting.is_scheduled else None


def _unchecked(desk: Desk) -> Any:
    return desk.newest if desk.newest and desk.newest.is_live and desk.newest.is_unchecked else None


def _shown(desk: Desk) -> Any:
    return desk.shown


def _without_end(desk: Desk) -> Any:
    return desk.translation if desk.shown and not desk.translation.withdraw_at else None


def _with_end(desk: Desk) -> Any:
    return desk.translation if desk.translation.withdraw_at else None


def _to_give(desk: Desk) -> Any:
    return None if desk.is_source else desk.translation


def _given(desk: Desk) -> Any:
    return desk.task


STEPS = [
    Step(
        Verb(
            "approve",
            _("Als geprüft vermerken"),
            roles=TRANSLATORS,
            explanation=_(
                "Sie haben den ganzen Text mit dem deutschen verglichen und stehen dafür ein. "
                "Leser sehen dann nicht mehr, dass ihn noch niemand geprüft hat."
            ),
        ),
        _unchecked,
    ),
    Step(
        Verb(
            "schedule",
            _("Zeitpunkt planen"),
            roles=PUBLISHERS,
            form=ScheduleForm,
            explanation=_(
                "Der Entwurf erscheint dann von selbst. Liegt der Zeitpunkt zurück, erscheint er sofort."
            ),
        ),
        _draft,
    ),
    Step(
        Verb(
            "unschedule",
            _("Termin aufheben"),
            roles=PUBLISHERS,
            explanation=_("Der Text bleibt als Entwurf erhalten und erscheint nicht von selbst."),
        ),
        _planned,
    ),
    Step(
        Verb(
            "give",
            _("Übersetzung vergeben"),
            roles=TASKS,
            form=GiveForm,
            explanation=_(
                "Der Auftrag steht bei der Person unter „Heute“ und endet, sobald der Text wieder passt."
            ),
        ),
        _to_give,
    ),
    Step(Verb("drop", _("Auftrag zurücknehmen"), roles=TASKS, form=VerbForm), _given),
    Step(
        Verb(
            "plan_end",
            _("Ende planen"),
            roles=PUBLISHERS,
            form=WhenForm,
            explanation=_(
                "Der Text verschwindet dann von selbst. Beim deutschen Text gehen alle Übersetzungen mit."
            ),
        ),
        _without_end,
    ),
    Step(Verb("drop_end", _("Ende aufheben"), roles=PUBLISHERS), _with_end),
    Step(
        Verb(
            "withdraw",
            _("Zurückziehen"),
            roles=PUBLISHERS,
            is_danger=True,
            explanation=_(
                "Der Text ist sofort nicht mehr zu lesen. Beim deutschen Text gehen alle Übersetzungen mit."
            ),
        ),
        _shown,
    ),
]


def find(name: str) -> Step | None:
    return next((step for step in STEPS if step.name == name), None)


def possible(desk: Desk) -> list[dict[str, Any]]:
    """The buttons this person may press now, as `admin/verbs/_buttons.html` draws them."""
    return [
        {"verb": step.verb, "url": desk.step_url(step.name)}
        for step in STEPS
        if step.is_allowed(desk) and step.target(desk) is not None
    ]
