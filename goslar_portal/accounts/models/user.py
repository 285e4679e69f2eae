"""People who work with the portal: one account each, e-mail as login, roles as groups."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, Group, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from goslar_portal.accounts import letters, roles
from goslar_portal.accounts.roles import Role
from goslar_portal.journal.history import tracked
from goslar_portal.journal.models import Actor, record
from goslar_portal.links.models import AccessLink
from goslar_portal.registry import Words
from goslar_portal.retention import Retention, Rule, days, verb

INVITATION = timedelta(hours=72)
RESET = timedelta(hours=1)
SILENT_AFTER = timedelta(days=180)
NOTICE = timedelta(days=14)
EMERGENCY = timedelta(hours=1)
FORMER = "konto-"  # begins the address of an account whose owner is forgotten


class Reason(models.TextChoices):
    """Why an account or its roles change; codes, so that the journal holds no names (G-053)."""

    TASK_BEGAN = "task_began", _("Neue Aufgabe")
    STANDS_IN = "stands_in", _("Vertretung")
    TASK_ENDED = "task_ended", _("Aufgabe beendet")
    AWAY = "away", _("Längere Abwesenheit")
    LEFT = "left", _("Ausgeschieden")
    BACK = "back", _("Wieder da")
    LOST = "lost", _("Gerät oder Codes verloren")
    SUSPICION = "suspicion", _("Verdacht auf Missbrauch")
    CORRECTION = "correction", _("Berichtigung")
    SILENT = "silent", _("180 Tage nicht benutzt")
    OVER = "over", _("Zeit abgelaufen")


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def active_with(self, number: int | None) -> Self:
        return self.active().filter(pk=number)

    def with_role(self, role: str) -> Self:
        return self.filter(groups__name=role)

    def holding(self, role: str) -> Self:
        return self.active().with_role(role)

    def superusers(self) -> Self:
        return self.active().filter(is_superuser=True)

    def without_role(self) -> Self:
        """Active, and nothing to do: somebody forgot the second step after inviting."""
        return self.active().filter(groups=None, is_superuser=False)

    def invitation_over(self) -> Self:
        """Invited, and the link ran out before its owner chose a password."""
        links = AccessLink.objects.valid().filter(
            kind=self.model._meta.label_lower, number=OuterRef("pk"), purpose="invite"
        )
        return self.active().filter(password__startswith=UNUSABLE_PASSWORD_PREFIX).exclude(Exists(links))

    def silent(self) -> Self:
        """Active accounts nobody has used for 180 days; those made for an emergency end by themselves."""
        limit = timezone.now() - SILENT_AFTER
        used = self.active().filter(ends_at=None).annotate(used_at=Coalesce("last_login", "joined_at"))
        return used.filter(Q(resumed_at=None) | Q(resumed_at__lt=limit), used_at__lt=limit)

    def silent_and_not_told(self) -> Self:
        return self.silent().filter(Q(told_at=None) | Q(told_at__lt=F("used_at") + SILENT_AFTER))

    def silent_and_told(self) -> Self:
        told = self.silent().filter(told_at__gte=F("used_at") + SILENT_AFTER)
        return told.filter(told_at__lt=timezone.now() - NOTICE)

    def emergency_over(self) -> Self:
        return self.active().filter(ends_at__lte=timezone.now())


_Manager = BaseUserManager.from_queryset(UserQuerySet)


class UserManager(_Manager["User"]):  # type: ignore[valid-type,misc]  # made at run time
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user: User = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_superuser=True, **fields)

    def number_of(self, email: str) -> int:
        """The number of the active account with this address, 0 for none."""
        return self.active().filter(email=email.strip().lower()).values_list("pk", flat=True).first() or 0

    def get_by_natural_key(self, username: str | None) -> "User":
        """Logins are typed in any case; addresses are stored in lower case."""
        user: User = self.get(email=(username or "").strip().lower())
        return user

    @transaction.atomic
    def begin_emergency(self, password: str, *, by: Actor) -> "User":
        """A superuser for one hour, when nobody can log in any more; every Leitung is told (G-055)."""
        now = timezone.now()
        user = self.create_superuser(
            f"notfall-{now:%Y%m%d-%H%M%S}@portal.invalid",
            password,
            display_name="Notfallzugang",
            ends_at=now + EMERGENCY,
        )
        record(user, "begin_emergency", by=by)
        for lead in self.holding(Role.LEAD):
            letters.emergency_begun(lead, user)
        return user


@tracked(fields=["id", "email", "display_name", "is_active", "is_superuser", "ends_at"])
class User(AbstractBaseUser, PermissionsMixin):
    """An account of the back office. Everybody who has one is staff."""

    email = models.EmailField(_("E-Mail-Adresse"), unique=True)
    display_name = models.CharField(_("Name"), max_length=120)
    language = models.CharField(_("Sprache"), max_length=12, default="de")
    is_active = models.BooleanField(_("aktiv"), default=True)
    joined_at = models.DateTimeField(_("angelegt am"), default=timezone.now, editable=False)
    paused_at = models.DateTimeField(_("pausiert seit"), null=True, editable=False)
    resumed_at = models.DateTimeField(_("wieder frei seit"), null=True, editable=False)
    told_at = models.DateTimeField(_("an die Anmeldung erinnert am"), null=True, editable=False)
    ends_at = models.DateTimeField(_("endet am"), null=True, editable=False)
    session_round = models.PositiveIntegerField(_("Runde der Anmeldungen"), default=0, editable=False)

    retention = Retention(
        operational="language is_superuser is_active session_round",
        personal="password email display_name",
        purpose=_("Arbeit mit der Verwaltung"),
        rules=[
            Rule(
                "accounts.paused_days",
                _("Konto der Verwaltung"),
                starts=_("Pausieren"),
                clock="paused_at",
                period=days(365, low=30, high=1826),
                then=verb("anonymise"),
                where=Q(is_active=False) & ~Q(email__startswith=FORMER),
            ),
        ],
    )

    objects = UserManager()
    TOLD: ClassVar[dict[str, Words]] = {
        "invite": _("Einladung gesendet"),
        "choose_password": _("Passwort gewählt"),
        "grant_role": _("Rolle gegeben"),
        "withdraw_role": _("Rolle entzogen"),
        "pause": _("Konto pausiert"),
        "resume": _("Konto wieder freigegeben"),
        "reset_second_factor": _("Zweiter Faktor zurückgesetzt"),
        "begin_emergency": _("Notfallzugang angelegt"),
        "anonymise": _("Name und Adresse gelöscht"),
    }

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    class Meta:
        verbose_name = _("Konto")
        verbose_name_plural = _("Konten")
        ordering = ["display_name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="user_email_is_lower_case",
                condition=models.Q(email=Lower(F("email"))),
                violation_error_message=_("Die E-Mail-Adresse wird klein geschrieben gespeichert."),
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @staticmethod
    def told_step(code: str) -> str:
        """Journal rows of an account name roles where others name states."""
        return str(roles.labels().get(code, code))

    @property
    def reference(self) -> str:
        return f"Konto {self.pk}"

    @property
    def is_staff(self) -> bool:
        return self.is_active

    @property
    def may_log_in(self) -> bool:
        """See also `UserQuerySet.active`; an emergency account ends by the minute, not by the job."""
        return self.is_active and (self.ends_at is None or self.ends_at > timezone.now())

    @property
    def has_second_factor(self) -> bool:
        from allauth.mfa.models import Authenticator

        return bool(Authenticator.objects.filter(user_id=self.pk).exists())

    def get_state_display(self) -> str:
        return str(_("aktiv") if self.is_active else _("pausiert"))

    @cached_property
    def roles(self) -> frozenset[str]:
        """Codes of the roles held now; read once per request, so a changed right acts at the next one."""
        return frozenset(self.groups.values_list("name", flat=True))

    def has_role(self, *codes: str) -> bool:
        return self.is_superuser or not self.roles.isdisjoint(codes)

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Logins are bound to password and round: a new round ends them all at their next request."""
        key_salt = "goslar_portal.accounts.User.session"
        return salted_hmac(
            key_salt, f"{self.password}:{self.session_round}", secret=secret, algorithm="sha256"
        ).hexdigest()

    # Verbs -----------------------------------------------------------------------------------------------

    @transaction.atomic
    def invite(self, *, by: Actor) -> None:
        """Send a link with which its owner chooses a password; earlier links end (G-052)."""
        if not self.may_log_in:
            raise ValidationError(_("Das Konto ist pausiert. Bitte geben Sie es zuerst wieder frei."))
        AccessLink.objects.revoke(self, "invite")
        token = AccessLink.objects.mint(self, purpose="invite", lifetime=INVITATION)
        record(self, "invite", by=by)
        letters.invited(self, token, until=timezone.now() + INVITATION)

    @transaction.atomic
    def offer_new_password(self) -> None:
        """Send a link for a new password to its owner. The token goes into the letter only."""
        AccessLink.objects.revoke(self, "password")
        token = AccessLink.objects.mint(self, purpose="password", lifetime=RESET)
        letters.password_offered(self, token, until=timezone.now() + RESET)

    @transaction.atomic
    def choose_password(self, password: str, *, by: Actor) -> None:
        """Set the password its owner chose; every link and every other login ends."""
        self.set_password(password)
        self.save(update_fields=["password"])
        for purpose in ("invite", "password"):
            AccessLink.objects.revoke(self, purpose)
        record(self, "choose_password", by=by)

    @transaction.atomic
    def grant_role(self, *, by: Actor, role: str, reason: str) -> None:
        """Give a role; acts at once, and the person logs in again (G-053)."""
        self._refuse_own(by)
        if role in self._fresh_roles():
            raise ValidationError(_("Das Konto hat diese Rolle schon."))
        self.groups.add(Group.objects.get(name=role))
        self._roles_changed("grant_role", by=by, reason=reason, to_state=role)

    @transaction.atomic
    def withdraw_role(self, *, by: Actor, role: str, reason: str) -> None:
        """Take a role away. The last Leitung keeps hers, otherwise nobody could grant one any more."""
        self._refuse_own(by)
        if role not in self._fresh_roles():
            raise ValidationError(_("Das Konto hat diese Rolle nicht mehr."))
        if role == Role.LEAD:
            self._refuse_last_lead()
        self.groups.remove(Group.objects.get(name=role))
        self._roles_changed("withdraw_role", by=by, reason=reason, from_state=role)

    @transaction.atomic
    def pause(self, *, by: Actor, reason: str) -> None:
        """Nobody can log in with this account until it is resumed; its logins end at the next request."""
        self._refuse_own(by)
        self._refuse_last_lead()
        self._set_active(is_active=False, verb="pause", by=by, reason=reason)
        for purpose in ("invite", "password"):
            AccessLink.objects.revoke(self, purpose)

    @transaction.atomic
    def resume(self, *, by: Actor, reason: str) -> None:
        """Open a paused account again; its roles are still there."""
        self._set_active(is_active=True, verb="resume", by=by, reason=reason)

    @transaction.atomic
    def reset_second_factor(self, *, by: Actor, reason: str) -> None:
        """Forget all second factors, so that the owner can set up new ones; never for oneself (G-063)."""
        from allauth.mfa.models import Authenticator

        self._refuse_own(by)
        if not Authenticator.objects.filter(user_id=self.pk).delete()[0]:
            raise ValidationError(_("Das Konto hat keinen zweiten Faktor."))
        self.end_logins()
        record(self, "reset_second_factor", by=by, reason=reason)
        letters.second_factor_reset(self)

    @transaction.atomic
    def anonymise(self, *, by: Actor) -> None:
        """Forget whose account it was; the journal keeps its number, roles and login end for good."""
        self.groups.clear()
        self.user_permissions.clear()
        self.set_unusable_password()
        self.email, self.display_name = f"{FORMER}{self.pk}@portal.invalid", f"Früheres Konto {self.pk}"
        self.save(update_fields=["email", "display_name", "password"])
        self.end_logins()
        record(self, "anonymise", by=by)

    def end_logins(self) -> None:
        type(self).objects.filter(pk=self.pk).update(session_round=F("session_round") + 1)
        self.refresh_from_db(fields=["session_round"])

    def tell_silent(self, now: datetime) -> None:
        type(self).objects.filter(pk=self.pk).update(told_at=now)
        letters.account_silent(self, until=now + NOTICE)

    def _set_active(self, *, is_active: bool, verb: str, by: Actor, reason: str) -> None:
        rows = type(self).objects.filter(pk=self.pk, is_active=not is_active)
        now = timezone.now()
        fields = {"resumed_at": now, "paused_at": None} if is_active else {"paused_at": now}
        if not rows.update(is_active=is_active, session_round=F("session_round") + 1, **fields):
            raise ValidationError(_("Das hat inzwischen schon jemand anderes getan."))
        self.refresh_from_db()
        record(self, verb, by=by, reason=reason)

    def _roles_changed(self, verb: str, *, by: Actor, reason: str, **steps: str) -> None:
        self.__dict__.pop("roles", None)
        self.end_logins()
        record(self, verb, by=by, reason=reason, **steps)

    def _fresh_roles(self) -> set[str]:
        """Under the row's lock, so that two clicks do not both find the old state."""
        type(self).objects.select_for_update().get(pk=self.pk)
        return set(self.groups.values_list("name", flat=True))

    def _refuse_own(self, by: Actor) -> None:
        if by.account_id == self.pk:
            raise ValidationError(
                _("Das eigene Konto kann niemand ändern. Bitte wenden Sie sich an die Leitung.")
            )

    def _refuse_last_lead(self) -> None:
        """The group's row is the lock: two Leitungen cannot remove each other at the same moment."""
        Group.objects.select_for_update().filter(name=Role.LEAD).first()
        leads = set(type(self).objects.holding(Role.LEAD).values_list("pk", flat=True))
        if leads == {self.pk}:
            raise ValidationError(
                _("Das ist die letzte Leitung. Bitte geben Sie zuerst einem anderen Konto diese Rolle.")
            )


@tracked(kept=True, owner="user")
class Membership(User.groups.through):  # type: ignore[name-defined,misc]  # made by Django at run time
    """The roles of a person: the rows behind `User.groups`, named so that their changes are remembered."""

    class Meta:
        proxy = True
        verbose_name = _("Rolle eines Kontos")
        verbose_name_plural = _("Rollen der Konten")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user_id} {self.group_id}"
