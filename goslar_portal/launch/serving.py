"""`run` and `demo`: prepare, start web and worker, watch them, and stop all of it in order (G-009, G-010)."""

import time
from collections.abc import Callable

from goslar_portal.launch import port as web_port
from goslar_portal.launch import signals
from goslar_portal.launch.messages import DONE, FAILED, StopError, say, tail
from goslar_portal.launch.places import Places
from goslar_portal.launch.processes import Child

PATIENCE = 3.0  # seconds each; web, worker and PostgreSQL together stay below 10 (G-010)
PAUSE = 0.1  # seconds between two looks at the running programs
COMPLAIN_AFTER = 30  # seconds without a healthy answer


def web(python: str, port: int) -> list[str]:
    server = [
        python,
        "-m",
        "goslar_portal.launch.web",
        "--interface",
        "wsgi",
        "--host",
        web_port.HOST,
        "--port",
        str(port),
    ]
    size = ["--workers", "2", "--blocking-threads", "4", "--backlog", "1024", "--no-ws", "--no-access-log"]
    return [
        *server,
        *size,
        "--log-level",
        "warning",
        "--workers-kill-timeout",
        "2",
        "goslar_portal.wsgi:application",
    ]


def worker(python: str) -> list[str]:
    return [python, "manage.py", "work"]


class Portal:
    """Web and worker of one start, and the database beneath them."""

    def __init__(self, places: Places, environment: dict[str, str], port: int) -> None:
        self.places = places
        self.environment = environment
        self.port = port
        self.children: list[Child] = []

    def serve(self, database_is_alive: Callable[[], bool]) -> int:
        """Until somebody ends it, or one of the three dies."""
        python = str(self.places.python)
        try:
            self.start("web", web(python, self.port))
            self.start("worker", worker(python))
            self.announce(database_is_alive)
            while True:
                self.look(database_is_alive)
                time.sleep(PAUSE)
        except signals.Ended:
            return DONE
        finally:
            signals.ignore()
            for child in self.children:
                child.end(PATIENCE)

    def start(self, name: str, argv: list[str]) -> None:
        self.children.append(Child(name, argv, self.places, self.environment))

    def announce(self, database_is_alive: Callable[[], bool]) -> None:
        """The address, once the portal says that it is well."""
        begin, complained = time.monotonic(), False
        while not (answer := web_port.health(self.port)).startswith("200"):
            self.look(database_is_alive)
            if not complained and time.monotonic() - begin > COMPLAIN_AFTER:
                say(f"Das Portal ist noch nicht gesund (/healthz: {answer or 'keine Antwort'}).")
                complained = True
            time.sleep(0.03)
        say(f"Das Portal läuft: http://{web_port.HOST}:{self.port}/   Beenden mit Strg-C.")

    def look(self, database_is_alive: Callable[[], bool]) -> None:
        """If one of them dies, all stop and its last lines are shown (G-010)."""
        for child in self.children:
            if not child.is_alive():
                sentence = f"«{child.name}» ist unerwartet zu Ende; das Portal hält an."
                raise StopError(FAILED, sentence, lines=child.last_lines())
        if not database_is_alive():
            sentence = "PostgreSQL ist unerwartet zu Ende; das Portal hält an."
            raise StopError(FAILED, sentence, lines=tail(self.places.log("postgres")))
