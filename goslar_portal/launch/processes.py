"""The programs a start keeps running, each in a process group of its own with a log of its own (G-010)."""

import os
import signal
import subprocess
from contextlib import suppress

from goslar_portal.launch import signals
from goslar_portal.launch.ending import end_with_parent
from goslar_portal.launch.messages import tail
from goslar_portal.launch.places import Places, open_fresh_log


class Child:
    """One program, `web` or `worker`."""

    def __init__(self, name: str, argv: list[str], places: Places, environment: dict[str, str]) -> None:
        self.name = name
        self.places = places
        log = open_fresh_log(places, name)
        try:
            self.process = subprocess.Popen(
                argv,
                cwd=places.project,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=end_with_parent,
            )
        finally:
            os.close(log)

    def is_alive(self) -> bool:
        return self.process.poll() is None

    def last_lines(self) -> str:
        return tail(self.places.log(self.name))

    def end(self, patience: float) -> None:
        """Ask, wait, then take the whole group along: a worker of the web server must not stay behind."""
        if self.is_alive():
            self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(patience)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def foreground(argv: list[str], places: Places, environment: dict[str, str]) -> int:
    """Run a program on this terminal and return its exit code; ends it if the launcher is to end."""
    signals.leave_ctrl_c_to_child()
    process = subprocess.Popen(argv, cwd=places.project, env=environment)
    try:
        code = process.wait()
    except signals.Ended:
        process.terminate()
        _wait_or_kill(process, patience=5)
        raise
    signals.listen()
    return code


def _wait_or_kill(process: subprocess.Popen[bytes], patience: float) -> None:
    with suppress(subprocess.TimeoutExpired):
        process.wait(patience)
    process.kill()
    process.wait()
