"""File locks between several `./portal` of a folder; the kernel frees them however a process ends (G-008)."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def _open(file: Path) -> int:
    return os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """Wait until nobody else is in here, then keep the others out."""
    descriptor = _open(file)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


class Lease:
    """Says "I use this" for as long as the process lives; the last one out can tell that it is the last."""

    def __init__(self, file: Path) -> None:
        self.descriptor = _open(file)
        fcntl.flock(self.descriptor, fcntl.LOCK_SH)

    def leave(self) -> bool:
        """Give the lease back; true if nobody else holds one. Call it under the lock that guards joining."""
        try:
            fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        else:
            return True
        finally:
            os.close(self.descriptor)
