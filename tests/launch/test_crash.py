"""After a crash: stale pid files, zombies, and every committed row (G-023, G-024, G-030)."""

import os
import signal
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from goslar_portal.launch import pidfile
from goslar_portal.launch.binaries import Binaries
from goslar_portal.launch.cluster import Cluster
from goslar_portal.launch.locks import Lease
from goslar_portal.launch.pidfile import Owner
from goslar_portal.launch.places import Places
from tests.launch.conftest import connect, query, running


def kill(cluster: Cluster) -> int:
    assert cluster.process
    cluster.process.send_signal(signal.SIGKILL)
    cluster.process.wait()
    return cluster.process.pid


def write_pid(places: Places, number: int) -> None:
    file = places.cluster / "postmaster.pid"
    file.write_text(f"{number}\n{places.cluster}\n1700000000\n5432\n{places.cluster}\n\n")


@pytest.mark.req("G-030")
def test_landlord_loses_no_committed_row_when_the_server_is_killed(
    places: Places, programs: Binaries
) -> None:
    written: list[int] = []
    with running(places, programs) as cluster:
        query(cluster, "CREATE TABLE offers (id int PRIMARY KEY)")

        def write() -> None:
            with suppress(psycopg.OperationalError), connect(cluster.socket_folder) as connection:
                for number in range(1_000_000):
                    connection.execute("INSERT INTO offers VALUES (%s)", [number])
                    written.append(number)

        writer = threading.Thread(target=write)
        writer.start()
        while len(written) < 200:
            time.sleep(0.01)
        kill(cluster)
        writer.join()
    with running(places, programs) as cluster:
        kept = [row[0] for row in query(cluster, "SELECT id FROM offers ORDER BY id")]
    assert kept[: len(written)] == written
    assert len(kept) - len(written) in {0, 1}  # the last one may have been committed without its answer


@pytest.mark.req("G-024")
def test_pid_file_that_names_nobody_is_removed(filled: Places) -> None:
    write_pid(filled, 2**22 - 3)
    with running(filled) as cluster:
        assert query(cluster, "SELECT 1") == [(1,)]


@pytest.mark.req("G-024")
def test_number_reused_by_another_program_of_the_same_account_does_not_stop_the_server(
    filled: Places,
) -> None:
    """PostgreSQL alone would refuse: it only sees that a process of its own account has that number."""
    with running(filled) as cluster:
        account = cluster.account
    stranger = subprocess.Popen(["sleep", "60"], **account.options)
    write_pid(filled, stranger.pid)
    with running(filled) as cluster:
        assert query(cluster, "SELECT 1") == [(1,)]
        assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


@pytest.mark.req("G-024")
def test_zombie_is_waited_for_and_then_does_not_count(filled: Places) -> None:
    with running(filled):
        pass
    zombie = subprocess.Popen(["true"])
    while pidfile.owner(filled.cluster, zombie.pid) is not Owner.ZOMBIE:
        time.sleep(0.01)
    write_pid(filled, zombie.pid)
    burial = threading.Timer(0.4, zombie.wait)
    burial.start()
    begin = time.monotonic()
    pidfile.remove_if_stale(filled.cluster)
    burial.join()
    assert 0.3 < time.monotonic() - begin < 5
    assert not (filled.cluster / "postmaster.pid").exists()


@pytest.mark.req("G-024")
def test_zombie_that_nobody_buries_stops_nothing_for_long(
    filled: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert pidfile.ZOMBIE_PATIENCE == 20
    monkeypatch.setattr(pidfile, "ZOMBIE_PATIENCE", 0.5)
    with running(filled):
        pass
    zombie = subprocess.Popen(["true"])
    while pidfile.owner(filled.cluster, zombie.pid) is not Owner.ZOMBIE:
        time.sleep(0.01)
    write_pid(filled, zombie.pid)
    with running(filled) as cluster:
        assert query(cluster, "SELECT 1") == [(1,)]
    zombie.wait()


@pytest.mark.req("G-024")
def test_pid_file_of_a_living_server_is_never_removed(filled: Places) -> None:
    with running(filled) as cluster:
        pidfile.remove_if_stale(filled.cluster)
        assert pidfile.number(filled.cluster) == cluster.process.pid if cluster.process else False
        assert cluster.is_alive()


@pytest.mark.req("G-023")
def test_server_that_lives_without_its_pid_file_is_still_seen(filled: Places) -> None:
    with running(filled) as cluster:
        kept = (filled.cluster / "postmaster.pid").read_text()
        (filled.cluster / "postmaster.pid").unlink()
        assert cluster.ready()
        with running(filled) as second:
            assert second.process is None  # found, not started
        (filled.cluster / "postmaster.pid").write_text(kept)
        assert query(cluster, "SELECT 1") == [(1,)]


@pytest.mark.req("G-010")
@pytest.mark.req("G-023")
def test_second_user_of_the_folder_keeps_the_server_up(filled: Places) -> None:
    with running(filled) as first:
        colleague = Lease(filled.data / "postgres.users")
    assert first.is_alive()
    with running(filled) as second:
        assert query(second, "SELECT 1") == [(1,)]
        colleague.leave()
    assert first.process
    assert first.process.wait(5) == 0  # a child of this process: gone, or waiting to be buried
    assert not pidfile.is_alive(filled.cluster)


@pytest.mark.req("G-030")
def test_launcher_that_was_killed_leaves_a_server_the_next_start_takes_over(filled: Places) -> None:
    with running(filled) as first:
        colleague = Lease(filled.data / "postgres.users")
    os.close(colleague.descriptor)  # as the kernel does for a killed process
    assert first.is_alive()
    with running(filled) as second:
        assert second.process is None
        assert query(second, "SELECT 1") == [(1,)]
    assert first.process
    assert first.process.wait(5) == 0
    assert not Path(filled.cluster / "postmaster.pid").exists()
