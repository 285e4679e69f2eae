"""`./portal lock`: writes the hashed requirements files from pyproject.toml (G-006)."""

import os
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from goslar_portal.launch.environment import RUNTIME, TESTS
from goslar_portal.launch.messages import BLOCKED, DONE, StopError, last_lines, say
from goslar_portal.launch.places import Places

COMPILE = ("pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11", "--generate-hashes",
           "--no-header", "--no-annotate", "--quiet")  # fmt: skip


def lock(places: Places, python: Path, arguments: list[str]) -> int:
    """Both files or none. Arguments go to uv, for example `--upgrade`."""
    with TemporaryDirectory(dir=places.project, prefix=".lock-") as folder:
        drafts = [Path(folder) / name for name in (RUNTIME, TESTS)]
        for draft in drafts:  # what is locked already stays, unless the user asks for --upgrade
            kept = places.project / draft.name
            if kept.exists():
                draft.write_bytes(kept.read_bytes())
        _compile(places, python, [*arguments, "-o", str(drafts[0])])
        _compile(places, python, [*arguments, "--extra", "test", "-c", str(drafts[0]), "-o", str(drafts[1])])
        for draft in drafts:
            draft.replace(places.project / draft.name)
    say(f"{RUNTIME} und {TESTS} sind neu geschrieben.")
    return DONE


def _compile(places: Places, python: Path, arguments: list[str]) -> None:
    environment = {**_index(python), **os.environ, "UV_CACHE_DIR": str(places.project / ".cache" / "uv")}
    argv = [str(python), "-m", "uv", *COMPILE, *arguments]
    done = subprocess.run(
        argv, cwd=places.project, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise StopError(BLOCKED, "Die Pakete ließen sich nicht festlegen.", lines=last_lines(done.stderr))


def _index(python: Path) -> dict[str, str]:
    """uv does not read pip's configuration. Only the main index: others may lack hashes of other systems."""
    asked = [str(python), "-m", "pip", "config", "get"]
    index = subprocess.run(
        [*asked, "global.index-url"], capture_output=True, text=True, check=False
    ).stdout.strip()
    return {"UV_DEFAULT_INDEX": os.environ.get("PIP_INDEX_URL") or index} if index else {}
