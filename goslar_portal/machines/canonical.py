"""Which page a file belongs to, for search engines (I-181)."""

from django.conf import settings
from django.http import HttpResponse


def canonical(response: HttpResponse, path: str) -> HttpResponse:
    """Say in a header what a page says in its head: the address under which this is to be found."""
    response.headers["Link"] = f'<{settings.SITE_URL}{path}>; rel="canonical"'
    return response
