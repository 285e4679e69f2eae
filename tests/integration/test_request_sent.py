"""The page after a form: the number, for a day, and nothing else."""

import pytest
from django.core import signing
from django.test import Client

from integration.views.requests import SENT_SALT
from tests.integration.requests import REPORT, report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starting_content")]


@pytest.mark.req("I-144")
def test_reader_sees_the_number_only(reader: Client) -> None:
    where = reader.post(REPORT, report())["Location"]
    response = reader.get(where)
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in response.headers["Cache-Control"]
    assert "Knopf" not in response.content.decode()


@pytest.mark.req("I-224")
def test_guessed_changed_old_and_foreign_links_get_one_same_page(reader: Client) -> None:
    signer = signing.TimestampSigner(salt=SENT_SALT)
    good = signer.sign("BM234567")
    signer.timestamp = lambda: signing.b62_encode(1)  # type: ignore[method-assign]
    old = signer.sign("BM234567")
    paths = [f"{REPORT}gesendet/{token}/" for token in ("BM234567", good[:-1] + "_", old)]
    paths.append(f"/hilfe/anfrage/gesendet/{good}/")
    found = [reader.get(path) for path in paths]
    assert {response.status_code for response in found} == {404}
    assert len({response.content.split(b"<main")[1].split(b"</main>")[0] for response in found}) == 1
    assert reader.get(f"{REPORT}gesendet/{good}/").status_code == 200
