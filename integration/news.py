"""What of this area a newsletter may take over: notices that began in its time (N-020)."""

from collections.abc import Iterator
from datetime import date

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from goslar_portal import registry
from goslar_portal.languages import SOURCE
from goslar_portal.registry import NewsItem
from goslar_portal.texts import plain
from integration.models import Notice


def register() -> None:
    registry.news.add(registry.NewsSource("integration.notices", _("Aktuelles"), notices))


def notices(first: date, last: date) -> Iterator[NewsItem]:
    with translation.override(SOURCE):
        for row in Notice.objects.between(first, last):
            url = row.get_absolute_url()
            yield NewsItem(f"notice:{row.slug}", row.title, plain(row.body), url, row.valid_from)
