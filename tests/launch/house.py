"""A small house around the launcher: real script, environment and PostgreSQL, a stand-in for Django."""

import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

MANAGE = """
import os, signal, socket, sys, time
from pathlib import Path

data = Path(os.environ["PORTAL_DATA"])
command, arguments = sys.argv[1], sys.argv[2:]
with (data / "calls").open("a") as calls:
    calls.write(" ".join(sys.argv[1:]) + "\\n")
if command == "prepare" and not (data / "login").exists():
    (data / "login").touch()
    print("Anmeldung: verwaltung", flush=True)
if command == "work":
    def end(number, frame):
        with socket.socket() as probe:
            web = probe.connect_ex(("127.0.0.1", int(os.environ["PORT"]))) == 0
        database = (data / "postgres" / ".s.PGSQL.5432").exists()
        with (data / "ends").open("a") as ends:
            ends.write(f"worker ended: web {web}, database {database}\\n")
        sys.exit(0)
    signal.signal(signal.SIGTERM, end)
    while True:
        time.sleep(0.05)
if command == "wait":
    time.sleep(float(arguments[0]))
if command == "show":
    print(*(os.environ.get(name, "-") for name in arguments), sep="\\n")
if command == "fail":
    sys.exit(1)
"""

WSGI = """
import os, time
from pathlib import Path

def application(environ, start_response):
    if environ["PATH_INFO"] == "/slow":
        time.sleep(1)
    healthy = not (Path(os.environ["PORTAL_DATA"]) / "ill").exists()
    start_response("200 OK" if healthy else "503 Service Unavailable", [("Content-Type", "text/plain")])
    return [b"ok"]
"""


class House:
    """Starts `./portal` commands and cleans up after them."""

    def __init__(self, project: Path, data: Path, port: int, cluster: Path | None = None) -> None:
        self.project = project
        self.cluster = cluster
        self.data = data
        self.port = port
        self.started: list[subprocess.Popen[str]] = []

    @classmethod
    def build(cls, folder: Path, source: Path) -> None:
        """The environment holds nothing of its own, it looks into the one the tests run in."""
        shutil.copy(source / "portal", folder)
        package = folder / "goslar_portal"
        shutil.copytree(source / "goslar_portal" / "launch", package / "launch")
        shutil.copy(source / "goslar_portal" / "__init__.py", package)
        (package / "wsgi.py").write_text(WSGI)
        (folder / "manage.py").write_text(MANAGE)
        for name in ("requirements.txt", "requirements-test.txt"):
            (folder / name).write_text("")
        house = cls(folder, folder / "var", 8000)
        assert house.call("manage", "hello").returncode == 0
        shutil.rmtree(folder / "var")
        library = next((folder / ".venv" / "lib").glob("python3*/site-packages"))
        (library / "tests.pth").write_text(sysconfig.get_path("purelib") + "\n")

    def environment(self, **more: str) -> dict[str, str]:
        """Without what the session around the tests sets: that would be production (DATABASE_URL)."""
        kept = {
            name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "TMPDIR"}
        }
        python = str(Path(getattr(sys, "_base_executable", sys.executable)).parent)
        path = f"{python}:{kept.get('PATH', '')}"
        return {**kept, "PATH": path, "PORT": str(self.port), "PORTAL_DATA": str(self.data), **more}

    def call(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(
            ["./portal", *words],
            cwd=self.project,
            env=self.environment(**more),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def start(self, *words: str, **more: str) -> subprocess.Popen[str]:
        """Start a command and leave it running."""
        process = subprocess.Popen(
            ["./portal", *words],
            cwd=self.project,
            env=self.environment(**more),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.started.append(process)
        return process

    def fill(self) -> None:
        """A database as after the first start, if there is none yet."""
        if self.cluster and not self.data.exists():
            self.data.mkdir(mode=0o711)
            subprocess.run(["cp", "--archive", self.cluster, self.data / "postgres"], check=True)

    def serve(self, **more: str) -> subprocess.Popen[str]:
        """`./portal run`, up to the line with the address."""
        self.fill()
        process = self.start("run", **more)
        said = self.read_until(process, "Das Portal läuft")
        assert "Das Portal läuft" in said, said
        return process

    @staticmethod
    def read_until(process: subprocess.Popen[str], words: str) -> str:
        assert process.stderr
        said = ""
        for line in process.stderr:
            said += line
            if words in line:
                break
        return said

    @staticmethod
    def finish(process: subprocess.Popen[str], number: int = signal.SIGINT) -> tuple[int, str, float]:
        """Exit code, rest of the messages, seconds."""
        begin = time.monotonic()
        process.send_signal(number)
        _, said = process.communicate(timeout=30)
        return process.returncode, said, time.monotonic() - begin

    def lines(self, name: str) -> list[str]:
        file = self.data / name
        return file.read_text().splitlines() if file.exists() else []

    def processes(self) -> dict[int, str]:
        """Every living process that has the data folder in its command line or environment."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                words = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
                if str(self.data).encode() in words:
                    found[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
        return found

    def pid_of(self, pattern: str) -> int:
        """The oldest process whose command line matches."""
        return min(pid for pid, line in self.processes().items() if re.search(pattern, line))

    def close(self) -> None:
        for process in self.started:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(30)
            for stream in (process.stdout, process.stderr):
                if stream:
                    stream.close()
        for pid in self.processes():
            os.kill(pid, signal.SIGKILL)
