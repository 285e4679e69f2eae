"""One photo, checked and written anew, beside a bare decode, resize and encode (H-337)."""

import io
import json
import subprocess
import sys
from time import perf_counter
from typing import Any

from benchmarks.bench import Bench, Row

# Megapixels of a telephone, and the most we take; how many times the bare work each may take (ADR 0065).
SHAPES = {"12": ((4000, 3000), 2.0), "40": ((8000, 5000), 1.5)}
MOST_MB, MOST_MB_WEBP = 300, 700
EDGE, PREVIEW, QUALITY = 2048, 480, 85
# In a small process of its own, so that the pictures of this one do not count as memory of the decoder.
PEAK = """
import io, json, resource, sys
import django_stubs_ext
django_stubs_ext.monkeypatch()
from goslar_portal.uploads.checking import _decode
from goslar_portal.uploads.kinds import Kind
from benchmarks.photos import accept
_decode(sys.stdin.buffer.read(), Kind(sys.argv[1]), accept())
print(json.dumps(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024))
"""


def accept() -> Any:
    from goslar_portal.uploads.kinds import PHOTOS, Accept

    return Accept(kinds=PHOTOS, longest_edge=EDGE, as_jpeg=True, preview_edge=PREVIEW, most_bytes=10**8)


def measure(bench: Bench) -> None:
    import django_stubs_ext

    django_stubs_ext.monkeypatch()
    from goslar_portal.uploads.checking import check

    for size, (shape, most_times) in SHAPES.items():
        for kind in ("jpeg", "webp"):
            content = picture(*shape, kind)
            ours, theirs = [], []
            for _ in range(bench.rounds):
                ours.append(took(lambda content=content: check(io.BytesIO(content), accept())))
                theirs.append(took(lambda content=content: bare(content)))
            row = Row(f"Foto, {size} Megapixel, {kind}", "nur öffnen, verkleinern, schreiben", theirs, ours)
            row.target, row.remark = 1 / most_times, "Sekunden; Verhältnis bloß zu unserem"
            bench.rows.append(row)
    for kind in ("jpeg", "webp", "png"):
        peak = float(memory(picture(*SHAPES["40"][0], kind), kind))
        limit = MOST_MB_WEBP if kind == "webp" else MOST_MB
        bench.at_most(f"Foto, 40 Megapixel, {kind}: Speicher", [peak], limit, unit="MB")


def took(step: Any) -> float:
    begin = perf_counter()
    step()
    return perf_counter() - begin


def picture(width: int, height: int, kind: str) -> bytes:
    """As full of detail as a photo."""
    from PIL import Image

    image = Image.effect_noise((width // 8, height // 8), 80).convert("RGB").resize((width, height))
    out = io.BytesIO()
    image.save(out, kind.upper(), **({"compress_level": 1} if kind == "png" else {"quality": QUALITY}))
    return out.getvalue()


def bare(content: bytes) -> None:
    """What every photo costs: the picture and its preview, without a look at what else is in the file."""
    from PIL import Image

    image = Image.open(io.BytesIO(content))
    for edge in (EDGE, PREVIEW):
        image.thumbnail((edge, edge), Image.Resampling.LANCZOS)
        image.convert("RGB").save(io.BytesIO(), "JPEG", quality=QUALITY, optimize=True, progressive=True)


def memory(content: bytes, kind: str) -> int:
    argv = [sys.executable, "-c", PEAK, kind]
    done = subprocess.run(argv, input=content, capture_output=True, check=True)  # noqa: S603  # our own words
    return int(json.loads(done.stdout))
