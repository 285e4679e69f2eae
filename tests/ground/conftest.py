"""A mail server to write to, and letters to send."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from pytest_django.fixtures import Settings

from goslar_portal.mail.models import Letter
from goslar_portal.mail.outbox import post


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Sink:
    """A real mail server that keeps what it takes and refuses as told."""

    taken: list[Any] = field(default_factory=list)
    answer_to_recipient: str = "250 OK"
    answer_to_text: str = "250 OK"
    breaks_after_text: bool = False
    controller: Any = None

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802  # the package's name
        envelope.rcpt_tos.append(address)
        return self.answer_to_recipient

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  # the package's name
        self.taken.append(envelope)
        if self.breaks_after_text:
            server.transport.close()
        return self.answer_to_text


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    """The office's mail server, on this machine."""
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = controller.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield sink
    controller.stop()


@pytest.fixture
def write_letter(settings: Settings, tmp_path: Path) -> Callable[..., Letter]:
    """Post a letter of a kind that only the tests know."""
    folder = tmp_path / "templates" / "probe" / "letters"
    folder.mkdir(parents=True)
    (folder / "greeting.txt").write_text(
        "{% autoescape off %}Betreff: Ihr Angebot {{ reference }}\n\nGuten Tag,\n\nhier geht es weiter:\n"
        "{{ site_url }}/weiter/\n\n- eins\n- zwei\n{% endautoescape %}",
        encoding="utf-8",
    )
    (folder.parent / "sheet.html").write_text(
        '<html lang="{{ html_lang }}"><head><title>Blatt</title>'
        '<link rel="stylesheet" href="portal:static/pdf.css"></head><body><h1>{{ name }}</h1></body></html>',
        encoding="utf-8",
    )
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [engine | {"DIRS": [*engine["DIRS"], tmp_path / "templates"]}]

    def write(once: str = "probe:1", **more: Any) -> Letter:
        fields = {"to": "vermieterin@example.org", "language": "de", "context": {"reference": "GS-1"}} | more
        return post(kind="probe.greeting", once=once, about=None, **fields)

    return write
