"""What the law asks of two pages before readers may see them (I-131, I-134)."""

from collections.abc import Iterable
from typing import Any

from integration.models.imprint import IMPRINT, Imprint
from integration.models.statement import STATEMENT, AccessibilityStatement

LAWS = {STATEMENT: AccessibilityStatement.gaps, IMPRINT: Imprint.gaps}


def gaps(slug: str, sections: Iterable[dict[str, Any]]) -> list[str]:
    """One sentence for each part the page `slug` has to have and has not."""
    asks = LAWS.get(slug)
    return asks({row["kind"] for row in sections}) if asks else []
