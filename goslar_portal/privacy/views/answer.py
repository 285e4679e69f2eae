"""Where somebody fetches what the office has put together about them (G-103)."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from goslar_portal.access import bound, form_page, token_page
from goslar_portal.journal.models import Actor
from goslar_portal.privacy.forms import CodeForm
from goslar_portal.privacy.models import Answer
from goslar_portal.privacy.models.answer import PURPOSE

KINDS = {"pdf": "application/pdf", "json": "application/json"}
TAKEN = _("Diese Datei wurde schon abgeholt. Melden Sie sich, wenn Sie sie noch einmal brauchen.")


@token_page(Answer, purpose=PURPOSE)
def privacy_answer(request: HttpRequest, answer: Answer) -> HttpResponse:
    """The code first, then each file once; nothing of the person stands on the page."""
    if not answer.is_open:
        return form_page(request, "privacy/answer_over.html")
    form = bound(CodeForm, request, answer=answer)
    if form.is_valid():
        kind = "json" if "json" in request.POST else "pdf"
        content = answer.hand_out(kind, by=Actor.person("asker"))
        if content is not None:
            return attached(content, answer.case.reference, kind)
        form.add_error(None, TAKEN)
    return form_page(request, "privacy/answer.html", form=form, answer=answer)


def attached(content: bytes, reference: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=KINDS[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="auskunft-{reference}.{kind}"'
    response.headers["Cache-Control"] = "no-store"
    return response
