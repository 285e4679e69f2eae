"""What people see when something went wrong: a page in the site's design with a way on, never a traceback."""

import socket
import threading
from typing import Any

import pytest
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django.fixtures import Settings

from goslar_portal import slow_statements, urls
from goslar_portal.access import bound, form_page, open_form, page
from goslar_portal.forms import PortalForm
from goslar_portal.logs import JsonFormatter
from goslar_portal.mail.jobs import deliver_letter


class ProbeForm(PortalForm):
    from django import forms

    name = forms.CharField(label="Name", max_length=20)


@page
def crash(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("geheim@example.org")


@page
def slow(request: HttpRequest) -> HttpResponse:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_sleep(1.05), %s::text", ["geheim@example.org"])
    return HttpResponse("langsam")


@open_form
def probe(request: HttpRequest) -> HttpResponse:
    form = bound(ProbeForm, request)
    if form.is_valid():
        return HttpResponse(f"gespeichert: {form.cleaned_data['name']}")
    return form_page(request, "probe_form.html", form=form)


urlpatterns = [path("absturz/", crash), path("langsam/", slow), path("probe/", probe), *urls.urlpatterns]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500


@pytest.fixture
def probed(settings: Settings, tmp_path: Any) -> Client:
    """A reader on a portal with two more addresses, with the guards of real requests."""
    (tmp_path / "probe_form.html").write_text(
        '{% extends "base.html" %}{% load crispy_forms_tags %}{% block main %}<h1>Probe</h1>'
        '<form method="post" novalidate>{% csrf_token %}{% crispy form %}</form>{% endblock main %}',
        encoding="utf-8",
    )
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


@pytest.mark.req("G-165")
@pytest.mark.django_db
def test_reader_at_an_unknown_address_gets_the_site_with_a_way_on(reader: Client) -> None:
    response = reader.get("/gibt-es-nicht/")
    text = response.content.decode()
    assert response.status_code == 404
    assert text.count("<h1") == 1
    assert 'href="/"' in text
    assert "Traceback" not in text


@pytest.mark.req("G-165")
@pytest.mark.django_db
def test_reader_of_a_page_that_crashes_sees_a_sentence_and_nothing_of_the_error(probed: Client) -> None:
    response = probed.get("/absturz/")
    assert response.status_code == 500
    assert "geheim@example.org" not in response.content.decode()
    assert "05321" in response.content.decode()


@pytest.mark.req("G-163")
@pytest.mark.django_db
def test_log_of_a_crash_holds_the_place_but_not_the_words_of_the_error(
    probed: Client, caplog: pytest.LogCaptureFixture
) -> None:
    probed.get("/absturz/?mail=geheim@example.org")
    printed = "\n".join(JsonFormatter().format(record) for record in caplog.records)
    assert "RuntimeError" in printed
    assert "test_errors.py" in printed
    assert "geheim@example.org" not in printed


@pytest.mark.req("G-165", "I-227")
@pytest.mark.django_db(transaction=True)
def test_reader_is_told_when_the_database_is_away(
    probed: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = connections["default"]
    connection.close()
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nowhere = connection.settings_dict | {"HOST": "127.0.0.1", "PORT": closed.getsockname()[1]}
        nowhere["OPTIONS"] = {"connect_timeout": 2}
        with monkeypatch.context() as patch:
            patch.setattr(connection, "settings_dict", nowhere)
            response = probed.get("/wohnraum/mein-angebot/irgendein-token-irgendein-token/")
            health = probed.get("/healthz")
            alive = probed.get("/healthz/live")
            connection.close()
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert "05321" in response.content.decode()
    assert (health.status_code, alive.status_code) == (503, 200)


@pytest.mark.req("G-165", "I-215")
def test_landlord_whose_page_was_open_too_long_gets_the_form_again_with_the_input(probed: Client) -> None:
    response = probed.post("/probe/", {"name": "Frau Beispiel"})
    text = response.content.decode()
    assert response.status_code == 422
    assert "Frau Beispiel" in text
    assert "zu lange offen" in text
    assert "csrfmiddlewaretoken" in text
    assert "gespeichert" not in text


@pytest.mark.req("G-165")
def test_reader_with_a_wrong_method_gets_a_page_and_the_allowed_ones(probed: Client) -> None:
    assert probed.put("/probe/").status_code == 403
    answer = Client().put("/healthz")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert "<h1" in answer.content.decode()


@pytest.mark.req("H-320")
def test_upload_of_two_gigabytes_is_refused_with_a_sentence_before_it_is_read() -> None:
    response = Client().post(
        "/wohnraum/angebot/wohnung/",
        b"x",
        content_type="multipart/form-data; boundary=b",
        CONTENT_LENGTH=str(2 << 30),
    )
    assert response.status_code == 413
    assert "zu groß" in response.content.decode()


@pytest.mark.req("H-320")
def test_form_with_more_boxes_than_any_has_is_refused(probed: Client) -> None:
    browser = Client()  # of somebody whose form carries its token
    fits, too_many = ({f"feld-{number}": "x" for number in range(count)} for count in (900, 1001))
    assert browser.post("/probe/", fits).status_code == 422
    refused = browser.post("/probe/", too_many)
    assert (refused.status_code, "nicht verstanden" in refused.content.decode()) == (400, True)


@pytest.mark.req("G-027")
@pytest.mark.django_db
def test_slow_statement_is_logged_with_its_placeholders_and_no_values(
    probed: Client, caplog: pytest.LogCaptureFixture
) -> None:
    probed.get("/langsam/")
    printed = [
        JsonFormatter().format(record) for record in caplog.records if record.name == "portal.database"
    ]
    (line,) = printed
    assert "SELECT pg_sleep(1.05), %s::text" in line
    assert "geheim" not in line


@pytest.mark.req("G-027")
@pytest.mark.django_db(transaction=True)
def test_connection_made_within_a_change_keeps_no_wrapper_of_it() -> None:
    """A web process opens its connection in the middle of its first request."""
    connection = connections.create_connection("default")
    try:
        with connection.execute_wrapper(lambda execute, *rest: execute(*rest)):
            connection.ensure_connection()
        assert connection.execute_wrappers == [slow_statements.timed]
    finally:
        connection.close()


@pytest.mark.req("G-027")
@pytest.mark.django_db(transaction=True)
def test_slow_statement_of_a_job_is_logged_like_that_of_a_page(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker runs each job in a thread with a connection of its own, which no middleware has seen."""
    monkeypatch.setattr(slow_statements, "SLOW", 0)

    def work() -> None:
        deliver_letter(number=987654)
        connections.close_all()

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    asked = [str(record.__dict__["sql"]) for record in caplog.records if record.message == "slow statement"]
    assert [sql for sql in asked if "mail_letter" in sql]
    assert not [sql for sql in asked if "987654" in sql]


@pytest.mark.req("G-165")
@pytest.mark.parametrize("address", ["/admin/", "/admin/login/"])
def test_cookie_that_no_browser_was_given_is_a_bad_request(client: Client, address: str) -> None:
    response = client.get(address, headers={"Cookie": rf'sitzung="\000{"a" * 32}"'})
    assert response.status_code == 400
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "<h1" in response.content.decode()
