"""The environment `.venv`: hashes, stamps, interruptions, no index but the user's own (G-005 to G-008)."""

import ast
import base64
import hashlib
import re
import shutil
import sys
import zipfile
from pathlib import Path

import pytest

from goslar_portal.launch.places import PROJECT
from tests.launch.house import House

WHEEL = "kachel-1.0-py3-none-any.whl"


def record(body: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(body.encode()).digest()).rstrip(b"=").decode()


def make_wheel(folder: Path, text: str) -> str:
    """A package of one line; returns its hash."""
    files = {
        "kachel.py": text,
        "kachel-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: kachel\nVersion: 1.0\n",
        "kachel-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    rows = [f"{name},sha256={record(body)},{len(body)}" for name, body in files.items()]
    with zipfile.ZipFile(folder / WHEEL, "w") as archive:
        for name, body in files.items():
            archive.writestr(name, body)
        archive.writestr("kachel-1.0.dist-info/RECORD", "\n".join([*rows, "kachel-1.0.dist-info/RECORD,,"]))
    return hashlib.sha256((folder / WHEEL).read_bytes()).hexdigest()


class Builder:
    """A house of one test, whose packages come from a folder named in the user's own pip configuration."""

    def __init__(self, house: House, folder: Path) -> None:
        project = folder / "project"
        shutil.copytree(house.project, project, symlinks=True, ignore=shutil.ignore_patterns("var"))
        self.house = House(project, house.data, house.port)
        self.index = folder / "index"
        self.index.mkdir()
        self.more = {
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.index),
            "DATABASE_URL": "postgres://x@y/z",
        }

    def require(self, digest: str) -> None:
        (self.house.project / "requirements.txt").write_text(f"kachel==1.0 --hash=sha256:{digest}\n")

    def run(self) -> tuple[int, str]:
        done = self.house.call("manage", "hello", **self.more)
        return done.returncode, done.stderr

    def installed(self) -> str:
        (file,) = self.house.project.glob(".venv/lib/python3*/site-packages/kachel.py")
        return file.read_text()


@pytest.fixture
def builder(house: House, tmp_path: Path) -> Builder:
    return Builder(house, tmp_path)


@pytest.mark.req("G-007")
def test_packages_come_from_the_users_index_and_only_once(builder: Builder) -> None:
    builder.require(make_wheel(builder.index, "haus = 1\n"))
    code, said = builder.run()
    assert (code, said.count("Pakete werden eingerichtet")) == (0, 1)
    assert builder.installed() == "haus = 1\n"
    shutil.rmtree(builder.index)  # from here on a look at the index would fail
    assert builder.run() == (0, "")


@pytest.mark.req("G-007")
def test_package_that_was_exchanged_is_refused_and_the_next_start_repeats_the_step(builder: Builder) -> None:
    builder.require(make_wheel(builder.index, "haus = 1\n"))
    make_wheel(builder.index, "böse = 1\n")
    code, said = builder.run()
    assert code == 4
    assert "HASHES" in said
    assert said.endswith("Die Pakete ließen sich nicht einrichten. Besteht eine Verbindung zum Paketindex?\n")
    assert list(builder.house.project.glob(".venv/lib/python3*/site-packages/kachel.py")) == []
    builder.require(make_wheel(builder.index, "haus = 1\n"))
    assert builder.run()[0] == 0
    assert builder.installed() == "haus = 1\n"


@pytest.mark.req("G-007")
def test_package_without_a_hash_is_refused(builder: Builder) -> None:
    make_wheel(builder.index, "haus = 1\n")
    (builder.house.project / "requirements.txt").write_text("kachel==1.0\n")
    code, said = builder.run()
    assert code == 4
    assert "Hashes are required" in said


@pytest.mark.req("G-007")
def test_source_package_is_never_built(builder: Builder) -> None:
    (builder.index / "kachel-1.0.tar.gz").write_bytes(b"no compiler is ever needed")
    builder.require(hashlib.sha256(b"no compiler is ever needed").hexdigest())
    code, said = builder.run()
    assert code == 4
    assert "No matching distribution found" in said


@pytest.mark.req("G-005")
def test_environment_of_a_changed_python_is_built_anew_without_asking(builder: Builder) -> None:
    venv = builder.house.project / ".venv"
    (venv / "interpreter").write_text("/usr/bin/python3.11\n3.11.0")
    (venv / "leftover").touch()
    code, said = builder.run()
    assert (code, said.splitlines()[0]) == (0, "Die Python-Umgebung .venv wird neu gebaut …")
    assert not (venv / "leftover").exists()
    assert builder.run() == (0, "")


@pytest.mark.req("G-005")
@pytest.mark.req("G-008")
def test_two_starts_at_once_build_one_environment_where_the_python_is_gone(builder: Builder) -> None:
    builder.require(make_wheel(builder.index, "haus = 1\n"))
    python = builder.house.project / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nonexistent/python3")
    both = [builder.house.start("manage", "hello", **builder.more) for _ in range(2)]
    said = "".join(process.communicate(timeout=60)[1] for process in both)
    assert [process.returncode for process in both] == [0, 0]
    assert said.count("wird neu gebaut") == 1
    assert said.count("Pakete werden eingerichtet") == 1
    assert builder.run() == (0, "")


@pytest.mark.req("G-001")
def test_launcher_needs_nothing_but_the_standard_library() -> None:
    for file in sorted((PROJECT / "goslar_portal" / "launch").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                ours = name.startswith("goslar_portal.launch")
                granian = (file.name, name) == (
                    "web.py",
                    "granian.cli",
                )  # starts after the environment stands
                assert ours or granian or name.partition(".")[0] in sys.stdlib_module_names, (file.name, name)
    assert "import" not in (PROJECT / "goslar_portal" / "__init__.py").read_text(encoding="utf-8")


@pytest.mark.req("G-006")
@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_every_package_is_locked_by_hashes_and_no_machine_shows(name: str) -> None:
    text = (PROJECT / name).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text.strip())
    assert len(entries) > 30
    for entry in entries:
        first, *hashes = entry.split("\n")
        assert re.fullmatch(r"[a-z0-9][a-z0-9._-]*(\[[a-z0-9,_-]+\])?==[0-9][^ ]*( ; [^/\\]*)? \\", first), (
            first
        )
        assert hashes
        assert all(re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line) for line in hashes), first
    assert "/" not in text
    assert "--index" not in text


@pytest.mark.req("G-006")
def test_tests_run_with_the_packages_the_portal_runs_with() -> None:
    def pins(name: str) -> dict[str, str]:
        text = (PROJECT / name).read_text(encoding="utf-8")
        return dict(re.findall(r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==([^ ]+)", text, re.MULTILINE))

    runtime, tests = pins("requirements.txt"), pins("requirements-test.txt")
    assert {name: tests.get(name) for name in runtime} == runtime


@pytest.mark.req("G-006")
def test_every_dependency_has_its_reason() -> None:
    text = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    lists = re.findall(r"^(?:dependencies|test) = \[\n(.*?)^\]", text, re.MULTILINE | re.DOTALL)
    rows = [row for part in lists for row in part.splitlines() if row.strip()]
    assert len(rows) > 20
    assert [row for row in rows if not re.search(r'",\s+# \S+', row)] == []
