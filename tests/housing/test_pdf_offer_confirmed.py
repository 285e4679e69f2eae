"""The sheet a landlord keeps: all answers, consents, a way to a new link, never a token (H-066)."""

import io
import json
import re
from typing import Any

import pikepdf
import pytest
from django.test import Client

from goslar_portal import pdf
from goslar_portal.links.models import AccessLink, fingerprint
from goslar_portal.mail.models import LetterAttachment
from housing.models import Offer
from tests.housing.filling import fill, link_in, send, the_offer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_content")]


@pytest.fixture
def attachment(reader: Client) -> LetterAttachment:
    from goslar_portal.mail.models import Letter

    fill(reader)
    send(reader, share_household="on")
    reader.post(link_in(Letter.objects.get().text))
    return LetterAttachment.objects.get()


@pytest.mark.req("H-066")
def test_sheet_holds_every_answer_each_consent_and_the_reference(attachment: LetterAttachment) -> None:
    facts: dict[str, Any] = attachment.context
    assert (facts["reference"], facts["name"]) == (the_offer().reference, "Erika Beispiel")
    lines = {label: value for block in facts["blocks"] for label, value in block["lines"]}
    expected = {
        "Stadt oder Gemeinde": "Goslar", "Ortsteil": "Jürgenohl",
        "Wohnfläche": "62,5 m²", "Frei ab": "sofort",
        "Kaltmiete im Monat": "420,00 €", "Kalte Betriebskosten im Monat": "140,00 €", "Küche": "Einbauküche",
        "E-Mail": "vermieterin@example.org", "Telefon": "030 23125042",
    }  # fmt: skip
    assert {label: lines[label] for label in expected} == expected
    assert [(row["version"], bool(row["given_on"])) for row in facts["consents"]] == [(1, True)] * 3


@pytest.mark.req("H-066", "H-305")
def test_neither_sheet_nor_code_nor_file_name_holds_a_token(attachment: LetterAttachment) -> None:
    assert attachment.filename == f"Wohnungsangebot-{the_offer().reference}.pdf"
    assert attachment.context["link_request"].endswith("/wohnraum/mein-angebot/")
    known = {bytes(link.token_hash) for link in AccessLink.objects.all()}
    words = re.findall(r"[\w-]{20,}", json.dumps(attachment.context))
    assert known
    assert [word for word in words if fingerprint(word) in known] == []


@pytest.mark.req("H-066")
def test_sheet_is_a_tagged_pdf_on_a4_with_title_and_language(attachment: LetterAttachment) -> None:
    document = pikepdf.open(io.BytesIO(pdf.render(attachment.template, attachment.context)))
    box = [round(float(side)) for side in document.pages[0].mediabox]
    assert box == [0, 0, 595, 842]
    assert bool(document.Root.MarkInfo.Marked)
    assert str(document.Root.Lang) == "de"
    with document.open_metadata() as metadata:
        assert metadata["dc:title"] == f"Ihr Wohnungsangebot {the_offer().reference}"
        assert metadata["pdfuaid:part"] == "1"
    pictures = [thing for thing in document.objects if _is_picture(thing)]
    assert [str(thing.Alt) for thing in pictures] == [
        "QR-Code zu der Seite, auf der Sie einen neuen Link anfordern"
    ]


def _is_picture(thing: Any) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == "/Figure"


@pytest.mark.req("G-075")
def test_later_change_of_the_offer_does_not_reach_the_sheet(attachment: LetterAttachment) -> None:
    before = json.dumps(attachment.context, sort_keys=True)
    Offer.objects.update(street="Anderswo")
    attachment.refresh_from_db()
    assert json.dumps(attachment.context, sort_keys=True) == before
    assert "Anderswo" not in before
