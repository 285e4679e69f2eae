"""What the clock does with pages and with what people send us. Each job may run twice."""

from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app

from goslar_portal.clock import called, every
from goslar_portal.journal.models import Actor
from integration import flyers
from integration.models import Download, HelpRequest, PageVersion
from integration.papers import Paper


@every("15 6 * * *", name="remind_of_help_requests", label=_("An offene Bitten um Hilfe erinnern"))
def remind_of_help_requests() -> int:
    """Tell the mailbox once of everybody who waits longer than promised (I-170)."""
    by = Actor.clock("remind_of_help_requests")
    return sum(request.remind(by=by) for request in HelpRequest.objects.to_remind())


@app.task(name=called("make_page_pdf", _("PDF einer Seite anfertigen")), lock="make_page_pdf")  # type: ignore[untyped-decorator]  # the package has no types
def make_page_pdf(number: int) -> None:
    """Ahead of the first reader (I-114). A version that was replaced or withdrawn meanwhile needs none."""
    version = PageVersion.objects.published().with_page().filter(pk=number).first()
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
