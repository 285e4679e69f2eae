"""Accounts in the back office: invite, pause, roles. Everything but the name happens through buttons."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import allauth.account.admin
import allauth.mfa.admin  # noqa: F401  # registers what is taken out again below
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin
from django.contrib.auth import admin as _auth_admin  # noqa: F401  # registers groups, taken out below
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from goslar_portal.accounts import proof, roles
from goslar_portal.accounts.models import Membership, Reason, User
from goslar_portal.accounts.roles import Role
from goslar_portal.journal.models import Actor
from goslar_portal.sorting import german
from goslar_portal.timeline import Part
from goslar_portal.verbs import Verb, VerbAdmin, VerbForm

for model in (Group, EmailAddress, Authenticator):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


class ReasonForm(VerbForm):
    """Why: a code of a list, so that the journal holds no names."""

    codes: ClassVar[tuple[Reason, ...]] = ()
    reason = forms.ChoiceField(label=_("Grund"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("reason", [(code.value, str(code.label)) for code in self.codes])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


class GrantForm(ReasonForm):
    codes = (Reason.TASK_BEGAN, Reason.STANDS_IN, Reason.BACK, Reason.CORRECTION)
    role = forms.ChoiceField(label=_("Rolle"), widget=forms.RadioSelect)
    field_order = ["role", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = roles.labels().items()
        self._offer("role", [(code, label) for code, label in known if code not in self.row.roles])


class WithdrawForm(ReasonForm):
    codes = (Reason.TASK_ENDED, Reason.LEFT, Reason.SUSPICION, Reason.CORRECTION)
    role = forms.ChoiceField(label=_("Rolle"), widget=forms.RadioSelect)
    field_order = ["role", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = roles.labels().items()
        self._offer("role", [(code, label) for code, label in known if code in self.row.roles])


class PauseForm(ReasonForm):
    codes = (Reason.AWAY, Reason.LEFT, Reason.SUSPICION)


class ResumeForm(ReasonForm):
    codes = (Reason.BACK, Reason.CORRECTION)


class ResetForm(ReasonForm):
    codes = (Reason.LOST, Reason.SUSPICION)


@dataclass(frozen=True)
class AccountVerb(Verb):
    """Accounts have no state column: `when` says whether the button makes sense now."""

    when: Callable[[User], bool] = lambda user: True

    def is_possible(self, row: User) -> bool:
        return self.when(row)


class AccountForm(forms.ModelForm[User]):
    class Meta:
        model = User
        fields = ["email", "display_name"]

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()


class RoleFilter(admin.SimpleListFilter):
    title = _("Rolle")
    parameter_name = "rolle"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(roles.labels().items())

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.with_role(self.value()) if self.value() else queryset


@admin.register(User)
class UserAdmin(VerbAdmin[User]):
    form = AccountForm
    list_display = ["display_name", "email", "shown_roles", "is_active", "has_password", "last_login"]
    list_filter = [RoleFilter, "is_active"]
    search_fields = ["display_name", "email"]
    readonly_fields = ["shown_roles", "is_active", "has_password", "last_login", "joined_at", "ends_at"]
    fieldsets = [
        (None, {"fields": ["email", "display_name"]}),
        (_("Zugang"), {"fields": ["shown_roles", "is_active", "has_password"]}),
        (_("Zeiten"), {"fields": ["last_login", "joined_at", "ends_at"]}),
    ]
    add_fieldsets: ClassVar[list[Any]] = [
        (
            None,
            {
                "fields": ["email", "display_name"],
                "description": _(
                    "Die Person bekommt an diese Adresse eine Einladung und meldet sich später damit an. "
                    "Rollen gibt ihr danach die Leitung."
                ),
            },
        )
    ]
    verbs: ClassVar[list[Verb]] = [
        AccountVerb(
            "grant_role", _("Rolle geben"), roles={Role.LEAD}, form=GrantForm,
            explanation=_("Gilt sofort. Die Person muss sich einmal neu anmelden."),
        ),
        AccountVerb(
            "withdraw_role", _("Rolle entziehen"), roles={Role.LEAD}, form=WithdrawForm,
            explanation=_("Gilt sofort. Die Person wird überall abgemeldet."),
            when=lambda user: bool(user.roles),
        ),
        AccountVerb(
            "invite", _("Einladung senden"), roles={Role.ENGINEERING},
            when=lambda user: user.may_log_in and not user.has_usable_password(),
        ),
        AccountVerb(
            "pause", _("Konto pausieren"), roles={Role.ENGINEERING}, is_danger=True,
            form=PauseForm,
            explanation=_("Niemand kann sich mehr damit anmelden. Wer angemeldet ist, wird abgemeldet."),
            when=lambda user: user.is_active,
        ),
        AccountVerb(
            "resume", _("Konto wieder freigeben"), roles={Role.ENGINEERING},
            form=ResumeForm, when=lambda user: not user.is_active,
        ),
        AccountVerb(
            "reset_second_factor", _("Zweiten Faktor zurücksetzen"), roles={Role.ENGINEERING}, is_danger=True,
            form=ResetForm,
            explanation=_(
                "Sprechen Sie vorher mit der Person selbst, am besten am Telefon unter einer Nummer, die Sie "
                "kennen. Sie bekommt einen Brief und richtet den zweiten Schritt neu ein."
            ),
            when=lambda user: user.has_second_factor,
        ),
    ]  # fmt: skip

    def get_ordering(self, request: HttpRequest) -> Any:
        return [*german("display_name"), "pk"]

    @admin.display(description=_("Rollen"))
    def shown_roles(self, user: User) -> str:
        labels = roles.labels()
        return ", ".join(str(labels.get(group.name, group.name)) for group in user.groups.all()) or "–"

    @admin.display(description=_("Passwort gewählt"), boolean=True)
    def has_password(self, user: User) -> bool:
        return user.has_usable_password()

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        return super().get_fieldsets(request, obj) if obj else self.add_fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """The address is the login: another address is another account."""
        return [*self.readonly_fields, "email"] if obj else self.readonly_fields

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Accounts are paused; the journal would lose whom it speaks of."""
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:  # noqa: FBT001  # Django's signature
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if not change:
            obj.invite(by=Actor.staff(request.user))

    def timeline_parts(self, row: User) -> list[Part]:
        return [Part(Membership, {"user_id": row.pk}, is_open=True, is_quiet=True)]

    def verbs_for(self, request: HttpRequest, row: User) -> list[dict[str, Any]]:
        """Nobody changes their own account here (G-053)."""
        return [] if row.pk == request.user.pk else super().verbs_for(request, row)

    def verb_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Whoever may press the button proves first who they are (G-067)."""
        verb = next((verb for verb in self.verbs if verb.name == name), None)
        if verb and self.has_view_permission(request) and request.user.has_role(*verb.roles):  # type: ignore[union-attr]  # has a login
            proof.require_recent(request)
        return super().verb_view(request, pk, name)
