"""Who may be logged in: asked at login and again at every request (G-054, G-055)."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend


class StaffBackend(AuthenticationBackend):
    """Password against account, in the same time for unknown, wrong and paused (G-066)."""

    def user_can_authenticate(self, user: Any) -> bool:
        return bool(user.may_log_in)
