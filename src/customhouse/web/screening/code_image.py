"""A barcode or QR code in a photograph."""

import io
import warnings

LARGEST_IMAGE = 12_000_000
"""Bytes; a photograph of a telephone has about 4 million."""

MOST_PIXELS = 60_000_000
_LONGEST_SIDE = 2600
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")


class ImageError(Exception):
    """The file cannot be looked at: `problem` is one of the words below."""

    def __init__(self, problem: str):
        super().__init__(problem)
        self.problem = problem


TOO_LARGE = "too_large"
NO_IMAGE = "no_image"


def read_codes(data: bytes) -> list[str]:
    """The texts of the codes in an image, the first found first; empty when there is none.

    The size is asked before a pixel is unpacked, so that a small file cannot fill the memory.
    Raises `ImageError`.
    """
    import zxingcpp
    from PIL import Image

    if len(data) > LARGEST_IMAGE:
        raise ImageError(TOO_LARGE)
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(data), formats=_FORMATS) as image:
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            width, height = image.size
            if width * height > MOST_PIXELS:
                raise ImageError(TOO_LARGE)
            image.draft("L", (_LONGEST_SIDE, _LONGEST_SIDE))
            grey = image.convert("L")
            grey.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ImageError(TOO_LARGE) from None
    except (OSError, SyntaxError, ValueError, EOFError, OverflowError):
        raise ImageError(NO_IMAGE) from None
    return [found.text for found in zxingcpp.read_barcodes(grey) if found.text.strip()]
