"""Ctrl-C, SIGTERM and a closed terminal (SIGHUP) end a command in good order (G-010)."""

import signal
from types import FrameType


class Ended(BaseException):
    """Raised once in the main thread; while things are being stopped further signals are ignored."""


def _end(_number: int, _frame: FrameType | None) -> None:
    ignore()
    raise Ended


def _ignore(_number: int, _frame: FrameType | None) -> None:
    """A handler of its own instead of SIG_IGN: started programs would inherit that."""


def listen() -> None:
    signal.signal(signal.SIGINT, _end)
    signal.signal(signal.SIGTERM, _end)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup asks to go on
        signal.signal(signal.SIGHUP, _end)


def leave_ctrl_c_to_child() -> None:
    """The terminal sends Ctrl-C to the program in the foreground too; it decides what that means."""
    signal.signal(signal.SIGINT, _ignore)


def ignore() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _ignore)
