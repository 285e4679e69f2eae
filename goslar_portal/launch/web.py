"""The web server: granian, whose processes end with it even if it is killed (G-010)."""

import os
import signal

from goslar_portal.launch.ending import end_with_parent


def _end_at_once_with_parent() -> None:
    end_with_parent(signal.SIGKILL)


# Granian forks its processes; a Python that starts them anew instead reads this file again in each of them.
os.register_at_fork(after_in_child=_end_at_once_with_parent)
end_with_parent()

if __name__ == "__main__":
    from granian.cli import entrypoint

    entrypoint()  # type: ignore[no-untyped-call]  # granian does not annotate it
