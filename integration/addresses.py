"""Where a text is worked on in the back office; „Heute“ leads there, too."""

from django.urls import reverse

from goslar_portal.languages import SOURCE


def text_url(page: int, code: str) -> str:
    """Where a text is written: German at the page, all others beside it."""
    if code == SOURCE:
        return reverse("admin:integration_page_text", args=[page])
    return reverse("admin:integration_page_translation", args=[page, code])


def languages_url(page: int) -> str:
    return reverse("admin:integration_page_languages", args=[page])
