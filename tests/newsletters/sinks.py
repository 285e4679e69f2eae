"""A real mail server on this machine: writes each message to disk, and refuses, breaks or hangs as told."""

import asyncio
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from tests.ground.conftest import free_port


@dataclass
class Sink:
    """`answers` are by recipient or for all under "": the step and what happens at it.

    Steps are `mail`, `rcpt`, `data`; what happens is an answer, `close` or `hang`.
    """

    folder: Path
    answers: dict[str, tuple[str, str]] = field(default_factory=dict)
    at_data: Callable[[], None] = lambda: None
    taken: Counter[str] = field(default_factory=Counter)
    senders: list[str] = field(default_factory=list)
    messages: list[bytes] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    async def handle_EHLO(  # noqa: N802  # the package's name
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802  # the package's name
        envelope.mail_from = address
        self.senders.append(address)
        return await self._answer(server, "", "mail")

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802  # the package's name
        envelope.rcpt_tos.append(address)
        return await self._answer(server, address, "rcpt")

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  # the package's name
        (address,) = envelope.rcpt_tos
        self.at_data()
        answer = await self._answer(server, address, "data")
        if answer.startswith("250"):
            self._keep(address, envelope.content)
        self.messages.append(envelope.content)
        return answer

    async def _answer(self, server: Any, address: str, step: str) -> str:
        where, what = self.answers.get(address) or self.answers.get("") or ("", "")
        if where != step:
            return "250 OK"
        if what == "hang":
            await asyncio.sleep(60)
        if what == "close":
            server.transport.close()
        return what

    def _keep(self, address: str, content: bytes) -> None:
        """On disk before the answer, as a mail relay does."""
        self.taken[address] += 1
        with (self.folder / f"{sum(self.taken.values())}.eml").open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())


@contextmanager
def running(sink: Sink) -> Iterator[Sink]:
    sink.folder.mkdir(exist_ok=True)
    controller = Controller(sink, hostname="127.0.0.1", port=free_port(), timeout=300)
    controller.start()
    sink.port = controller.port
    try:
        yield sink
    finally:
        controller.stop()


class Closed(Controller):
    """Refuses everybody at the door."""

    def factory(self) -> Any:
        return Door()


class Door(asyncio.Protocol):
    def connection_made(self, transport: Any) -> None:
        transport.write(b"554 No service here\r\n")
        transport.close()
