"""The colours of a mail: the portal's own in sRGB, as mail programs know no other (docs/design.md)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scheme:
    paper: str
    ink: str
    muted: str
    action: str
    line: str
    tint: str

    @property
    def texts(self) -> list[tuple[str, str]]:
        """Every pair of text and ground that a mail shows."""
        inks = (self.ink, self.muted, self.action)
        return [(ink, ground) for ink in inks for ground in (self.paper, self.tint)]


LIGHT = Scheme("#ffffff", "#131525", "#505578", "#2044aa", "#c0c3d5", "#f3f4f7")
DARK = Scheme("#131525", "#f3f4f7", "#b2b6cc", "#97afe1", "#454b6b", "#1f2236")


def contrast(one: str, other: str) -> float:
    """WCAG 2.2: the ratio of their luminances."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4) for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
