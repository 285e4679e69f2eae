"""Finished pages in memory, kept until something they show changes (G-121 to G-126).

A model that readers see says once which topics its rows belong to; whatever changes a row raises them:

    class Meta:
        triggers = [Raises("contact:{code}")]

A page that may be kept says so, with what it always shows; parts of it say what they show when drawn:

    @page(topics=["rent_caps"])
    def landlord_start(request): ...

    shows(f"contact:{code}")      # in a tag, a question, wherever something is read
    right_until(notice.ends_at)   # the page changes by the clock then

`tests/test_public_pages.py` fails when a kept page reads a table whose topic it does not name.
"""

from goslar_portal.page_cache.shown import right_until, shows
from goslar_portal.page_cache.triggers import Raises

__all__ = ["Raises", "right_until", "shows"]
