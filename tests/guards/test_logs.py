"""Logs tell what happened and how long it took, never to whom."""

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from goslar_portal.accounts.models import User
from goslar_portal.logs import JsonFormatter, masked
from tests.guards.searching import printed_logs

pytestmark = pytest.mark.django_db
MARKS = ("Zebrafink", "zebrafink@example.org", "+49 30 23125 042", "198.51.100.217", "Zebrafinkfox/9.9")


def lines(printed: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in printed.splitlines()]


@pytest.mark.req("G-163")
def test_request_leaves_route_status_time_queries_and_role(
    as_user: Callable[[User], Client], editor: User, probed: None
) -> None:
    client = as_user(editor)
    with printed_logs() as logs:
        Client().get("/probe/")
        client.get("/admin/")
    reading, working = [line for line in lines(logs.getvalue()) if line["event"] == "request"]
    assert reading.keys() == {"time", "level", "event", "request", "route", "status", "ms", "queries", "role"}
    assert (reading["status"], reading["role"], reading["queries"]) == (200, "", 0)
    assert (working["route"], working["role"] in {"redaktion", "staff"}) == ("admin:index", True)
    assert working["queries"] > 0
    assert len(working["request"]) == 16


@pytest.mark.req("G-164")
def test_no_log_line_holds_what_people_typed_or_where_they_came_from(
    probed: None, caplog: pytest.LogCaptureFixture
) -> None:
    name, mail, phone, sender, browser = MARKS
    client = Client(REMOTE_ADDR=sender, HTTP_USER_AGENT=browser, raise_request_exception=False)
    caplog.set_level(logging.DEBUG)
    with printed_logs() as logs:
        for _ in range(5):
            client.post("/probe/", {"name": name, "email": mail})
        client.post("/probe/", {"name": "", "email": f"{phone} {name}"})
        client.get(f"/probe/?wer={name}&mail={mail}")
        client.get(f"/gibt-es-nicht/{name}/")
        client.get(f"/wohnraum/mein-angebot/{name}{'x' * 30}/")
        client.post("/admin/login/", {"username": mail, "password": name})
        client.post("/wohnraum/mein-angebot/", {"reference": phone, "email": mail})
        client.post("/wohnraum/angebot/kontakt/", {"last_name": name, "email": mail, "phone": phone})
    printed = logs.getvalue()
    assert len(lines(printed)) > 10
    assert [mark for mark in MARKS if mark in printed] == []


@pytest.mark.req("G-163")
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("letter to wer@example.org failed", "letter to [mail] failed"),
        ("call 05321 76-123 now", "call [phone] now"),
        ("call +49 (5321) 76123", "call [phone]"),
        ("at /x/dGhpc19pc19hX3Rva2VuX29mXzMy/", "at /x/[token]/"),
        ("admin:housing_consumer_offer_changelist", "admin:housing_consumer_offer_changelist"),
        ("took 1234 rows in 56.7 ms", "took 1234 rows in 56.7 ms"),
    ],
)
def test_second_filter_masks_what_looks_personal(text: str, shown: str) -> None:
    assert masked(text) == shown
    record = logging.LogRecord("portal.probe", logging.INFO, "x.py", 1, text, None, None)
    record.row = text
    printed = json.loads(JsonFormatter().format(record))
    assert (printed["event"], printed["row"]) == (shown, shown)
