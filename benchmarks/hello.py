"""The peer: the smallest Django there is, one view, no middleware, no database."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path


def hello(request: HttpRequest) -> HttpResponse:
    """With its length, as CommonMiddleware would set it: an answer in chunks would slow the peer down."""
    return HttpResponse("hello world", headers={"Content-Length": "11"})


urlpatterns = [path("", hello)]
settings.configure(
    SECRET_KEY="bench",  # noqa: S106  # signs nothing
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["*"],
    MIDDLEWARE=[],
    DEBUG=False,
)
application = get_wsgi_application()
