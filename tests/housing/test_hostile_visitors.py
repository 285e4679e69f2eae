"""A thousand hostile submissions: limits kept, log readable, office undisturbed (H-064, H-305, H-320)."""

import json
from collections import Counter
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
ROUNDS, POSTS = 40, 1000


def nonsense(chance: Random, names: list[str]) -> dict[str, Any]:
    return {name: chance.choice(NONSENSE) for name in names if chance.random() < 0.7}


@pytest.mark.req("H-064", "H-305", "H-320")
def test_thousand_hostile_submissions_disturb_nobody(
    reader: Client, as_user: Any, clerk: User, caplog: pytest.LogCaptureFixture
) -> None:
    chance, found = Random(26), Counter[int]()  # noqa: S311  # the same nonsense every time
    names = [*filling.flat(), "floor", "bedrooms", "max_persons", "fixed_until", "district_text", "unknown"]
    robot = filling.flat(begun=filling.begun(0))
    for number in range(ROUNDS):
        filling.fill(reader, wohnung=robot, kontakt={"email": f"{MARK}{number}@example.org"})
        found.update(filling.send(reader).status_code for _again in range(2))
    for _number in range(POSTS - ROUNDS * 7):
        found[reader.post(f"{FORM}wohnung/", nonsense(chance, names)).status_code] += 1
    assert set(found) <= {302, 400, 422, 429}
    assert found[429] >= ROUNDS
    assert (Offer.objects.filed().count(), Letter.objects.count() <= 5) == (0, True)
    assert Offer.objects.filter(state="unconfirmed").count() <= 5
    lines = [json.loads(JsonFormatter().format(record)) for record in caplog.records]
    assert len([line for line in lines if line["event"] == "request"]) >= POSTS
    assert MARK not in json.dumps(lines)
    assert {line["level"] for line in lines} <= {"info", "warning"}
    page = as_user(clerk).get("/admin/housing/offer/")
    assert (page.status_code, list(page.context["cl"].result_list)) == (200, [])
