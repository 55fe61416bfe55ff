"""Trees of files for tests of exchange: small pictures, and what a folder holds."""

import io
from pathlib import Path

from PIL import Image


def picture(form: str = "PNG", colour: tuple[int, int, int] = (200, 60, 60), size: int = 8) -> bytes:
    """A small picture of one colour."""
    written = io.BytesIO()
    Image.new("RGB", (size, size), colour).save(written, form)
    return written.getvalue()


PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n"


def contents(root: Path) -> dict[str, bytes]:
    """Every file below `root`, by its path."""
    return {
        file.relative_to(root).as_posix(): file.read_bytes() for file in root.rglob("*") if file.is_file()
    }
