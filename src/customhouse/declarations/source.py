"""From the bytes of a file to text that is safe to read, or a reason why not."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, BOM_UTF32_BE, BOM_UTF32_LE

import msgspec

from customhouse.declarations.declaration import DeclarationError


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How much of a file is read before it is refused.

    `file_bytes` is the size of the file; `text_chars` the length of one text, or of one line
    of a CSV file, in characters; `depth` how many levels lie within one another; `items` the
    number of items of all the file's declarations together.
    """

    file_bytes: int = 20_000_000
    text_chars: int = 1_000_000
    depth: int = 32
    items: int = 10_000


DEFAULT_LIMITS = Limits()

_BOMS = (
    (BOM_UTF8, "utf-8"),
    (BOM_UTF32_LE, "utf-32-le"),
    (BOM_UTF32_BE, "utf-32-be"),
    (BOM_UTF16_LE, "utf-16-le"),
    (BOM_UTF16_BE, "utf-16-be"),
)
_NOT_TEXT = {
    b"PK\x03\x04": "a workbook or an archive",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"%PDF": "a PDF document",
    b"\x1f\x8b": "a compressed file",
}
_XML_ENCODING = re.compile(
    rb"""\s*<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']"""
)
_XML_SINGLE_BYTE = re.compile(r"(?:iso-8859-\d{1,2}|windows-125\d|us-ascii)", re.IGNORECASE)


def decode(data: bytes, limits: Limits) -> str:
    """The text of a file: UTF-8, or UTF-16 or UTF-32 with a byte order mark.

    An XML file may name a one-byte encoding in its first line and is then read so. Raises
    `DeclarationError` for a file that is empty, too large, no text, or in an encoding that
    can only be guessed: a wrong guess would turn names into other names.
    """
    if len(data) > limits.file_bytes:
        raise DeclarationError(
            f"the file has more than {limits.file_bytes:,} bytes",
            remedy="Split it, or check that it is the right file.",
        )
    for start, kind in _NOT_TEXT.items():
        if data.startswith(start):
            raise DeclarationError(
                f"the file is {kind}, not text", remedy="Save it as JSON, XML or CSV in UTF-8."
            )
    mark, encoding = next(((b, e) for b, e in _BOMS if data.startswith(b)), (b"", "utf-8"))
    declared = _XML_ENCODING.match(data)
    if declared and not mark and _XML_SINGLE_BYTE.fullmatch(declared[1].decode("ascii")):
        encoding = declared[1].decode("ascii")
    body = data[len(mark) :]
    try:
        text = body.decode(encoding)
    except LookupError as unknown:
        raise DeclarationError(
            f"the encoding {encoding} is not known", remedy="Save the file as UTF-8."
        ) from unknown
    except UnicodeDecodeError as wrong:
        raise DeclarationError(
            f"the text is not {encoding.upper()}: byte {wrong.start + len(mark)} does not fit",
            remedy="Save the file as UTF-8 (it may be in a national encoding such as Latin-1).",
            line=body.count(b"\n", 0, wrong.start) + 1,
        ) from wrong
    if not text.strip():
        raise DeclarationError("the file is empty", remedy="Give a file with a declaration in it.")
    if "\0" in text:
        raise DeclarationError(
            "the text has zero bytes in it",
            remedy="Save the file as UTF-8 (it may be UTF-16 without a byte order mark).",
            line=text.count("\n", 0, text.index("\0")) + 1,
        )
    return text
