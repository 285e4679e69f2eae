"""From oklch to sRGB and on to contrast, by the formulas of CSS Color 4 and WCAG 2."""

import math
import re

Linear = tuple[float, float, float]


def linear(colour: str) -> Linear:
    """Linear light sRGB of `white`, `black`, `#rgb`, `#rrggbb` or `oklch(L% C H)`, clipped into the gamut."""
    if colour in {"white", "black"}:
        return (1.0, 1.0, 1.0) if colour == "white" else (0.0, 0.0, 0.0)
    if colour.startswith("#"):
        digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
        red, green, blue = (_decoded(int(digits[i : i + 2], 16) / 255) for i in (0, 2, 4))
        return red, green, blue
    match = re.fullmatch(r"oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)", colour)
    assert match, colour
    return _oklch(float(match[1]) / 100, float(match[2]), math.radians(float(match[3])))


def hexadecimal(colour: str) -> str:
    return "#" + "".join(f"{round(255 * _encoded(part)):02x}" for part in linear(colour))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _oklch(lightness: float, chroma: float, hue: float) -> Linear:
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    return _clip(red), _clip(green), _clip(blue)


def _clip(part: float) -> float:
    return min(1.0, max(0.0, part))


def _encoded(part: float) -> float:
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def _decoded(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
