"""E-mails to whoever asks about their own data: data in, a row of the outbox out. Nothing is decided here.

Without an e-mail address nothing is posted; the same words are then printed as a letter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from goslar_portal.mail.outbox import post

if TYPE_CHECKING:
    from goslar_portal.privacy.models import Answer, PrivacyCase


def case_extended(case: PrivacyCase) -> None:
    """It takes longer, until when and why (Art. 12 (3))."""
    _write("case_extended", case, {"until": case.due_on, "reason": case.get_extension_display()})


def case_answered(case: PrivacyCase) -> None:
    """What came of it, and where to complain (Art. 12 (4))."""
    _write("case_answered", case, answer_facts(case))


def answer_ready(case: PrivacyCase, token: str, answer: Answer) -> None:
    """The link to the files; the code comes by another way (G-103)."""
    url = f"{settings.SITE_URL}{reverse('privacy:privacy_answer', args=[token])}"
    _write("answer_ready", case, {"url": url, "until": answer.expires_at}, turn=f":{answer.pk}")


def restriction_lifted(case: PrivacyCase, count: int) -> None:
    """Told before the records are used again (Art. 18 (3))."""
    _write("restriction_lifted", case, {"count": count}, turn=f":{timezone.now():%Y%m%d%H%M}")


def answer_facts(case: PrivacyCase) -> dict[str, Any]:
    """What mail and printed letter say alike."""
    return {
        "article": case.get_article_display(),
        "received_on": case.received_on,
        "result": case.result,
        "refusal": case.get_refusal_display(),
        "answer": case.answer,
    }


def _write(name: str, case: PrivacyCase, more: dict[str, Any], turn: str = "") -> None:
    if case.email:
        context = {"reference": case.reference, "name": case.name} | more
        once = f"privacy.{name}:{case.pk}{turn}"
        post(
            kind=f"privacy.{name}",
            to=case.email,
            language=case.language,
            once=once,
            about=case,
            context=context,
        )
