"""The gallery on a port of its own: no database, the same middleware and headers as the portal."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.urls import clear_url_caches
from pytest_django.fixtures import Settings


class Silent(WSGIRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Tests read answers, not logs."""


@pytest.fixture
def gallery(settings: Settings) -> Iterator[str]:
    """The address of the gallery."""
    here = Path(__file__).parent
    settings.ROOT_URLCONF = "tests.face.urls"
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [*settings.TEMPLATES[0]["DIRS"], here]}]
    clear_url_caches()
    server = ThreadedWSGIServer(("127.0.0.1", 0), Silent)
    server.set_app(StaticFilesHandler(get_wsgi_application()))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/face"
    server.shutdown()
    server.server_close()
    thread.join()
    clear_url_caches()
