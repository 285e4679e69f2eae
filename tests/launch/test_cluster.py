"""The embedded PostgreSQL: how it is made, who may log in, what it writes down (G-022, G-026 to G-028)."""

import os
import time
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from goslar_portal.launch import sockets
from goslar_portal.launch.binaries import Binaries
from goslar_portal.launch.messages import StopError
from goslar_portal.launch.places import Places
from tests.launch.conftest import connect, is_root, query, running

LOCALE = """SELECT datcollate, datctype, datlocprovider::text, pg_encoding_to_char(encoding)
            FROM pg_database WHERE datname = 'portal'"""
SAFE = {
    "data_checksums": "on",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "listen_addresses": "",
}


@pytest.mark.req("G-022")
@pytest.mark.req("G-027")
def test_new_cluster_is_utf8_checked_and_without_icu(places: Places, programs: Binaries) -> None:
    with running(places, programs) as cluster:
        locale = query(cluster, LOCALE)
        found = {name: query(cluster, f"SHOW {name}")[0][0] for name in SAFE}
        query(cluster, *(f"CREATE EXTENSION {name}" for name in ("unaccent", "pg_trgm", "btree_gist")))
    provider = "b" if programs.major >= 17 else "c"
    assert locale == [("C.UTF-8", "C.UTF-8", provider, "UTF8")]
    assert found == SAFE


@pytest.mark.req("G-022")
def test_half_made_cluster_is_put_aside_and_not_used(places: Places) -> None:
    half = places.cluster.with_name("postgres.new")
    half.mkdir()
    (half / "PG_VERSION").write_text("15")
    with running(places) as cluster:
        assert query(cluster, "SELECT current_user") == [("portal",)]
    (aside,) = places.data.glob("postgres.half-*")
    assert [file.name for file in aside.iterdir()] == ["PG_VERSION"]
    assert not half.exists()


@pytest.mark.req("G-026")
def test_stranger_finds_no_port_and_no_login_without_his_own_account(
    places: Places, programs: Binaries
) -> None:
    with running(places, programs) as cluster:
        logins = (places.cluster / "pg_hba.conf").read_text()
        accounts = (places.cluster / "pg_ident.conf").read_text().splitlines()
        mode = places.cluster.stat().st_mode & 0o777
        socket_mode = (cluster.socket_folder / sockets.FILE).stat().st_mode & 0o777
        listening = query(cluster, "SELECT setting FROM pg_settings WHERE name = 'unix_socket_directories'")
        with pytest.raises(psycopg.OperationalError, match=r"pg_hba\.conf"):
            psycopg.connect(host=str(cluster.socket_folder), user="postgres", dbname="portal")
    assert logins == "local all portal peer map=portal\n"
    assert accounts == [f"portal {cluster.account.client} portal"]
    assert (mode, socket_mode) == (0o700, 0o700)
    assert listening == [(str(places.cluster),)]


@pytest.mark.req("G-026")
def test_socket_of_a_long_path_lies_in_a_private_folder(open_folder: Path) -> None:
    data = open_folder / ("langer-name-" * 9)
    data.mkdir()
    places = Places(open_folder, data)
    (data / "log").mkdir()
    with running(places) as cluster:
        private = cluster.socket_folder
        assert query(cluster, "SELECT 1") == [(1,)]
        found = private.lstat()
    private.rmdir()  # empty: the server took its socket along
    assert private.parent != data
    assert (found.st_uid, found.st_mode & 0o777) == (cluster.account.uid, 0o700)


@pytest.mark.req("G-026")
def test_private_folder_that_stands_open_is_refused(open_folder: Path) -> None:
    data = open_folder / ("langer-name-" * 9)
    (data / "log").mkdir(parents=True)
    private = sockets.folder_for(data / "postgres")
    private.mkdir(mode=0o777)
    private.chmod(0o777)
    try:
        with pytest.raises(StopError, match="offen für alle"), running(Places(open_folder, data)):
            pass
    finally:
        private.rmdir()


@pytest.mark.req("G-027")
def test_nobody_can_turn_off_what_keeps_data_safe(filled: Places) -> None:
    with running(filled) as cluster:
        query(cluster, "ALTER SYSTEM SET fsync = off")
    with running(filled) as cluster:
        assert query(cluster, "SHOW fsync") == [("on",)]


@pytest.mark.req("G-027")
def test_log_of_the_server_holds_no_values_of_people(filled: Places) -> None:
    with running(filled) as cluster, connect(cluster.socket_folder) as connection:
        connection.execute("CREATE TABLE people (email text UNIQUE)")
        with psycopg.ClientCursor(connection) as cursor:  # writes values into the text, as Django does
            cursor.execute("SELECT pg_sleep(1.05), %s::text", ["anna@example.org"])
        for _ in range(2):
            with suppress(psycopg.errors.UniqueViolation):
                connection.execute("INSERT INTO people VALUES (%s)", ["berta@example.org"])
    log = filled.log("postgres").read_text()
    assert "duplicate key value" in log
    assert "@example.org" not in log


@pytest.mark.req("G-028")
def test_server_stands_in_a_group_of_its_own_without_foreign_settings(
    filled: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGOPTIONS", "-c fsync=off")
    monkeypatch.setenv("PGHOST", "db.example")
    with running(filled) as cluster:
        assert cluster.process
        pid = cluster.process.pid
        environment = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
        folder = Path(f"/proc/{pid}/cwd")
        started_as = (os.getpgid(pid), Path(f"/proc/{pid}/cmdline").read_bytes())
        where = folder.readlink() if is_root() or cluster.account.uid == os.geteuid() else Path("/")
    assert [word for word in environment if word.startswith(b"PG") and word[:6] not in {b"PGDATA"}] == []
    assert started_as[0] == pid
    assert where == filled.cluster or where == Path("/")


@pytest.mark.req("G-028")
def test_stop_is_fast_and_leaves_a_clean_folder(filled: Places) -> None:
    with running(filled) as cluster:
        idle = connect(cluster.socket_folder)
        idle.execute("BEGIN")
        idle.execute("CREATE TABLE open_transaction (id int)")
        begin = time.monotonic()
    assert time.monotonic() - begin < 5
    idle.close()
    assert not (filled.cluster / "postmaster.pid").exists()
    assert "shut down" in filled.log("postgres").read_text().splitlines()[-1]
