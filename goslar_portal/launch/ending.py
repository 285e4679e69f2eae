"""A killed parent takes its children along, so that nothing keeps the port (G-010)."""

import ctypes
import signal

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)


def end_with_parent(number: int = signal.SIGTERM) -> None:
    """Ask the kernel for this signal when the parent is gone, even if it was killed."""
    LIBC.prctl(PR_SET_PDEATHSIG, number)
