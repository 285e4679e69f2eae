"""A mail server that writes each message to disk before it answers, as a relay must; a process of its own."""

import os
import socketserver
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

NUMBERS = count()
SAID = {b"EHLO": b"250 sink", b"HELO": b"250 sink", b"DATA": b"354 go", b"QUIT": b"221 bye"}


class Talk(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True

    def handle(self) -> None:
        self.wfile.write(b"220 sink\r\n")
        for line in self.rfile:
            word = line[:4].upper()
            self.wfile.write(SAID.get(word, b"250 ok") + b"\r\n")
            if word == b"DATA":
                self.keep()
                self.wfile.write(b"250 kept\r\n")
            elif word == b"QUIT":
                return

    def keep(self) -> None:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line)
        with (Path(sys.argv[1]) / str(next(NUMBERS))).open("wb") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(file.fileno())


class Sink(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def running() -> Iterator[int]:
    """Its port."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "benchmarks.sink", folder]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603  # this file itself
        try:
            yield int(process.stdout.readline() if process.stdout else 0)
        finally:
            process.terminate()
            process.wait(10)


if __name__ == "__main__":
    with Sink(("127.0.0.1", 0), Talk) as server:
        sys.stdout.write(f"{server.server_address[1]}\n")
        sys.stdout.flush()
        server.serve_forever()
