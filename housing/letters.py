"""E-mails and PDFs to landlords: data in, a row of the outbox out. Nothing is decided here (H-131).

Each letter names the reference, a function of the house and its telephone number; subjects hold the reference
at most. No letter to a landlord names an authority, a norm or a benefit (H-241).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from goslar_portal import office
from goslar_portal.languages import in_german
from goslar_portal.links.models import AccessLink
from goslar_portal.mail.outbox import Attachment, post
from goslar_portal.qr import qr_path
from housing import sheet, viewing_date

if TYPE_CHECKING:
    from housing.models import Landlord, Offer, Viewing

STATUS = "offer_status"


def draft_saved(offer: Offer, token: str) -> None:
    """The way back to a draft that was saved (H-033)."""
    _write("draft_saved", offer, _moment(timezone.now()), _resume(offer, token), to=offer.resume_email)


def draft_reminded(offer: Offer, token: str) -> None:
    """Once, that the draft is still there."""
    turn = _moment(offer.resume_until)
    _write("draft_reminded", offer, turn, _resume(offer, token), to=offer.resume_email)


def offer_submitted(offer: Offer, token: str) -> None:
    """Please confirm your address (H-062)."""
    _write("offer_submitted", offer, f"{offer.opt_in_count}", _opt_in(offer, token))


def offer_reminded(offer: Offer, token: str) -> None:
    """Once more before the offer is erased."""
    _write("offer_reminded", offer, "", _opt_in(offer, token))


def offer_confirmed(offer: Offer) -> None:
    """The offer is there: number, next steps, link, and everything as a PDF to keep (H-065, H-066)."""
    context = {"reply_by": offer.reply_by, "status_url": status_url(offer)}
    attachment = Attachment(
        filename=f"Wohnungsangebot-{offer.reference}.pdf",
        template="housing/pdf/offer_confirmed.html",
        context=facts(offer),
    )
    _write("offer_confirmed", offer, "", context, [attachment])


def offer_taken_in(offer: Offer) -> None:
    """We have entered what you told us; the PDF also says what becomes of it (Art. 13 GDPR, H-081)."""
    context = {"reply_by": offer.reply_by, "status_url": status_url(offer), "lines": _plain_lines(offer)}
    sheet_and_rights = Attachment(
        filename=f"Wohnungsangebot-{offer.reference}.pdf",
        template="housing/pdf/offer_letter.html",
        context=facts(offer) | {"is_intake": True},
    )
    _write("offer_taken_in", offer, "", context, [sheet_and_rights])


def list_taken_in(landlord: Landlord, offers: list[Offer]) -> None:
    """One letter about a whole list: every dwelling with its number (H-082)."""
    lines = [
        f"{offer.reference}: {', '.join(filter(None, [offer.address, offer.place]))}" for offer in offers
    ]
    post(
        kind="housing.list_taken_in",
        to=landlord.email,
        language=landlord.language,
        once=f"list_taken_in:{offers[0].pk}",
        about=landlord,
        context={"name": landlord.name, "lines": lines, "link_url": _absolute("offer_link")},
    )


def offer_queried(offer: Offer) -> None:
    """A question, and the way to answer it."""
    context = {"query_text": offer.query_text, "status_url": status_url(offer)}
    _write("offer_queried", offer, _moment(offer.queried_at), context)


def offer_accepted(offer: Offer) -> None:
    """From now on we look for somebody who fits."""
    _write("offer_accepted", offer, _moment(offer.available_since), {"status_url": status_url(offer)})


def offer_rejected(offer: Offer) -> None:
    """The public sentence of the reason; without one nothing is written (H-310)."""
    if offer.landlord_reason_text:
        context = {"reason_text": offer.landlord_reason_text}
        _write("offer_rejected", offer, _moment(offer.closed_at), context)


def offer_withdrawn(offer: Offer) -> None:
    """Goodbye, with the way back."""
    _write("offer_withdrawn", offer, _moment(offer.closed_at), {"is_let": offer.is_let_elsewhere})


def link_renewed(offer: Offer) -> None:
    """A fresh link to the status page (H-071)."""
    _write("link_renewed", offer, _moment(timezone.now()), {"status_url": status_url(offer)})


def viewing_planned(offer: Offer, viewing: Viewing) -> None:
    """The date, and the same for the calendar (H-111)."""
    _viewing("viewing_planned", offer, viewing)


def viewing_changed(offer: Offer, viewing: Viewing) -> None:
    _viewing("viewing_changed", offer, viewing)


def viewing_cancelled(offer: Offer, viewing: Viewing) -> None:
    """It does not take place; another date is promised only while there is still something to look at."""
    _viewing("viewing_cancelled", offer, viewing, is_still_needed=offer.state == "in_review")


def viewing_reminded(offer: Offer, viewing: Viewing) -> None:
    """One working day before; the calendar has the date already."""
    _write("viewing_reminded", offer, f"{viewing.pk}:{viewing.sequence}", _date_of(viewing))


def unreachable(offer: Offer) -> None:
    """We called several times; please call us or look at your page."""
    _write("unreachable", offer, _moment(timezone.now()), {"status_url": status_url(offer)})


def query_reminded(offer: Offer) -> None:
    """Our question is still open."""
    context = {
        "query_text": offer.query_text,
        "answer_url": _own_url(offer, "offer_answer"),
        "until": _last_day(offer.queried_at, "housing.query_expiry_days"),
    }
    _write("query_reminded", offer, f"{_moment(offer.queried_at)}:{offer.query_reminders}", context)


def availability_asked(offer: Offer) -> None:
    """Is it still free? One link per answer; each opens a page with one button (H-130)."""
    token = status_token(offer)
    answers = {
        "free_url": "offer_free", "pause_url": "offer_pause", "let_url": "offer_let",
        "withdraw_url": "offer_withdraw",
    }  # fmt: skip
    context: dict[str, Any] = {name: _absolute(view, token) for name, view in answers.items()}
    context |= {
        "is_reminder": offer.free_reminders > 0,
        "until": _last_day(offer.free_asked_at, "housing.availability_expiry_days"),
    }
    _write("availability_asked", offer, f"{_moment(offer.free_asked_at)}:{offer.free_reminders}", context)


def pause_ended(offer: Offer) -> None:
    """The pause is over, we go on."""
    _write("pause_ended", offer, _moment(timezone.now()), {"status_url": status_url(offer)})


def offer_expired(offer: Offer) -> None:
    """Nobody answered; the way back."""
    _write("offer_expired", offer, _moment(offer.closed_at), {"reason_text": offer.landlord_reason_text})


def offer_let(offer: Offer) -> None:
    """Thank you, and perhaps again."""
    _write("offer_let", offer, _moment(offer.closed_at), {})


def change_adopted(offer: Offer, _answer: str = "") -> None:
    """What you wished to change stands now."""
    _write("change_adopted", offer, _moment(timezone.now()), {"status_url": status_url(offer)})


def change_refused(offer: Offer, answer: str) -> None:
    """What you wished to change stays as it was, and why."""
    context = {"answer": answer, "status_url": status_url(offer)}
    _write("change_refused", offer, _moment(timezone.now()), context)


def address_to_prove(offer: Offer, token: str, email: str) -> None:
    """To the new mailbox: press the button there (H-071)."""
    context = {"prove_url": _absolute("offer_prove_address", token)}
    _write("address_to_prove", offer, _moment(timezone.now()), context, to=email)


def erasure_wished(offer: Offer) -> None:
    """We have your wish, and decide within a month (Art. 12 (3) GDPR)."""
    _write("erasure_wished", offer, "", {})


def erasure_answered(offer: Offer, answer: str) -> None:
    """What becomes of the wish to erase while a household relies on the offer (H-076)."""
    _write("erasure_answered", offer, _moment(timezone.now()), {"answer": answer})


def offer_erased(reference: str | None, landlord: Landlord | None, email: str) -> None:
    """The last word to somebody we know nothing of any more; so it belongs to no offer."""
    if landlord is None or not email:
        return
    post(
        kind="housing.offer_erased",
        to=email,
        language=landlord.language,
        once=f"offer_erased:{reference}",
        about=None,
        context={"name": landlord.name, "reference": reference or ""},
    )


# Parts ------------------------------------------------------------------------------------------------------


def status_token(offer: Offer) -> str:
    """Each mail and each confirmation has its own link; the oldest of five ends first (H-070)."""
    lifetime = timedelta(days=int(office.value("housing.status_link_days")))
    return AccessLink.objects.mint(offer, purpose=STATUS, lifetime=lifetime)


def status_url(offer: Offer) -> str:
    return _absolute("offer_status", status_token(offer))


def _viewing(name: str, offer: Offer, viewing: Viewing, **more: Any) -> None:
    file = Attachment(
        filename=f"Besichtigung-{offer.reference}.ics",
        content=viewing_date.calendar(viewing, offer.reference or ""),
        content_type=viewing_date.CONTENT_TYPE,
    )
    _write(name, offer, f"{viewing.pk}:{viewing.sequence}", _date_of(viewing) | more, [file])


def _date_of(viewing: Viewing) -> dict[str, Any]:
    return {
        "starts_at": timezone.localtime(viewing.starts_at),
        "minutes": viewing.minutes,
        "meeting_point": viewing.meeting_point,
        "needs_interpreter": viewing.needs_interpreter,
    }


def _last_day(asked_at: datetime | None, period: str) -> date:
    """The last day for an answer; reminders name the same one. The next morning the offer ends."""
    return timezone.localdate(asked_at) + timedelta(days=int(office.value(period)) - 1)


def _own_url(offer: Offer, view: str) -> str:
    return _absolute(view, status_token(offer))


@in_german()
def facts(offer: Offer) -> dict[str, Any]:
    """Everything the PDF says, as plain words: later changes of the offer do not reach it (G-075)."""
    blocks = [*sheet.blocks(offer), *([sheet.contact_block(offer.landlord)] if offer.landlord else [])]
    link_request = _absolute("offer_link")
    return {
        "reference": offer.reference,
        "name": offer.landlord.full_name if offer.landlord else "",
        "address": _address_lines(offer),
        "written_on": date_format(timezone.localdate(), "j. F Y"),
        "received_on": date_format(timezone.localtime(offer.received_at), "j. F Y")
        if offer.received_at
        else "",
        "reply_by": date_format(offer.reply_by, "j. F Y") if offer.reply_by else "",
        "blocks": [{"title": block.title, "lines": [list(line) for line in block.lines]} for block in blocks],
        "consents": [
            {
                "label": consent.text.label,
                "version": consent.text.version,
                "given_on": date_format(timezone.localtime(consent.given_at), "j. F Y, H:i"),
            }
            for consent in offer.consents.in_force().select_related("text")
        ],
        "link_request": link_request,
        "qr_path": qr_path(link_request),
    }


def _write(
    name: str,
    offer: Offer,
    turn: str,
    context: dict[str, Any],
    attachments: list[Attachment] | None = None,
    *,
    to: str = "",
) -> None:
    """`turn` tells apart what may be written about one offer more than once; `to`: nobody has a name yet."""
    landlord = offer.landlord
    if landlord is None and not to:
        raise ValueError(f"offer {offer.pk} has no landlord to write to")
    post(
        kind=f"housing.{name}",
        to=to or landlord.email,  # type: ignore[union-attr]  # one of both is there
        language=landlord.language if landlord else "de",
        once=f"{name}:{offer.pk}" + (f":{turn}" if turn else ""),
        about=offer,
        context={"name": landlord.name if landlord else "", "reference": offer.reference} | context,
        attachments=attachments or [],
    )


def _resume(offer: Offer, token: str) -> dict[str, Any]:
    end = offer.resume_until or timezone.now()
    return {"resume_url": _absolute("offer_resume", token), "until": timezone.localtime(end)}


def _opt_in(offer: Offer, token: str) -> dict[str, Any]:
    hours = int(office.value("housing.opt_in_hours"))
    end = (offer.submitted_at or timezone.now()) + timedelta(hours=hours)
    return {
        "confirm_url": _absolute("offer_confirm", token),
        "hours": hours,
        "until": timezone.localtime(end),
    }


def _absolute(view: str, *args: str) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{reverse(f'housing:{view}', args=args)}"


def _plain_lines(offer: Offer) -> list[str]:
    """Every fact on a line of its own, also what was typed with line breaks."""
    lines = [line for block in sheet.blocks(offer) for line in block.lines]
    return [f"{label}: {' '.join(value.split())}" for label, value in lines]


def _moment(moment: Any) -> str:
    return f"{moment:%Y%m%dT%H%M%S%f}" if moment else ""


def _address_lines(offer: Offer) -> list[str]:
    landlord = offer.landlord
    if landlord is None:
        return []
    town = f"{landlord.postal_code} {landlord.postal_town}".strip()
    return [line for line in (landlord.full_name, landlord.postal_street, town) if line]
