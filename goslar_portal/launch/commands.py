"""The commands of `./portal`, each told from top to bottom."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from goslar_portal.launch import browser, checks, database, port, preparation, requirements, values
from goslar_portal.launch.environment import TESTS, stand
from goslar_portal.launch.messages import DONE, FAILED, USAGE, StopError
from goslar_portal.launch.places import PROJECT, Places, make_data_folders
from goslar_portal.launch.processes import foreground
from goslar_portal.launch.serving import Portal

MOST_PROCESSES = 4  # each makes a database and a browser of its own
PYTEST_CODES = {0: DONE, 4: USAGE}
Alive = Callable[[], bool]


def run(arguments: list[str], command: str = "run") -> int:
    """Set up, prepare, serve until somebody ends it."""
    if arguments:
        raise StopError(
            USAGE,
            f"«./portal {command}» kennt keine Argumente. Anderer Anschluss: PORT=8001 ./portal {command}",
        )
    given = values.environment(PROJECT)
    number = port.number(given)
    places = Places.for_command(command, given)
    stand(places)
    with (
        port.claim(number, command),
        _surroundings(places, command, given) as (environment, database_is_alive),
    ):
        preparation.prepare(places, environment, ["--demo"] if command == "demo" else [])
        return Portal(places, environment, number).serve(database_is_alive)


def demo(arguments: list[str]) -> int:
    """The same with invented records, in a data folder of its own."""
    return run(arguments, "demo")


def test(arguments: list[str]) -> int:
    """The whole suite on a real database and in a real browser; without arguments on all cores at once."""
    words = arguments or [f"--numprocesses={min(os.cpu_count() or 1, MOST_PROCESSES)}"]
    given = values.environment(PROJECT)
    places = Places.for_command("test", given)
    stand(places)
    stand(places, TESTS)
    with _surroundings(places, "test", given) as (environment, _):
        environment["CHROMIUM"] = browser.find(places, environment)
        code = foreground([str(places.python), "-m", "pytest", *words], places, environment)
    return PYTEST_CODES.get(code, FAILED)


def check(arguments: list[str]) -> int:
    """All tools, then all findings."""
    if arguments:
        raise StopError(USAGE, "«./portal check» kennt keine Argumente.")
    given = values.environment(PROJECT)
    places = Places.for_command("check", given)
    stand(places, TESTS)
    return checks.run(places, {**values.throwaway(PROJECT), **given})


def bench(arguments: list[str]) -> int:
    """Measures speed side by side with the peers."""
    if not (PROJECT / "benchmarks").is_dir():
        raise StopError(USAGE, "Messungen gibt es noch nicht: Der Ordner benchmarks/ fehlt.")
    return _with_database("bench", ["-m", "benchmarks", *arguments])


def manage(arguments: list[str]) -> int:
    """Any Django command, with the database of `run`."""
    return _with_database("manage", ["manage.py", *arguments])


def lock(arguments: list[str]) -> int:
    """Write the requirements files anew; uv comes with the test environment."""
    places = Places.for_command("lock", values.environment(PROJECT))
    stand(places, TESTS)
    return requirements.lock(places, places.python, arguments)


def _with_database(command: str, words: list[str]) -> int:
    given = values.environment(PROJECT)
    places = Places.for_command(command, given)
    stand(places)
    with _surroundings(places, command, given) as (environment, _):
        preparation.forget(places)
        return foreground([str(places.python), *words], places, environment)


@contextmanager
def _surroundings(
    places: Places, command: str, given: dict[str, str]
) -> Iterator[tuple[dict[str, str], Alive]]:
    """Environment of the programs to start, and a way to ask whether the database lives.

    With a DATABASE_URL this is production: nothing is handed in, Django names what is missing (G-042). Tests
    need the local values there too.
    """
    make_data_folders(places)
    own = {**given, "PORTAL_DATA": str(places.data)}
    if "DATABASE_URL" in given:
        local = values.local(places, port.number(given), places.cluster) if command == "test" else {}
        yield {**local, **own}, lambda: True
        return
    with database.running(places, command, given.get("PORTAL_PG_BIN", "")) as cluster:
        yield {**values.local(places, port.number(given), cluster.socket_folder), **own}, cluster.is_alive


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "run": run,
    "demo": demo,
    "test": test,
    "check": check,
    "bench": bench,
    "manage": manage,
    "lock": lock,
}
