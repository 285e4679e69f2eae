"""What the clock does with pages and with what people send us. Each job may run twice."""

import logging

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from goslar_portal.clock import called, every
from goslar_portal.journal.models import Actor
from goslar_portal.states import WrongStateError
from integration import flyers
from integration.link_visits import Visitor
from integration.models import Download, HelpRequest, LinkCheck, PageTranslation, PageVersion
from integration.models.link_check import addresses, dead_ends
from integration.papers import Paper

log = logging.getLogger("portal.integration")


@every("15 6 * * *", name="remind_of_help_requests", label=_("An offene Bitten um Hilfe erinnern"))
def remind_of_help_requests() -> int:
    """Tell the mailbox once of everybody who waits longer than promised (I-170)."""
    by = Actor.clock("remind_of_help_requests")
    return sum(request.remind(by=by) for request in HelpRequest.objects.to_remind())


@app.task(name=called("make_page_pdf", _("PDF einer Seite anfertigen")), lock="make_page_pdf")  # type: ignore[untyped-decorator]  # the package has no types
def make_page_pdf(number: int) -> None:
    """Ahead of the first reader (I-114). A version that was replaced or withdrawn meanwhile needs none."""
    version = PageVersion.objects.published().with_page().with_number(number).first()
    if version is not None:
        paper = Paper.of(version.translation.page.slug, version.translation.language)
        if paper is not None:
            paper.content()
        renew_flyers(version.translation.page_id)


@every(
    "40 2 * * *", name="renew_flyers", label=_("Flyer erneuern, deren Text oder Kontakt sich geändert hat")
)
def renew_all_flyers() -> int:
    return renew_flyers()


def renew_flyers(page_id: int | None = None) -> int:
    """Of one page or of all; returns how many files are new."""
    rows = Download.objects.made_here()
    by = Actor.clock("renew_flyers")
    return sum(flyers.renew(row, by=by) for row in (rows if page_id is None else rows.flyers_of(page_id)))


@every("10 1 * * *", name="check_links", label=_("Links prüfen"))
def check_links() -> int:
    """A share of the outside addresses each night, all own ones (I-190, I-192)."""
    LinkCheck.objects.keep(dead_ends(), is_own=True)
    LinkCheck.objects.keep(addresses(), is_own=False)
    visitor = Visitor()
    rows = LinkCheck.objects.tonight()
    for row in rows:
        found = visitor.visit(row.address)
        row.note(found.result, status=found.status, moved_to=found.moved_to)
    return len(rows)


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
