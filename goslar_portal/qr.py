"""QR codes as one path for inline SVG: no file, no foreign address."""

from typing import Any

import segno

BORDER = 4  # modules; ISO/IEC 18004 asks for this quiet zone


def qr_path(address: str) -> dict[str, Any]:
    """`size` of the square in modules, and `d`, the path of its dark ones."""
    rows = list(segno.make(address, error="m", micro=False).matrix)
    runs = [
        f"M{x + BORDER} {y + BORDER}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    ]
    return {"size": len(rows) + 2 * BORDER, "d": "".join(runs)}


def qr_svg(address: str) -> bytes:
    """The same as a file, for documents whose pictures need an alternative text of their own."""
    code = qr_path(address)
    box = f"0 0 {code['size']} {code['size']}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"><path d="{code["d"]}"/></svg>'.encode()
