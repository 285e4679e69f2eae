"""One leaflet per language, made from a topic page by the portal itself (I-040).

A sheet is made again when its words, a contact or the template change; nobody has to think of it.
"""

import hashlib
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from goslar_portal import pdf
from goslar_portal.journal.models import Actor
from goslar_portal.qr import qr_svg
from goslar_portal.uploads import Clean, Kind
from integration.models import Download, PageVersion
from integration.papers import Paper

TEMPLATE = "integration/pdf/flyer.html"


def renew(flyer: Download, *, by: Actor) -> int:
    """Bring every language of this flyer up to date; returns how many files are new."""
    page = flyer.made_from
    spoken = PageVersion.objects.languages_of(page.pk) if page else []
    current = dict(flyer.files.filter(is_current=True).values_list("language", "stamp"))
    for language in set(current) - set(spoken):
        flyer.withdraw_edition(language=language, by=by)
    papers = [Paper.of(page.slug, language) for language in spoken if pdf.covers(language)] if page else []
    return sum(_renew(flyer, paper, current, by=by) for paper in papers if paper is not None)


def _renew(flyer: Download, paper: Paper, current: dict[str, str], *, by: Actor) -> bool:
    context = context_of(flyer, paper)
    with translation.override(paper.language):
        words = render_to_string(TEMPLATE, context)
    stamp = hashlib.sha256(words.encode()).hexdigest()
    if current.get(paper.language) == stamp:
        return False
    content = pdf.render(TEMPLATE, context, language=paper.language, files={"code.svg": qr_svg(paper.url)})
    flyer.add_edition(
        language=paper.language,
        title=paper.version.title,
        content=Clean(content, Kind.PDF, 0, 0, pages=pdf.page_count(content)),
        by=by,
        is_accessible=True,
        stamp=stamp,
        is_own=True,
    )
    return True


def context_of(flyer: Download, paper: Paper) -> dict[str, Any]:
    """The sections the office chose, in their order on the sheet; those a language lacks are left out."""
    known = {section.key: section for section in paper.version.parts}
    return {"paper": paper, "sections": [known[key] for key in flyer.made_of if key in known]}
