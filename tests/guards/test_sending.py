"""Files reach those whom a view lets in, as a download that can do nothing, and only after the scanner."""

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import path
from pytest_django.fixtures import Settings

from goslar_portal import urls
from goslar_portal.access import public
from goslar_portal.uploads import Accept, check
from goslar_portal.uploads.jobs import scan_uploads
from goslar_portal.uploads.models import Scan, Upload
from goslar_portal.uploads.sending import send
from tests.guards import files_of_people as people

pytestmark = pytest.mark.django_db


def hand_out(request: Any, number: int) -> Any:
    return send(request, Upload.objects.get(pk=number), name="Grundriss Küche")


urlpatterns = [path("blatt/<int:number>", public(hand_out, "probe")), *urls.urlpatterns]


@pytest.fixture
def client(settings: Settings) -> Client:
    settings.ROOT_URLCONF = __name__
    return Client()


def keep(content: bytes) -> Upload:
    return Upload.objects.keep(check(people.sent(content), Accept()))


@pytest.mark.req("G-143")
def test_pdf_leaves_as_a_download_that_can_do_nothing(client: Client) -> None:
    content = people.pdf()
    response = client.get(f"/blatt/{keep(content).pk}")
    assert b"".join(response.streaming_content) == content  # type: ignore[attr-defined]
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith(
        "attachment; filename*=utf-8''Grundriss%20K%C3%BCche.pdf"
    )
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.req("G-143")
def test_photo_is_shown_with_its_own_type(client: Client) -> None:
    response = client.get(f"/blatt/{keep(people.png()).pk}")
    assert response["Content-Type"] == "image/png"
    assert response["Content-Disposition"].startswith("inline; ")
    response.close()


@pytest.mark.req("G-143")
def test_nginx_sends_the_bytes_where_it_is_asked_to(client: Client, settings: Settings) -> None:
    settings.ACCEL_REDIRECT = "/geschuetzt/"
    upload = keep(people.pdf())
    response = client.get(f"/blatt/{upload.pk}")
    assert (response.content, response["X-Accel-Redirect"]) == (b"", f"/geschuetzt/{upload.file.name}")
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Content-Type"] == "application/pdf"


@pytest.mark.req("G-143")
def test_stranger_gets_no_file_by_its_name(client: Client) -> None:
    upload = keep(people.pdf())
    for address in (f"/{upload.file.name}", f"/media/{upload.file.name}", f"/static/{upload.file.name}"):
        assert client.get(address).status_code == 404


class Clamd:
    """A scanner that reads a file as clamd does and finds whatever holds the word EICAR."""

    def __init__(self, folder: Path) -> None:
        self.address = str(folder / "clamd.ctl")
        self.server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.server.bind(self.address)
        self.server.listen()
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self) -> None:
        while True:
            try:
                line, _address = self.server.accept()
            except OSError:
                return
            with line, line.makefile("rb") as heard:
                assert heard.read(10) == b"zINSTREAM\0"
                content = b""
                while size := int.from_bytes(heard.read(4), "big"):
                    content += heard.read(size)
                line.sendall(b"stream: Eicar-Test FOUND\0" if b"EICAR" in content else b"stream: OK\0")

    def stop(self) -> None:
        self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()
        self.thread.join()


@pytest.fixture
def scanner(settings: Settings, tmp_path: Path) -> Iterator[Clamd]:
    clamd = Clamd(tmp_path)
    settings.VIRUS_SCANNER = f"unix://{clamd.address}"
    yield clamd
    clamd.stop()


@pytest.mark.req("G-144")
def test_file_waits_for_the_scanner_and_opens_after_a_good_answer(client: Client, scanner: Clamd) -> None:
    upload = keep(people.pdf())
    waiting = client.get(f"/blatt/{upload.pk}")
    assert (waiting.status_code, waiting["Retry-After"]) == (503, "60")
    assert "wird noch geprüft" in waiting.content.decode()
    assert scan_uploads() == 1
    opened = client.get(f"/blatt/{upload.pk}")
    assert opened.status_code == 200
    opened.close()


@pytest.mark.req("G-144")
def test_find_is_deleted_and_never_handed_out(client: Client, scanner: Clamd, settings: Settings) -> None:
    upload = keep(people.pdf() + b"\n% EICAR\n")
    assert scan_uploads() == 1
    upload.refresh_from_db()
    assert upload.scan == Scan.INFECTED
    assert not (Path(settings.MEDIA_ROOT) / upload.file.name).exists()
    assert client.get(f"/blatt/{upload.pk}").status_code == 503


@pytest.mark.req("G-144")
def test_file_waits_while_the_scanner_is_away(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.VIRUS_SCANNER = f"unix://{tmp_path}/nobody.ctl"
    upload = keep(people.pdf())
    assert scan_uploads() == 0
    upload.refresh_from_db()
    assert (upload.scan, client.get(f"/blatt/{upload.pk}").status_code) == (Scan.WAITING, 503)
    assert send(RequestFactory().get("/"), upload, name="x").status_code == 503
