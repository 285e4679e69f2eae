"""The same web server for the portal and its peers, on a free port of this machine, ended in any case."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HOST = "127.0.0.1"
WORKERS, THREADS = 2, 4  # as `./portal run`
PATIENCE = 30  # seconds until a server answers


def prepare() -> None:
    """Schema and static files of this version; no content and no login, those belong to `./portal run`."""
    for words in (["migrate"], ["collectstatic", "--no-input"]):
        argv = [sys.executable, "manage.py", *words, "--verbosity", "0"]
        subprocess.run(argv, check=True)  # noqa: S603  # our own commands


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def granian(application: str) -> Iterator[str]:
    """A WSGI application under granian, as `./portal run` starts it; yields its address."""
    port = free_port()
    argv = [
        sys.executable, "-m", "goslar_portal.launch.web", "--interface", "wsgi", "--host", HOST,
        "--port", str(port), "--workers", str(WORKERS), "--blocking-threads", str(THREADS),
        "--backlog", "1024", "--no-ws", "--no-access-log", "--log-level", "warning", application,
    ]  # fmt: skip
    with _running(argv, port):
        yield f"http://{HOST}:{port}"


@contextmanager
def nginx(folder: Path) -> Iterator[str]:
    """nginx sending the files of `folder`; ask `nginx_is_missing()` first."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as place:
        temporary = "".join(
            f"{name}_temp_path {place}/{name};"
            for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        config = Path(place) / "nginx.conf"
        config.write_text(
            f"daemon off; master_process on; worker_processes {WORKERS}; pid {place}/pid;"
            f" error_log {place}/error.log; events {{ worker_connections 512; }}"
            f" http {{ access_log off; keepalive_requests 1000000; {temporary} default_type text/html;"
            f" server {{ listen {HOST}:{port}; root {folder}; }} }}\n",
            encoding="utf-8",
        )
        with _running([shutil.which("nginx") or "nginx", "-p", place, "-c", str(config)], port):
            yield f"http://{HOST}:{port}"


def nginx_is_missing() -> bool:
    return shutil.which("nginx") is None


@contextmanager
def _running(argv: list[str], port: int) -> Iterator[None]:
    process = subprocess.Popen(argv, stdin=subprocess.DEVNULL, env=os.environ)  # noqa: S603  # our servers
    try:
        _wait(process, port)
        yield
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: "subprocess.Popen[bytes]", port: int) -> None:
    begin = time.monotonic()
    while time.monotonic() - begin < PATIENCE:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server does not answer")
