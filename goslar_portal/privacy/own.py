"""What the ground floor itself holds about persons: letters, accounts, cases of this desk."""

from django.utils.translation import gettext_lazy as _

from goslar_portal.accounts.models import User
from goslar_portal.accounts.roles import Role
from goslar_portal.mail.models import Letter
from goslar_portal.privacy import sources
from goslar_portal.privacy.models import PrivacyCase
from goslar_portal.privacy.sources import Reason, Source

AN_ACCOUNT_WORKS = _(
    "Das Konto wird für die Arbeit gebraucht. Ein Jahr nach dem Pausieren wird es anonymisiert."
)
A_CASE_PROVES = _("Nachweis, dass die Anfrage erfüllt wurde (Artikel 5 Absatz 2 DSGVO).")


def register() -> None:
    sources.register(
        Source(
            Letter,
            roles={Role.PRIVACY},
            emails=("recipient",),
            says=lambda letter: f"{letter.subject} ({letter.recipient})",
            stays_visible=_("Ein Brief gehört zu dem Vorgang, aus dem er stammt."),
        ),
        Source(
            User,
            roles={Role.ENGINEERING},
            emails=("email",),
            names=("display_name",),
            says=lambda user: f"{user.display_name}, {user.email}",
            keeps=lambda user: [Reason(AN_ACCOUNT_WORKS)],
            others=("accounts.User.password", "mfa.Authenticator", "account.EmailConfirmation"),
            stays_visible=_("Ein Konto wird pausiert, nicht eingeschränkt."),
        ),
        Source(
            PrivacyCase,
            roles={Role.PRIVACY},
            emails=("email",),
            phones=("phone",),
            names=("name",),
            references=("reference",),
            says=lambda case: case.name or case.email,
            keeps=lambda case: [Reason(A_CASE_PROVES)],
            stays_visible=_("Nur der Datenschutz sieht diese Anfragen."),
        ),
    )
