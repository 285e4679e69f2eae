"""Entry of the launcher: `python -m goslar_portal.launch COMMAND …`, called by the script `portal`."""

import sys

from goslar_portal.launch import signals
from goslar_portal.launch.commands import COMMANDS
from goslar_portal.launch.messages import BLOCKED, StopError, explain, say


def main(words: list[str]) -> int:
    """Every way out has one sentence and one of five codes (G-013)."""
    signals.listen()
    try:
        return COMMANDS[words[0]](words[1:])
    except StopError as stop:
        if stop.lines:
            say(stop.lines)
        say(stop.sentence)
        return stop.code
    except OSError as error:
        say(explain(error))
        return BLOCKED
    except signals.Ended:
        say("Abgebrochen.")
        return BLOCKED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
