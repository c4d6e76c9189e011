"""Photographs that somebody sent: looked at with limits, and made small to be shown."""

import io
import re
import threading
import warnings

MOST_PIXELS = 50_000_000
MOST_SCANS = 100
"""Passes of a JPEG; cameras write 1, the web 10, and thousands keep a processor busy for long."""

_SIDE = 320
_FORMATS = ("JPEG", "PNG")
_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_SCAN, _END = 0xDA, 0xD9
_MOST_MARKERS = 10_000
_ONE_AT_A_TIME = threading.Lock()
"""A large photograph takes some hundred megabytes for a moment."""


class PhotoError(ValueError):
    """Bytes that begin as a photograph and are none, or one with too many pixels."""


def small(data: bytes) -> bytes:
    """The photograph as a JPEG of at most 320 pixels a side, without what the camera noted.

    The size is asked before a pixel is unpacked, so that a small file cannot fill the memory.
    Raises `PhotoError`.
    """
    from PIL import Image, ImageOps

    if _scans(data) > MOST_SCANS:
        raise PhotoError("it has too many passes")
    try:
        with (
            _ONE_AT_A_TIME,
            warnings.catch_warnings(),
            Image.open(io.BytesIO(data), formats=_FORMATS) as image,
        ):
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            if image.width * image.height > MOST_PIXELS:
                raise PhotoError("it has too many pixels")
            image.draft("RGB", (_SIDE * 2, _SIDE * 2))
            image.thumbnail((_SIDE, _SIDE))
            shown = ImageOps.exif_transpose(image).convert("RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PhotoError("it has too many pixels") from None
    except PhotoError:
        raise
    except (OSError, SyntaxError, ValueError, EOFError, OverflowError):
        raise PhotoError("it cannot be read") from None
    written = io.BytesIO()
    shown.save(written, "JPEG", quality=80)
    return written.getvalue()


def _scans(data: bytes) -> int:
    """How many passes a JPEG has, up to its end; 0 for anything else."""
    if not data.startswith(b"\xff\xd8"):
        return 0
    at, found = 2, 0
    for _ in range(_MOST_MARKERS):
        marker = _MARKER.search(data, at)
        if marker is None or marker[0][1] == _END:
            return found
        found += marker[0][1] == _SCAN
        length = data[marker.end() : marker.end() + 2]
        at = marker.end() + int.from_bytes(length, "big")
    return MOST_SCANS + 1
