"""Records of the back office that nobody types: the program writes them, buttons move them on."""

from typing import Any

from django.http import HttpRequest


class ReadOnly:
    """Stands before the admin class it closes."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
