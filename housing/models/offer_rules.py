"""What must never be in the table of offers: states without their date, reasons of a wrong list (H-010)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from housing.models.choices import Channel
from housing.models.offer_states import CLOSED, UNSENT, WORKED_ON, OfferState
from housing.models.reasons import of_list

S = OfferState
UNKNOWN_LANDLORD = [S.DRAFT, S.ANONYMISED]  # nobody yet, nobody any more


def goes_with(state: Q, condition: Q) -> Q:
    """In these states always, in all others never."""
    return (state & condition) | (~state & ~condition)


def when(state: Q, condition: Q) -> Q:
    return ~state | condition


def in_(states: frozenset[str] | list[OfferState]) -> Q:
    return Q(state__in=sorted(states))


OFFER_RULES: list[models.BaseConstraint] = [
    models.CheckConstraint(name="offer_state_is_known", condition=Q(state__in=S.values)),
    models.CheckConstraint(name="offer_channel_is_known", condition=Q(channel__in=Channel.values)),
    models.CheckConstraint(
        name="offer_has_reference_once_received",
        condition=goes_with(~in_(UNSENT), Q(reference__isnull=False)),
        violation_error_message=_("Ein eingegangenes Angebot hat ein Aktenzeichen."),
    ),
    models.CheckConstraint(
        name="offer_received_is_dated",
        condition=goes_with(~in_(UNSENT), Q(received_at__isnull=False)),
        violation_error_message=_("Ein eingegangenes Angebot hat ein Eingangsdatum."),
    ),
    models.CheckConstraint(
        name="offer_submitted_is_dated",
        condition=when(Q(state=S.UNCONFIRMED), Q(submitted_at__isnull=False)),
        violation_error_message=_("Ein abgesendetes Angebot hat ein Datum."),
    ),
    models.CheckConstraint(
        name="offer_from_web_is_confirmed",
        condition=when(~in_(UNSENT) & Q(channel=Channel.WEB), Q(confirmed_at__isnull=False)),
        violation_error_message=_("Ein Angebot aus dem Internet braucht die Bestätigung der E-Mail-Adresse."),
    ),
    models.CheckConstraint(
        name="offer_draft_is_dated",
        condition=when(Q(state=S.DRAFT), Q(draft_changed_at__isnull=False, draft_key_hash__isnull=False)),
        violation_error_message=_("Ein Entwurf hat Schlüssel und Datum."),
    ),
    models.CheckConstraint(
        name="offer_answers_are_kept_in_drafts_only",
        condition=when(~Q(state=S.DRAFT), Q(answers={})),
        violation_error_message=_("Nur Entwürfe enthalten die getippten Antworten."),
    ),
    models.CheckConstraint(
        name="offer_saved_draft_has_address_and_date",
        condition=Q(resume_email="", saved_at__isnull=True)
        | (~Q(resume_email="") & Q(saved_at__isnull=False, state=S.DRAFT)),
        violation_error_message=_("Ein gespeicherter Entwurf hat eine E-Mail-Adresse und ein Datum."),
    ),
    models.CheckConstraint(
        name="offer_beyond_draft_has_landlord",
        condition=when(~in_(UNKNOWN_LANDLORD), Q(landlord__isnull=False)),
        violation_error_message=_("Ein Angebot braucht eine Vermieterin oder einen Vermieter."),
    ),
    models.CheckConstraint(
        name="offer_beyond_draft_names_dwelling",
        condition=when(
            ~in_(UNKNOWN_LANDLORD),
            ~Q(kind="")
            & Q(municipality__isnull=False)
            & (Q(living_area__isnull=False) | Q(rooms__isnull=False)),
        ),
        violation_error_message=_("Art, Ort und Wohnfläche oder Zimmerzahl sind nötig."),
    ),
    models.CheckConstraint(
        name="offer_closed_is_dated",
        condition=goes_with(in_(CLOSED), Q(closed_at__isnull=False)),
        violation_error_message=_("Ein beendetes Angebot braucht ein Datum, ein offenes hat keines."),
    ),
    models.CheckConstraint(
        name="offer_closing_reason_fits_state",
        condition=(
            (Q(state=S.REJECTED) & of_list("closing_reason", "offer_rejection"))
            | (
                Q(state=S.WITHDRAWN)
                & (Q(closing_reason__isnull=True) | of_list("closing_reason", "offer_withdrawal"))
            )
            | (Q(state=S.EXPIRED) & of_list("closing_reason", "offer_expiry"))
            | Q(state=S.ANONYMISED)
            | (~Q(state__in=[S.REJECTED, S.WITHDRAWN, S.EXPIRED]) & Q(closing_reason__isnull=True))
        ),
        violation_error_message=_("Der Grund passt nicht zum Stand."),
    ),
    models.CheckConstraint(
        name="offer_acceptance_reason_is_of_its_list",
        condition=Q(acceptance_reason__isnull=True)
        | of_list("acceptance_reason", "offer_acceptance_without_viewing"),
        violation_error_message=_("Bitte einen Grund für die Freigabe ohne Besichtigung wählen."),
    ),
    models.CheckConstraint(
        name="offer_query_has_text",
        condition=when(Q(state=S.QUERY), ~Q(query_text="") & Q(queried_at__isnull=False)),
        violation_error_message=_("Eine Rückfrage braucht Text und Datum."),
    ),
    models.CheckConstraint(
        name="offer_pause_has_end_and_way_back",
        condition=goes_with(
            Q(state=S.PAUSED), Q(paused_until__isnull=False) & Q(state_before_pause__in=sorted(WORKED_ON))
        ),
        violation_error_message=_("Eine Pause hat ein Ende und einen Stand davor."),
    ),
    models.CheckConstraint(
        name="offer_available_is_dated",
        condition=when(Q(state__in=[S.AVAILABLE, S.RESERVED]), Q(available_since__isnull=False)),
        violation_error_message=_("Ein verfügbares Angebot hat das Datum der Freigabe."),
    ),
]
