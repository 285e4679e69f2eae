"""Opens files of strangers in a process of its own with little memory and time (G-142, G-144).

Called as a script, so it imports nothing of the portal: the file comes on stdin, the demands as JSON in the
first argument. Stdout gets one line of JSON, then the bytes to keep. A refusal is `{"refused": "<code>"}`.
"""

import io
import json
import resource
import sys
from typing import Any

MEMORY = 1536 * 1024 * 1024  # bytes of address space; 40 megapixels decoded, turned and shrunk fit in
SECONDS = 20  # of processor time
DEEPEST = 60  # levels of a PDF object; honest ones stay far below
FORBIDDEN_KEYS = {"/JS", "/EF", "/EmbeddedFiles", "/RichMediaContent", "/XFA"}
FORBIDDEN_ACTIONS = {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/RichMedia"}
FORMATS = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "heic": "HEIF"}
FLAT = 8  # of 255 levels of grey
PLAIN = {"RGB", "RGBA", "L", "CMYK"}  # made smaller before anything copies them: 40 megapixels take 120 MB
KEPT_AS = {"jpeg": "jpeg", "png": "png", "webp": "webp", "heic": "jpeg"}


class Refused(Exception):  # noqa: N818  # it is an answer, not a fault
    """`code` says which sentence the person reads."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def limit_myself() -> None:
    """Before a byte of the file is read: no more memory, time, files or processes than decoding takes."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def photo(content: bytes, kind: str, demands: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Decoded and written anew: upright, sRGB, no metadata, no larger than asked (G-142)."""
    from PIL import Image, ImageOps

    if kind == "heic":
        import pi_heif

        pi_heif.register_heif_opener(thumbnails=False)
    Image.MAX_IMAGE_PIXELS = None  # our own limit stands below, before anything is decoded
    image: Any = Image.open(io.BytesIO(content), formats=[FORMATS[kind]])
    if image.width * image.height > demands["most_pixels"]:
        raise Refused("pixels")
    edge = demands["longest_edge"]
    image.draft("RGB", (edge, edge))  # JPEG alone: decodes no more than needed
    image.load()
    if image.mode in PLAIN and "transparency" not in image.info:
        image.thumbnail((edge, edge), Image.Resampling.LANCZOS)
    image = ImageOps.exif_transpose(image)
    image = in_srgb(image)
    image.thumbnail((edge, edge), Image.Resampling.LANCZOS)
    kept = "jpeg" if demands["as_jpeg"] else KEPT_AS[kind]
    bare = bare_copy(image, "RGB" if demands["as_jpeg"] else image.mode)
    content = written(bare, kept)
    facts = {"kind": kept, "width": bare.width, "height": bare.height, "pages": 1, "bytes": len(content)}
    if not demands["preview_edge"]:
        return facts, content
    small = bare_copy(bare, "RGB")
    small.thumbnail((demands["preview_edge"], demands["preview_edge"]), Image.Resampling.LANCZOS)
    more = {"preview": [small.width, small.height], "fingerprint": fingerprint(bare)}
    return facts | more, content + written(small, "jpeg")


def bare_copy(image: Any, mode: str) -> Any:
    """A new image has no metadata to forget; what was transparent stands on white where it cannot stay so."""
    from PIL import Image

    bare = Image.new(mode, image.size, "white" if mode == "RGB" else 0)
    bare.paste(image, mask=image.getchannel("A") if mode == "RGB" and image.mode == "RGBA" else None)
    return bare


def written(image: Any, kind: str) -> bytes:
    out = io.BytesIO()
    image.save(out, FORMATS[kind], **how(kind))
    return out.getvalue()


def fingerprint(image: Any) -> int | None:
    """64 bits, as a signed number: where the picture grows brighter from one patch to the next.

    Nothing for a plain surface, which all look alike.
    """
    from PIL import Image

    patches: list[int] = list(image.convert("L").resize((9, 8), Image.Resampling.BOX).getdata())
    if max(patches) - min(patches) < FLAT:
        return None
    places = [row * 9 + column for row in range(8) for column in range(8)]
    bits = sum((patches[place] < patches[place + 1]) << number for number, place in enumerate(places))
    return bits - (1 << 64) if bits >> 63 else bits


def how(kind: str) -> dict[str, Any]:
    if kind == "png":
        return {"optimize": True}
    return {"quality": 85} | ({"optimize": True, "progressive": True} if kind == "jpeg" else {})


