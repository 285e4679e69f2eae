"""What the web server runs: pages from memory in front, Django behind."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goslar_portal.settings")
django = get_wsgi_application()

from goslar_portal.page_cache.following import follow  # noqa: E402  # it reads settings
from goslar_portal.page_cache.wsgi import PageCache  # noqa: E402

application = PageCache(django, follow=follow)
