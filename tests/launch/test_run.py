"""`./portal run` from the first line to the last process: order, port, signals, deaths (G-008 to G-013)."""

import os
import select
import signal
import socket
import stat
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.launch.conftest import connect
from tests.launch.house import House

WEB = r"goslar_portal\.launch\.web "
WORKER = r"manage\.py work"
SERVER = r"/postgres -D "


def answer(house: House) -> bytes:
    with socket.create_connection(("127.0.0.1", house.port), timeout=5) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        received = b""
        while part := line.recv(4096):
            received += part
    return received


@pytest.mark.req("G-009")
def test_newcomer_sees_the_login_once_and_the_address_when_the_portal_answers(house: House) -> None:
    first = house.start("run")
    said = house.read_until(first, "Das Portal läuft")
    assert said.splitlines()[-1] == f"Das Portal läuft: http://127.0.0.1:{house.port}/   Beenden mit Strg-C."
    assert answer(house).startswith(b"HTTP/1.1 200 OK")
    assert first.stdout
    code, rest, _ = house.finish(first)
    assert (code, rest) == (0, "")
    second = house.serve()
    code, rest, _ = house.finish(second)
    assert (code, rest) == (0, "")


@pytest.mark.req("G-009")
def test_address_waits_for_health(house: House) -> None:
    house.fill()
    assert house.call("manage", "hello").returncode == 0
    (house.data / "ill").touch()
    process = house.start("run")
    deadline = time.monotonic() + 20
    while not house.processes() or not _listens(house):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert select.select([process.stderr], [], [], 0.5)[0] == []
    (house.data / "ill").unlink()
    assert house.read_until(process, "läuft").startswith("Das Portal läuft")


def _listens(house: House) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", house.port)) == 0


@pytest.mark.req("G-009")
def test_unchanged_house_is_not_prepared_again_but_a_changed_one_is(house: House) -> None:
    house.finish(house.serve())
    house.finish(house.serve())
    assert house.lines("calls").count("prepare") == 1
    (house.project / "manage.py").touch()
    house.finish(house.serve())
    assert house.lines("calls").count("prepare") == 2
    assert house.call("manage", "hello").returncode == 0  # it may have changed the database
    house.finish(house.serve())
    assert house.lines("calls").count("prepare") == 3


@pytest.mark.req("G-010")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_end_stops_web_then_worker_then_database_and_leaves_nothing(house: House, number: int) -> None:
    process = house.serve()
    assert len({house.pid_of(pattern) for pattern in (WEB, WORKER, SERVER)}) == 3
    code, said, seconds = house.finish(process, number)
    assert (code, said) == (0, "")
    assert seconds < 10
    assert house.processes() == {}
    assert house.lines("ends") == ["worker ended: web False, database True"]
    assert "database system is shut down" in (house.data / "log" / "postgres.log").read_text()


@pytest.mark.req("G-010")
def test_landlord_who_just_sent_the_form_still_gets_his_answer(house: House) -> None:
    process = house.serve()
    with socket.create_connection(("127.0.0.1", house.port), timeout=5) as line:
        line.sendall(
            b"POST /slow HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        )
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        received = b""
        while part := line.recv(4096):
            received += part
    assert received.startswith(b"HTTP/1.1 200 OK")
    assert process.wait(10) == 0


@pytest.mark.req("G-010")
@pytest.mark.parametrize(("pattern", "name"), [(WEB, "«web»"), (WORKER, "«worker»"), (SERVER, "PostgreSQL")])
def test_death_of_one_ends_all_and_shows_its_last_lines(house: House, pattern: str, name: str) -> None:
    process = house.serve()
    os.kill(house.pid_of(pattern), signal.SIGKILL)
    assert process.wait(15) == 1
    assert process.stderr
    said = process.stderr.read().splitlines()
    assert said[-1] == f"{name} ist unerwartet zu Ende; das Portal hält an."
    if name == "PostgreSQL":
        assert any("ready to accept connections" in line for line in said[:-1])
    time.sleep(0.3)  # children of a killed server notice its death by themselves
    assert house.processes() == {}


@pytest.mark.req("G-010")
@pytest.mark.req("G-030")
def test_killed_launcher_takes_web_and_worker_along_and_the_next_start_finds_every_row(house: House) -> None:
    process = house.serve()
    with connect(house.data / "postgres") as connection:
        connection.execute("CREATE TABLE offers (id int)")
        connection.execute("INSERT INTO offers VALUES (7)")
    running = [house.pid_of(pattern) for pattern in (WEB, WORKER, SERVER)]
    process.kill()
    for number in running:
        with suppress(ProcessLookupError):  # the kernel may have told it already that the launcher is gone
            os.kill(number, signal.SIGKILL)
    process.wait()
    house.serve()
    with connect(house.data / "postgres") as connection:
        assert connection.execute("SELECT id FROM offers").fetchall() == [(7,)]


@pytest.mark.req("G-010")
def test_database_stays_up_for_a_command_that_still_uses_it(house: House) -> None:
    first = house.serve()
    second = house.start("manage", "wait", "2")
    while "wait 2" not in house.lines("calls"):
        time.sleep(0.02)
    code, said, _ = house.finish(first)
    assert (code, said) == (0, "")
    assert house.pid_of(SERVER)
    _, said = second.communicate(timeout=20)
    assert (second.returncode, said) == (0, "")
    assert house.processes() == {}


@pytest.mark.req("G-011")
def test_portal_listens_on_this_machine_only(house: House) -> None:
    house.serve()
    listening = set()
    for table in ("tcp", "tcp6"):
        for row in Path("/proc/net", table).read_text().splitlines()[1:]:
            _, local, _, state = row.split()[:4]
            if state == "0A" and int(local.rpartition(":")[2], 16) == house.port:
                listening.add((table, local.partition(":")[0]))
    assert listening == {("tcp", "0100007F")}


@pytest.mark.req("G-011")
def test_busy_port_is_named_with_the_line_to_type(house: House) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", house.port))
        other.listen()
        done = house.call("run")
    assert done.returncode == 4
    assert done.stderr.startswith(f"Anschluss {house.port} ist belegt. So geht es: PORT=")
    assert done.stderr.endswith(" ./portal run\n")
    assert house.lines("calls") == []  # nothing was started for nothing


@pytest.mark.req("G-011")
@pytest.mark.parametrize("port", ["achttausend", "0", "65536", "-1"])
def test_port_that_is_no_port_is_named(house: House, port: str) -> None:
    done = house.call("run", PORT=port)
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr
        == f"PORT={port}: gebraucht wird eine Zahl zwischen 1 und 65535, zum Beispiel PORT=8001.\n"
    )


