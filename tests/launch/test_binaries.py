"""Which PostgreSQL is taken, and that a cluster is never opened by another version (G-021, G-029)."""

from pathlib import Path

import pytest

from goslar_portal.launch import binaries, new_cluster
from goslar_portal.launch.messages import BLOCKED, StopError
from goslar_portal.launch.places import Places
from tests.launch.conftest import query, running, wheel


def make_programs(folder: Path, major: int) -> Path:
    folder.mkdir(parents=True)
    (folder / "postgres").write_text(f'#!/bin/sh\necho "postgres (PostgreSQL) {major}.4"\n')
    (folder / "postgres").chmod(0o755)
    return folder


@pytest.mark.req("G-021")
def test_chosen_programs_come_first_and_the_wheel_last(places: Places) -> None:
    chosen = make_programs(places.data / "own", 16)
    found = list(binaries.candidates(places, str(chosen)))
    assert found[0] == binaries.Binaries(chosen, 16)
    assert found[-1].folder.resolve() == wheel().folder.resolve()
    majors = [one.major for one in found[1:-1]]
    assert majors == sorted(majors, reverse=True)
    assert all(major >= 15 for major in majors)


@pytest.mark.req("G-021")
def test_server_without_the_three_extensions_is_no_candidate(tmp_path: Path) -> None:
    programs = make_programs(tmp_path / "lib" / "postgresql" / "17" / "bin", 17)
    extensions = tmp_path / "share" / "postgresql" / "17" / "extension"
    extensions.mkdir(parents=True)
    for name in ("unaccent", "pg_trgm"):
        (extensions / f"{name}.control").touch()
    assert not binaries.is_complete(programs)
    (extensions / "btree_gist.control").touch()
    assert binaries.is_complete(programs)


@pytest.mark.req("G-021")
def test_chosen_programs_that_are_too_old_are_named(places: Places) -> None:
    old = make_programs(places.data / "old", 14)
    with pytest.raises(StopError, match=r"PORTAL_PG_BIN=.*PostgreSQL 15 oder neuer"):
        binaries.for_new(places, str(old))


@pytest.mark.req("G-021")
def test_cluster_of_another_version_stays_untouched_and_both_versions_are_named(places: Places) -> None:
    places.cluster.mkdir()
    (places.cluster / "PG_VERSION").write_text("99\n")
    with pytest.raises(StopError) as stopped, running(places):
        pass
    assert stopped.value.code == BLOCKED
    assert "gehört zu PostgreSQL 99, gefunden wurde nur" in stopped.value.sentence
    assert "backup" in stopped.value.sentence
    assert "restore" in stopped.value.sentence
    assert [file.name for file in places.cluster.iterdir()] == ["PG_VERSION"]
    assert list(places.data.glob("postgres.*")) == [places.data / "postgres.lock"]


@pytest.mark.req("G-021")
def test_existing_cluster_takes_programs_of_its_own_version(places: Places) -> None:
    with running(places, wheel()):
        pass
    with running(places) as cluster:  # an installed server would come first for a new cluster
        assert cluster.programs.major == wheel().major
        assert query(cluster, "SELECT 1") == [(1,)]


@pytest.mark.req("G-029")
def test_folder_with_other_files_is_no_place_for_a_cluster(places: Places) -> None:
    places.cluster.mkdir()
    (places.cluster / "wichtig.txt").write_text("nicht anfassen")
    with pytest.raises(StopError, match="beiseite") as stopped, running(places):
        pass
    assert stopped.value.code == BLOCKED
    assert (places.cluster / "wichtig.txt").read_text() == "nicht anfassen"


@pytest.mark.req("G-029")
def test_damaged_version_file_stops_the_start(places: Places) -> None:
    places.cluster.mkdir()
    (places.cluster / "PG_VERSION").write_text("fünfzehn")
    with pytest.raises(StopError, match="beschädigt"):
        new_cluster.major_of(places.cluster)
