"""Starts workers of the portal as processes of their own, at once: a parent that is ready forks them.

Run as a process itself: each line on its input starts one worker, its number goes to the output.
"""

import os
import subprocess
import sys
from pathlib import Path

from django.db import connection

READY = "ready"


class Nursery:
    def __init__(self, folder: Path, port: int) -> None:
        url = os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{connection.settings_dict['NAME']}"
        environment = {
            **os.environ, "DATABASE_URL": url, "PORTAL_DATA": str(folder), "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        }  # fmt: skip
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.newsletters.nursery"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
        )  # fmt: skip
        assert self._read() == READY

    def _read(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def start(self) -> int:
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return int(self._read())

    def close(self) -> None:
        """Returns when every worker has ended."""
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()
        self.process.wait(60)


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goslar_portal.settings")
    django.setup()
    from newsletters.delivery import send_newsletters

    say(READY)
    for _line in sys.stdin:
        worker = os.fork()
        if not worker:
            send_newsletters()
            os._exit(0)
        say(str(worker))
    while True:
        try:
            os.wait()
        except ChildProcessError:
            return


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