@pytest.mark.req("G-008")
def test_two_first_starts_at_once_share_one_database(house: House) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        other = probe.getsockname()[1]
    first, second = house.start("run"), house.start("run", PORT=str(other))
    for process in (first, second):
        assert "Das Portal läuft" in house.read_until(process, "Das Portal läuft")
    servers = [line for line in house.processes().values() if " -D " in line]
    assert len(servers) == 1
    assert house.lines("calls").count("prepare") == 1
    assert house.finish(first)[0] == 0
    assert answer(House(house.project, house.data, other)).startswith(b"HTTP/1.1 200 OK")
    assert house.finish(second)[0] == 0
    assert house.processes() == {}


@pytest.mark.req("G-012")
def test_demo_and_test_never_touch_the_data_of_run(house: House) -> None:
    house.fill()
    assert house.call("manage", "hello").returncode == 0
    before = {file: file.stat().st_mtime_ns for file in house.data.rglob("*")}
    demo = house.start("demo")
    assert "Das Portal läuft" in house.read_until(demo, "Das Portal läuft")
    assert house.finish(demo)[0] == 0
    assert house.call("test", "--version").returncode == 0
    assert {path.name for path in house.data.iterdir()} - {path.name for path in before} == {"demo", "test"}
    assert {file: file.stat().st_mtime_ns for file in before} == before
    assert "prepare --demo" in (house.data / "demo" / "calls").read_text().splitlines()


@pytest.mark.req("G-012")
def test_nothing_is_written_outside_project_and_data_folder(house: House, tmp_path: Path) -> None:
    house.fill()
    home = tmp_path / "home"
    home.mkdir()
    assert house.call("manage", "hello", HOME=str(home)).returncode == 0
    assert list(home.rglob("*")) == []


@pytest.mark.req("G-013")
def test_failing_command_and_wrong_usage_have_their_codes(house: House) -> None:
    house.fill()
    assert house.call("manage", "fail").returncode == 1
    assert house.call("run", "--port", "80").returncode == 2
    assert house.call("bench").returncode == 2


@pytest.mark.req("G-044")
def test_secret_keys_are_made_once_and_readable_by_their_owner_only(house: House) -> None:
    names = ("SECRET_KEY", "ADDRESS_HASH_KEY")
    house.fill()
    keys, again = (house.call("manage", "show", *names).stdout.split() for _ in range(2))
    modes = {stat.S_IMODE((house.data / name).stat().st_mode) for name in ("secret_key", "address_hash_key")}
    assert keys == again
    assert [len(key) for key in keys] == [86, 86]  # 64 bytes as text
    assert keys[0] != keys[1]
    assert modes == {0o600}


@pytest.mark.req("G-043")
def test_real_environment_wins_over_what_the_launcher_hands_in(house: House) -> None:
    house.fill()
    assert house.call("manage", "show", "SITE_URL").stdout == f"http://127.0.0.1:{house.port}\n"
    given = house.call("manage", "show", "SITE_URL", SITE_URL="http://localhost:9")
    assert given.stdout == "http://localhost:9\n"


@pytest.mark.req("G-042")
def test_database_of_your_own_means_production_and_nothing_is_handed_in(house: House) -> None:
    own = {"DATABASE_URL": "postgres://portal@db.example/portal"}
    names = ("DATABASE_URL", "SECRET_KEY", "SITE_URL", "ALLOWED_HOSTS", "EMAIL_URL", "PORTAL_LOCAL")
    shown = house.call("manage", "show", *names, **own).stdout.splitlines()
    assert shown == [own["DATABASE_URL"], "-", "-", "-", "-", "-"]
    assert not (house.data / "postgres").exists()