def in_srgb(image: Any) -> Any:
    """Colours as every screen shows them; transparency stays where the format has it."""
    from PIL import ImageCms

    keeps_alpha = image.format != "JPEG" and (
        image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
    )
    target = "RGBA" if keeps_alpha and image.format != "HEIF" else "RGB"
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):  # 16 bits per colour
        image = image.point(lambda value: value / 256).convert("L")
    if not profile or image.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        return image.convert(target)
    try:
        theirs, ours = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, theirs, ours, outputMode=target)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image.convert(target)  # a broken profile costs a shade, not the photo


def document(content: bytes, kind: str, demands: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """A PDF that only shows something: readable, not encrypted, no script, no file inside (G-141)."""
    import pikepdf

    try:
        pdf = pikepdf.open(io.BytesIO(content), attempt_recovery=False)
    except pikepdf.PasswordError as error:
        raise Refused("encrypted") from error
    with pdf:
        if pdf.is_encrypted:
            raise Refused("encrypted")
        if not 1 <= len(pdf.pages) <= demands["pages"]:
            raise Refused("pages")
        for thing in pdf.objects:
            look_into(thing, 0)
        facts = {"kind": "pdf", "width": 0, "height": 0, "pages": len(pdf.pages)}
        return facts | ({"document": describe(pdf)} if demands["describe"] else {}), content


def describe(pdf: Any) -> dict[str, Any]:
    """What a PDF says about itself: for warnings, and to read back what was made here."""
    with pdf.open_metadata() as meta:
        title = str(meta.get("dc:title") or pdf.docinfo.get("/Title", ""))
        author = meta.get("dc:creator") or str(pdf.docinfo.get("/Author", ""))
        is_ua = str(meta.get("pdfuaid:part") or "") == "1"
    marks, view = pdf.Root.get("/MarkInfo"), pdf.Root.get("/ViewerPreferences")
    return {
        "title": title.strip(),
        "author": (author if isinstance(author, str) else ", ".join(author)).strip(),
        "language": str(pdf.Root.get("/Lang", "")),
        "is_tagged": bool(marks and marks.get("/Marked")) and "/StructTreeRoot" in pdf.Root,
        "shows_title": bool(view and view.get("/DisplayDocTitle")),
        "says_ua": is_ua,
        "without_text": [number for number, page in enumerate(pdf.pages, 1) if not has_text(page)],
    }


def has_text(page: Any) -> bool:
    """Whether the page shows any text, directly or in a form that it draws."""
    import pikepdf

    try:
        steps = pikepdf.parse_content_stream(page, "Tj TJ ' \" Do")
    except pikepdf.PdfParsingError:
        return False
    if any(str(step.operator) != "Do" for step in steps):
        return True
    parts = (page.get("/Resources") or {}).get("/XObject") or {}
    drawn = [parts.get(str(step.operands[0])) for step in steps]
    forms = [part.read_bytes() for part in drawn if part is not None and part.get("/Subtype") == "/Form"]
    return any(sign in form for form in forms for sign in (b"Tj", b"TJ"))


def look_into(thing: Any, depth: int) -> None:
    """One object and what stands directly inside; what it only points at comes by itself."""
    import pikepdf

    if depth > DEEPEST:
        raise Refused("broken")
    if isinstance(thing, pikepdf.Array):
        parts = list(thing)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        refuse_active(thing)
        parts = [thing.get(key) for key in thing.keys()]  # noqa: SIM118  # a stream has no __iter__
    else:
        return
    for part in parts:
        if isinstance(part, pikepdf.Object) and not part.is_indirect:
            look_into(part, depth + 1)


def refuse_active(thing: Any) -> None:
    keys = set(thing.keys())
    if str(thing.get("/Type", "")) == "/EmbeddedFile" or keys & {"/EF", "/EmbeddedFiles"}:
        raise Refused("embedded")
    if keys & FORBIDDEN_KEYS or str(thing.get("/S", "")) in FORBIDDEN_ACTIONS:
        raise Refused("active")


def main() -> None:
    limit_myself()
    demands = json.loads(sys.argv[1])
    content = sys.stdin.buffer.read()
    try:
        open_it = document if demands["kind"] == "pdf" else photo
        facts, kept = open_it(content, demands["kind"], demands)
    except Refused as answer:
        facts, kept = {"refused": answer.code}, b""
    except MemoryError:
        facts, kept = {"refused": "too_much"}, b""
    except Exception:  # whatever a decoder says about a broken file: it is broken
        facts, kept = {"refused": "broken"}, b""
    sys.stdout.buffer.write(json.dumps(facts).encode() + b"\n" + kept)


if __name__ == "__main__":
    main()
