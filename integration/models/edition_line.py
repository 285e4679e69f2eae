"""One edition of a document as a list shows it: title, language, weight, whether it can be had (I-043)."""

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse

from goslar_portal.languages import Language, catalogue
from goslar_portal.numbers import number
from integration.models.contact import Contact

MB = 1_000_000


@dataclass(frozen=True)
class Line:
    """`contact` is the office that hands it out; None where the page does not name that office."""

    slug: str
    code: str
    title: str
    title_is_in: Language
    kind: str
    size: int
    pages: int
    is_accessible: bool | None
    has_file: bool
    contact_id: int | None
    contact: Contact | None = None

    @property
    def is_flyer(self) -> bool:
        return self.kind == "flyer"

    @property
    def language(self) -> Language:
        return catalogue()[self.code]

    @property
    def url(self) -> str:
        """The same address for every edition there will be (I-041)."""
        return reverse("integration:download_file", args=[self.slug, self.code])

    @property
    def weight(self) -> str:
        """„210 kB“, „1,4 MB“"""
        if self.size < MB:
            return f"{max(1, round(self.size / 1000))} kB"
        return f"{number(round(Decimal(self.size) / MB, 1))} MB"
