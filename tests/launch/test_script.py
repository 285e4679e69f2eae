"""The shell script `portal`: what it finds, asks for and refuses, on systems built from stubs."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from goslar_portal.launch.places import PROJECT

TOOLS = ("sh", "sed", "dirname", "readlink", "find", "cat", "tail", "env", "flock", "uname", "id")
LIBRARIES = "libpango-1.0.so.0 libpangoft2-1.0.so.0 libharfbuzz-subset.so.0"
PANGO = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core fonts-droid-fallback"
BARE = f"python3 python3-venv ca-certificates {PANGO}"
INSTALL = "apt-get install -y --no-install-recommends"


class System:
    """A system whose programs are links or stubs in one folder."""

    def __init__(self, folder: Path) -> None:
        self.bin = folder / "bin"
        self.project = folder / "project"
        self.calls = folder / "calls"
        self.bin.mkdir()
        (self.project / "goslar_portal" / "launch").mkdir(parents=True)
        shutil.copy(PROJECT / "portal", self.project)
        for name in TOOLS:
            (self.bin / name).symlink_to(shutil.which(name) or name)
        self.stub("find", "")  # no font, whatever the machine of the test has
        self.stub("ldconfig", "")
        self.release("debian", "12", "Debian GNU/Linux 12 (bookworm)")
        self.account(0)

    def stub(self, name: str, script: str) -> None:
        file = self.bin / name
        file.unlink(missing_ok=True)
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(0o755)

    def account(self, number: int) -> None:
        self.stub("id", f"echo {number}")

    def release(self, kind: str, version: str, name: str) -> None:
        """`sed` reads another /etc/os-release."""
        file = self.bin.parent / "os-release"
        file.write_text(f'PRETTY_NAME="{name}"\nID={kind}\nVERSION_ID="{version}"\n')
        self.stub("sed", f'exec {shutil.which("sed")} "$1" "$2" {file}')

    def apt_get(self, script: str) -> None:
        self.stub("apt-get", f'echo "$DEBIAN_FRONTEND $*" >> {self.calls}\n{script}')

    def with_python(self) -> None:
        """A Python that stands in for the launcher: it says what it was called with."""
        self.stub("python3", '[ "$1" = -c ] || echo "launcher $*"')

    def portal(self, *words: str) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": str(self.bin), "HOME": str(self.project)}
        argv = [str(self.bin / "sh"), str(self.project / "portal"), *words]
        return subprocess.run(
            argv, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )


@pytest.fixture
def system(tmp_path: Path) -> System:
    return System(tmp_path)


def ended(done: subprocess.CompletedProcess[str]) -> tuple[int, str, str]:
    return done.returncode, done.stdout, done.stderr


@pytest.mark.req("G-001")
def test_reviewer_finds_a_short_script_that_shellcheck_accepts() -> None:
    linter = shutil.which("shellcheck", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    assert linter, (
        "shellcheck has no wheel for this processor: apt-get install -y --no-install-recommends shellcheck"
    )
    done = subprocess.run([linter, PROJECT / "portal"], capture_output=True, text=True, check=False)
    assert ended(done) == (0, "", "")
    assert len((PROJECT / "portal").read_text().splitlines()) <= 120
    assert (PROJECT / "portal").read_text().startswith("#!/bin/sh\n")


@pytest.mark.req("G-013")
def test_newcomer_without_a_command_sees_the_table_of_commands(system: System) -> None:
    done = system.portal()
    assert (done.returncode, done.stdout) == (2, "")
    named = [line.split()[0] for line in done.stderr.splitlines() if line.startswith("  ")]
    assert named == ["run", "demo", "test", "check", "bench", "manage", "lock"]
    assert ended(system.portal("help")) == (0, done.stderr, "")


@pytest.mark.req("G-013")
def test_newcomer_with_a_misspelt_command_gets_one_line(system: System) -> None:
    assert ended(system.portal("rum")) == (
        2,
        "",
        "«rum» kennt das Portal nicht. Die Befehle zeigt: ./portal help\n",
    )


@pytest.mark.req("G-003")
@pytest.mark.parametrize(("command", "packages"), [
    ("check", "python3 python3-venv ca-certificates"),
    ("run", BARE),
    ("demo", BARE),
    ("manage", BARE),
    ("test", f"{BARE} chromium libatomic1"),
])  # fmt: skip
def test_user_without_sudo_gets_one_line_to_copy(system: System, command: str, packages: str) -> None:
    system.account(1000)
    system.apt_get("exit 1")
    assert ended(system.portal(command)) == (3, "", f"{INSTALL} {packages}\n")
    assert not system.calls.exists()


@pytest.mark.req("G-003")
def test_user_is_asked_for_what_is_missing_only(system: System) -> None:
    system.account(1000)
    system.apt_get("exit 1")
    system.with_python()
    system.stub("ldconfig", f"printf '\\t%s (libc6) => x\\n' {LIBRARIES.replace('libpango-1.0.so.0', '')}")
    system.stub("find", "echo /usr/share/fonts/NotoSans-Regular.ttf")
    assert ended(system.portal("run")) == (3, "", f"{INSTALL} libpango-1.0-0\n")


@pytest.mark.req("G-003")
def test_user_who_may_use_sudo_without_password_gets_the_packages(system: System) -> None:
    system.account(1000)
    system.apt_get(
        f'[ "$2" = update ] || {shutil.which("ln")} -sf {shutil.which("true")} {system.bin}/python3'
    )
    system.stub("sudo", f'[ "$1" = -n ] && exit 0; echo sudo >> {system.calls}; exec "$@"')
    done = system.portal("check")
    assert done.returncode == 0
    assert system.calls.read_text().count("sudo\n") == 2


@pytest.mark.req("G-003")
@pytest.mark.req("G-004")
def test_root_gets_the_packages_without_a_question(system: System) -> None:
    system.apt_get(
        f'[ "$2" = update ] || {shutil.which("ln")} -sf {shutil.which("true")} {system.bin}/python3'
    )
    done = system.portal("check")
    assert ended(done) == (0, "", "Eingerichtet wird: python3 python3-venv ca-certificates\n")
    update, install = system.calls.read_text().splitlines()
    assert update == "noninteractive -q update"
    assert install.startswith("noninteractive -q install -y --no-install-recommends ")
    assert install.endswith(" python3 python3-venv ca-certificates")


@pytest.mark.req("G-004")
def test_root_sees_the_last_twenty_lines_of_a_failed_apt(system: System) -> None:
    system.apt_get("i=1; while [ $i -le 30 ]; do echo Zeile $i; i=$((i+1)); done; exit 100")
    done = system.portal("check")
    assert done.returncode == 3
    shown = [line for line in done.stderr.splitlines() if line.startswith("Zeile")]
    assert shown == [f"Zeile {number}" for number in range(11, 31)]


@pytest.mark.req("G-003")
def test_system_without_apt_names_the_parts(system: System) -> None:
    done = system.portal("check")
    assert done.returncode == 3
    assert done.stderr.startswith("Es fehlt: python3 python3-venv ca-certificates. ")


@pytest.mark.req("G-002")
@pytest.mark.parametrize(("kind", "version", "name"), [
    ("debian", "11", "Debian GNU/Linux 11 (bullseye)"),
    ("ubuntu", "22.04", "Ubuntu 22.04.5 LTS"),
])  # fmt: skip
def test_old_system_is_told_what_is_too_old(system: System, kind: str, version: str, name: str) -> None:
    system.release(kind, version, name)
    system.with_python()
    wanted = f"{name} ist zu alt: Gebraucht wird Debian 12, Ubuntu 24.04 oder neuer.\n"
    assert ended(system.portal("check")) == (3, "", wanted)


@pytest.mark.req("G-002")
@pytest.mark.parametrize(
    ("kind", "version"),
    [("debian", "12"), ("debian", "13"), ("ubuntu", "24.04"), ("ubuntu", "26.04"), ("fedora", "43")],
)
def test_new_system_hands_over_to_the_launcher(system: System, kind: str, version: str) -> None:
    system.release(kind, version, kind)
    system.with_python()
    assert ended(system.portal("check", "-x")) == (0, "launcher -m goslar_portal.launch check -x\n", "")


@pytest.mark.req("G-005")
def test_newest_suitable_python_is_taken(system: System) -> None:
    for name, suits in {"python3.14": 1, "python3.13": 0, "python3.12": 0, "python3": 0}.items():
        system.stub(name, f'[ "$1" = -c ] && exit {suits}; echo {name}')
    assert ended(system.portal("check")) == (0, "python3.13\n", "")


@pytest.mark.req("G-014")
def test_ubuntu_is_never_asked_for_its_chromium(system: System) -> None:
    system.release("ubuntu", "24.04", "Ubuntu 24.04")
    system.account(1000)
    system.apt_get("exit 1")
    words = system.portal("test").stderr.split()
    assert "chromium" not in words
    assert "libnss3" in words


@pytest.mark.req("G-012")
@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_project_folder_that_may_not_be_written_is_named(system: System) -> None:
    system.project.chmod(0o555)
    done = system.portal("check")
    system.project.chmod(0o755)
    assert (done.returncode, "darf nicht geschrieben werden" in done.stderr) == (4, True)
