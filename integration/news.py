"""What of this area a newsletter may take over: notices that began in its time (N-020)."""

from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from goslar_portal import registry
from goslar_portal.languages import SOURCE
from goslar_portal.registry import NewsItem, NewsWanted
from goslar_portal.texts import plain
from integration.models import Notice


def register() -> None:
    registry.news.add(registry.NewsSource("integration.notices", _("Aktuelles"), notices))


def notices(wanted: NewsWanted) -> Iterator[NewsItem]:
    with translation.override(SOURCE):
        for row in Notice.objects.between(wanted.first, wanted.last, wanted.language):
            yield NewsItem(
                key=f"notice:{row.slug}",
                title=row.title,
                text=plain(row.body),
                url=row.get_absolute_url(),
                day=row.valid_from,
                language=row.text_language,
            )
