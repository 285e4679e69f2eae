"""What the clock does with pages and with what people send us. Each job may run twice."""

import logging

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from goslar_portal.clock import called, every
from goslar_portal.journal.models import Actor
from goslar_portal.states import WrongStateError
from integration.models import HelpRequest, PageTranslation, PageVersion

log = logging.getLogger("portal.integration")


@every("15 6 * * *", name="remind_of_help_requests", label=_("An offene Bitten um Hilfe erinnern"))
def remind_of_help_requests() -> int:
    """Tell the mailbox once of everybody who waits longer than promised (I-170)."""
    by = Actor.clock("remind_of_help_requests")
    return sum(request.remind(by=by) for request in HelpRequest.objects.to_remind())


@every("* * * * *", name="publish_scheduled", label=_("Geplante Texte veröffentlichen und zurückziehen"))
def publish_scheduled() -> int:
    """What does not appear now stays planned, is tried again each minute, and stands on „Heute“ (I-103)."""
    by = Actor.clock("publish_scheduled")
    return sum(_publish(version, by) for version in PageVersion.objects.due(timezone.now())) + sum(
        _withdraw(row, by) for row in PageTranslation.objects.due_to_vanish(timezone.now())
    )


@app.task(name=called("end_language", _("Alle Texte einer Sprache zurückziehen")))  # type: ignore[untyped-decorator]  # the package has no types
def end_language(code: str) -> None:
    """Many texts take their time, so nobody waits for it at the desk (I-087)."""
    PageTranslation.objects.end_language(code, by=Actor.clock("end_language"))


def _publish(version: PageVersion, by: Actor) -> bool:
    try:
        version.publish(by=by)
    except (ValidationError, WrongStateError) as error:  # the others still appear
        log.warning(
            "scheduled text did not appear", extra={"job": version.reference, "error": type(error).__name__}
        )
        return False
    return True


def _withdraw(row: PageTranslation, by: Actor) -> bool:
    shown = row.published
    try:
        if shown is not None:
            shown.withdraw(by=by)
        else:
            row.drop_end(by=by)
    except WrongStateError:  # somebody was faster
        return False
    return True
