"""Second factors beyond what the package does: a code counts once, recovery codes are shown once (G-063)."""

import time

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.exceptions import ValidationError
from django.db import transaction

from goslar_portal.accounts import safe
from goslar_portal.accounts.models import User


@transaction.atomic
def use_once(factor: Authenticator, code: str) -> None:
    """A code of the app may not be used again, in no process (RFC 6238, section 5.2).

    The package remembers used codes in the memory of one process only.
    """
    if factor.type != Authenticator.Type.TOTP:
        return  # recovery codes are crossed out by the package, under the row's lock
    row = Authenticator.objects.select_for_update().get(pk=factor.pk)
    step = _step(safe.decrypt(row.data["secret"]), code)
    if step <= row.data.get("last_step", 0):
        raise ValidationError(
            "Dieser Code wurde schon benutzt. Bitte warten Sie auf den nächsten.", code="used"
        )
    row.data["last_step"] = step
    row.save(update_fields=["data"])
    factor.data = row.data


def _step(secret: str, code: str) -> int:
    """The latest interval around now for which this code is right; 0 for none."""
    typed = "".join(character for character in code if character.isdigit())
    now = int(time.time()) // app_settings.TOTP_PERIOD
    around = range(now + app_settings.TOTP_TOLERANCE, now - app_settings.TOTP_TOLERANCE - 1, -1)
    return next((step for step in around if format_hotp_value(hotp_value(secret, step)) == typed), 0)


def recovery(user: User) -> RecoveryCodes | None:
    row = Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).first()
    return RecoveryCodes(row) if row else None


@transaction.atomic
def show_once(user: User) -> list[str]:
    """The codes, if nobody has seen them yet; two clicks at once get them once."""
    rows = Authenticator.objects.select_for_update().filter(user_id=user.pk)
    row = rows.filter(type=Authenticator.Type.RECOVERY_CODES).first()
    if row is None or RecoveryCodes(row).did_view:
        return []
    codes = RecoveryCodes(row)
    codes.mark_as_viewed()
    return list(codes.get_unused_codes())


def renew_keys() -> int:
    """Encrypt every stored secret under the newest key; afterwards the old one can be forgotten."""
    count = 0
    for number in list(Authenticator.objects.values_list("pk", flat=True)):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().get(pk=number)
            names = {"secret", "seed"} & row.data.keys()
            row.data |= {name: safe.renew(row.data[name]) for name in names}
            row.save(update_fields=["data"])
            count += bool(names)
    return count
