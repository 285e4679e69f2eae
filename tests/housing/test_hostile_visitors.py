"""A thousand hostile submissions: limits kept, log readable, office undisturbed (H-064, H-305, H-320)."""

import json
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from django.test import Client

from goslar_portal.accounts.models import User
from goslar_portal.logs import JsonFormatter
from goslar_portal.mail.models import Letter
from housing.models import Offer
from tests.housing import filling
from tests.housing.filling import FORM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_content")]
MARK = "zqbosheit"
NONSENSE = (
    f"'; DROP TABLE housing_offer; -- {MARK}", f"<script>alert('{MARK}')</script>", "NaN", "-1", "31.02.2026",
    "9" * 20, "\x00\x08", "\u202egnp.exe", "=cmd|' /C calc'!A0", "../../etc/passwd", "", " ", "🏚️" * 500,
    f"{MARK}@example.org", "x" * 20_000, "1e999", "٣", "sofort", "03153017", "outside",
)  # fmt: skip
SENDINGS, STEPS, POSTS = 6, 30, 1000
# Doors that anybody can knock at without a draft; each answer is a small page or a redirect.
DOORS = (
    f"{FORM}bestaetigen/{{}}/", f"{FORM}kosten/", f"{FORM}kontakt/", f"{FORM}fotos/", f"{FORM}absenden/",
    f"{FORM}spaeter/", "/wohnraum/mein-angebot/{}/loeschen/bestaetigen/", "/wohnraum/mein-angebot/",
)  # fmt: skip


def nonsense(chance: Random, names: list[str]) -> dict[str, Any]:
    return {name: chance.choice(NONSENSE) for name in names if chance.random() < 0.7}


def sendings(reader: Client) -> Iterator[int]:
    """A robot that fills in everything in no time, again and again from new addresses."""
    robot = filling.flat(begun=filling.begun(0))
    for number in range(SENDINGS):
        filling.fill(reader, wohnung=robot, kontakt={"email": f"{MARK}{number}@example.org"})
        yield from (filling.send(reader).status_code for _again in range(2))


@pytest.mark.req("H-064", "H-305", "H-320")
def test_thousand_hostile_submissions_disturb_nobody(
    one_window: None, reader: Client, as_user: Any, clerk: User, caplog: pytest.LogCaptureFixture
) -> None:
    chance = Random(26)  # noqa: S311  # the same nonsense every time
    names = [*filling.flat(), "floor", "bedrooms", "max_persons", "fixed_until", "district_text", "unknown"]
    found = Counter(sendings(reader))
    assert found[429] >= SENDINGS * 2 - 5
    found.update(reader.post(f"{FORM}wohnung/", nonsense(chance, names)).status_code for _no in range(STEPS))
    scanner = Client()
    for number in range(POSTS - SENDINGS * 7 - STEPS):
        path = DOORS[number % len(DOORS)].format(f"{MARK}{number}" * 3)
        found[scanner.post(path, nonsense(chance, [*names, "reference", "email"])).status_code] += 1
    assert set(found) <= {302, 400, 404, 422, 429}
    assert (Offer.objects.filed().count(), Letter.objects.count() <= 5) == (0, True)
    assert Offer.objects.filter(state="unconfirmed").count() <= 5
    lines = [json.loads(JsonFormatter().format(record)) for record in caplog.records]
    assert len([line for line in lines if line["event"] == "request"]) == POSTS
    assert MARK not in json.dumps(lines)
    assert {line["level"] for line in lines} <= {"info", "warning"}
    page = as_user(clerk).get("/admin/housing/offer/")
    assert (page.status_code, list(page.context["cl"].result_list)) == (200, [])
