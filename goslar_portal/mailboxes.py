"""Role mailboxes by the code of their contact: one area keeps contacts, others write to them.

The area that keeps contacts registers how to look one up; a letter asks here and never imports that area.
"""

from collections.abc import Callable

Lookup = Callable[[str], str]
_lookups: list[Lookup] = []


def register(lookup: Lookup) -> None:
    """`lookup` returns the e-mail address of a contact, or "" when it knows none."""
    _lookups[:] = [lookup]


def mailbox(code: str) -> str:
    """The address of the contact `code`; empty when nobody keeps one, so that a caller can say so."""
    return next((found for lookup in _lookups if (found := lookup(code))), "")
