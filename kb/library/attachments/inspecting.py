"""What some bytes are, found out from the bytes: a name proves nothing."""

import io
import re
import warnings
from typing import Final

from PIL import Image

from kb.library.errors import LibraryError

MOST_PIXELS = 25_000_000
MEDIA_TYPES: Final = ("image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf")

_PILLOW: Final = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}
_MARKUP = re.compile(rb"^[\s\xef\xbb\xbf]*<(?:\?xml|!doctype|!--|svg|html|script|head|body)", re.IGNORECASE)
_TAIL = 2048


class AttachmentRefused(LibraryError):  # noqa: N818 -- named for what the person is told
    """These bytes, or this path, cannot be an attachment; `code`, `message` and perhaps a `hint`."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        """Keep the code, the message and the hint apart, for whoever reports them."""
        super().__init__(message + (f"; {hint}" if hint else ""))
        self.code = code
        self.message = message
        self.hint = hint


def inspect(data: bytes, most_bytes: int) -> str:
    """Return the media type of `data`, one of `MEDIA_TYPES`, after looking at all of it.

    An image is decoded once, here, so that nothing is kept which a reader's browser could not show; one of
    more than 25 million pixels is refused by its header, before anything is decoded.

    Raises:
        AttachmentRefused: it is too large, damaged, or anything else than PNG, JPEG, GIF, WebP or PDF.
    """
    if len(data) > most_bytes:
        raise AttachmentRefused(
            "attachment-too-large",
            f"it has {len(data) / 1024 / 1024:.1f} MiB, more than the {most_bytes / 1024 / 1024:.3g} allowed",
            "make it smaller, or change CAREBOOK_ATTACHMENT_MIB",
        )
    media_type = _by_first_bytes(data)
    if media_type is None:
        raise _unknown(data)
    if media_type == "application/pdf":
        _check_pdf(data)
    else:
        _check_image(data, media_type)
    return media_type


def _by_first_bytes(data: bytes) -> str | None:
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return "image/gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return "application/pdf" if data.startswith(b"%PDF-") else None


def _unknown(data: bytes) -> AttachmentRefused:
    if not data:
        return AttachmentRefused("attachment-empty", "there is nothing in it")
    if _MARKUP.match(data[:4096]) or b"<svg" in data[:4096].lower():
        return AttachmentRefused(
            "attachment-markup",
            "it is SVG, HTML or XML, which can carry programs",
            "save it as PNG, JPEG, GIF, WebP or PDF",
        )
    return AttachmentRefused(
        "attachment-type", "it is no PNG, JPEG, GIF, WebP or PDF, whatever its name says"
    )


def _check_pdf(data: bytes) -> None:
    if b"%%EOF" not in data[-_TAIL:] or b"startxref" not in data[-_TAIL:]:
        raise AttachmentRefused("attachment-damaged", "the PDF has no end; it may have been cut off")


def _check_image(data: bytes, media_type: str) -> None:
    formats = [_PILLOW[media_type]]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(io.BytesIO(data), formats=formats) as image:
                _check_pixels(image.width * image.height)
                image.verify()
            with Image.open(io.BytesIO(data), formats=formats) as image:
                image.load()
    except AttachmentRefused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except Exception as error:  # noqa: BLE001 -- whatever a decoder raises over hostile bytes, it cannot be shown
        raise AttachmentRefused(
            "attachment-damaged", f"the image cannot be decoded: {str(error)[:120]}"
        ) from None


def _check_pixels(pixels: int) -> None:
    if pixels > MOST_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels() -> AttachmentRefused:
    return AttachmentRefused(
        "attachment-pixels",
        f"the image has more than {MOST_PIXELS // 1_000_000} million pixels",
        "scale it down",
    )
