"""What may be uploaded: kinds, bytes, pixels, pages, number; known by content, not by name (G-141)."""

from dataclasses import dataclass
from enum import Enum

MB = 1024 * 1024


class Kind(Enum):
    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    HEIC = "heic"
    PDF = "pdf"

    @property
    def content_type(self) -> str:
        return "application/pdf" if self is Kind.PDF else f"image/{self.value}"

    @property
    def suffix(self) -> str:
        return ".jpg" if self is Kind.JPEG else f".{self.value}"


PHOTOS = frozenset({Kind.JPEG, Kind.PNG, Kind.WEBP, Kind.HEIC})
DOCUMENTS = frozenset({Kind.PDF})
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"}


@dataclass(frozen=True)
class Accept:
    """The declaration of one upload field. `longest_edge`: photos are made no larger than that.

    `as_jpeg`: photos of every kind are kept as JPEG, on white. `preview_edge`: with a small picture beside,
    and a fingerprint that is the same for the same picture.
    `describe`: also read what a PDF says of itself (title, author, language, tags, pages without text).
    """

    kinds: frozenset[Kind] = PHOTOS | DOCUMENTS
    most_bytes: int = 10 * MB
    most_pixels: int = 40_000_000
    longest_edge: int = 2400
    pages: int = 100
    number: int = 1
    as_jpeg: bool = False
    preview_edge: int = 0
    describe: bool = False

    def __post_init__(self) -> None:
        if not self.kinds or min(self.most_bytes, self.most_pixels, self.longest_edge, self.pages) < 1:
            raise ValueError("an upload field accepts at least one kind, byte, pixel and page")

    @property
    def attribute(self) -> str:
        """For `accept` of the input: a help for the person, never a check."""
        return ",".join(sorted(kind.content_type for kind in self.kinds))


def kind_of(content: bytes) -> Kind | None:
    """By the first bytes alone; None for everything we do not take, SVG and HTML among it."""
    if content.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind.PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return Kind.WEBP
    if content[4:8] == b"ftyp" and content[8:12] in HEIC_BRANDS:
        return Kind.HEIC
    return Kind.PDF if content.startswith(b"%PDF-") else None
