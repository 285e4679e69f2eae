"""Which rows of this area are about persons, for the privacy desk (G-102)."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from goslar_portal.accounts.roles import Role
from goslar_portal.privacy import sources
from goslar_portal.privacy.sources import Reason, Recipient, Source
from integration import roles
from integration.models import BarrierReport, Contact, HelpRequest, InterpreterRequest

IS_PUBLIC = _("Der Kontakt eines Amtes bleibt öffentlich. Den Namen nimmt dort die Redaktion heraus.")
INTERPRETER = _("Sprachmittlerin oder Sprachmittler")


def register() -> None:
    sources.register(
        Source(
            HelpRequest,
            roles={Role.ADVICE, roles.OUTREACH},
            emails=("email",),
            phones=("phone",),
            names=("name", "person_reach"),
            references=("reference",),
            says=lambda row: row.name or row.email or str(row.phone),
        ),
        Source(
            InterpreterRequest,
            roles={Role.ADVICE, roles.INTERPRETING},
            emails=("email",),
            phones=("phone",),
            names=("contact_name", "organisation"),
            references=("reference",),
            says=lambda row: ", ".join(filter(None, [row.contact_name, row.organisation])),
            recipients=told,
        ),
        Source(
            BarrierReport,
            roles={Role.EDITING, roles.ACCESSIBILITY},
            emails=("email",),
            phones=("phone",),
            references=("reference",),
            says=lambda row: row.email or str(row.phone) or row.reference,
        ),
        Source(
            Contact,
            roles={Role.EDITING, roles.EDITOR},
            names=("person",),
            says=lambda row: f"{row}: {row.person}",
            keeps=name_is_taken_out,
            stays_visible=IS_PUBLIC,
        ),
    )


def name_is_taken_out(contact: Contact) -> Iterator[Reason]:
    """The office behind the name stays reachable; on request only the name goes."""
    yield Reason(IS_PUBLIC)


def told(request: InterpreterRequest) -> list[Recipient]:
    """Whoever interprets learns name, time and place."""
    placed = {"placed", "done"}
    what = _("Name, Zeit, Ort und Sprache des Gesprächs")
    return [Recipient(str(INTERPRETER), str(what), request.day)] if request.state in placed else []
