"""Accounts in the back office: who may log in, and with which roles."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from goslar_portal.accounts.models import User

admin.site.unregister(Group)


@admin.register(User)
class UserAdmin(DjangoUserAdmin[User]):  # type: ignore[type-var]  # our user is no AbstractUser, its admin fits all the same
    list_display = ["display_name", "email", "is_active", "last_login"]
    list_filter = ["is_active", "groups"]
    search_fields = ["display_name", "email"]
    ordering = ["display_name"]
    filter_horizontal = ["groups"]
    readonly_fields = ["last_login", "joined_at"]
    fieldsets = [
        (None, {"fields": ["email", "display_name", "language", "password"]}),
        (_("Rollen"), {"fields": ["is_active", "groups"]}),
        (_("Zeiten"), {"fields": ["last_login", "joined_at"]}),
    ]
    add_fieldsets = [
        (None, {"classes": ["wide"], "fields": ["email", "display_name", "password1", "password2"]})
    ]
