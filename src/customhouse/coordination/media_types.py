"""What a file is, told by its bytes. A name says nothing about it."""

import csv
import io
import re
import zipfile
from collections.abc import Mapping
from typing import Literal

import msgspec

PHOTOS: Mapping[str, str] = {"image/jpeg": "jpg", "image/png": "png"}
_OPEN = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"

ALLOWED: Mapping[str, str] = {
    **PHOTOS,
    "application/pdf": "pdf",
    "text/plain": "txt",
    "text/csv": "csv",
    "application/xml": "xml",
    "application/json": "json",
    f"{_OPEN}.wordprocessingml.document": "docx",
    f"{_OPEN}.spreadsheetml.sheet": "xlsx",
    f"{_OPEN}.presentationml.presentation": "pptx",
    f"{_ODF}.text": "odt",
    f"{_ODF}.spreadsheet": "ods",
    f"{_ODF}.presentation": "odp",
    "application/msword": "doc",
    "application/vnd.ms-excel": "xls",
    "application/vnd.ms-powerpoint": "ppt",
}
"""Every kind of file that a case takes, and how the name of one ends."""

Problem = Literal["empty", "type", "active"]


class MediaTypeError(ValueError):
    """A file that no case takes; `active` is one that can run something when it is opened."""

    def __init__(self, problem: Problem):
        super().__init__(problem)
        self.problem: Problem = problem


def media_type_of(data: bytes) -> str:
    """One of `ALLOWED`. Raises `MediaTypeError`."""
    if not data:
        raise MediaTypeError("empty")
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"%PDF-"):
        return "application/pdf"
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _old_office(data)
    return _text(data)


def _zipped(data: bytes) -> str:
    """An office document of today: its parts tell which, none of them is trusted to be small."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = set(archive.namelist())
            marked = _ODF_MARK.match(data[:200])
            if marked and marked[1].decode("ascii") in ALLOWED:
                if any(part.startswith(("Basic/", "Scripts/")) for part in parts):
                    raise MediaTypeError("active")
                return marked[1].decode("ascii")
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        if isinstance(error, MediaTypeError):
            raise
        raise MediaTypeError("type") from None
    if "[Content_Types].xml" not in parts:
        raise MediaTypeError("type")
    if any("vbaProject" in part or "activeX" in part for part in parts):
        raise MediaTypeError("active")
    for part, media_type in _OPEN_PARTS.items():
        if part in parts:
            return media_type
    raise MediaTypeError("type")


_ODF_MARK = re.compile(
    rb"PK\x03\x04.{26}mimetype(application/vnd\.oasis\.opendocument\.[a-z]+)", re.S
)
_OPEN_PARTS = {
    "word/document.xml": f"{_OPEN}.wordprocessingml.document",
    "xl/workbook.xml": f"{_OPEN}.spreadsheetml.sheet",
    "ppt/presentation.xml": f"{_OPEN}.presentationml.presentation",
}


def _old_office(data: bytes) -> str:
    if _wide("_VBA_PROJECT") in data:
        raise MediaTypeError("active")
    for stream, media_type in _OLD_STREAMS.items():
        if _wide(stream) in data:
            return media_type
    raise MediaTypeError("type")


def _wide(name: str) -> bytes:
    return name.encode("utf-16-le")


_OLD_STREAMS = {
    "WordDocument": "application/msword",
    "Workbook": "application/vnd.ms-excel",
    "PowerPoint Document": "application/vnd.ms-powerpoint",
}


def _text(data: bytes) -> str:
    text = _decoded(data)
    if text is None or _CONTROL.search(text):
        raise MediaTypeError("type")
    if _ACTIVE.search(text):
        raise MediaTypeError("active")
    start = text.lstrip()[:1]
    if start in ("{", "["):
        try:
            msgspec.json.decode(text)
        except (msgspec.DecodeError, RecursionError):
            return "text/plain"
        return "application/json"
    if text.lstrip().startswith("<?xml"):
        return "application/xml"
    return "text/csv" if _is_table(text) else "text/plain"


def _decoded(data: bytes) -> str | None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_ACTIVE = re.compile(
    r"<!doctype\s+html|<html[\s>]|<svg[\s>]|<script[\s>]|<\?xml-stylesheet|<!entity"
    r"|http://www\.w3\.org/1999/xhtml|http://www\.w3\.org/2000/svg",
    re.IGNORECASE,
)


def _is_table(text: str) -> bool:
    lines = [line for line in text.splitlines()[:50] if line.strip()]
    for delimiter in ",;\t":
        try:
            widths = {len(row) for row in csv.reader(lines, delimiter=delimiter)}
        except csv.Error:
            continue
        if len(lines) > 1 and len(widths) == 1 and widths.pop() > 1:
            return True
    return False


def file_name(name: str, media_type: str) -> str:
    """The name to save a file under: without folders, ending as its kind does.

    An ending that promises another kind stays, and the right one comes after it.
    """
    bare = _UNSAFE.sub("_", name.replace("\\", "/").rpartition("/")[2]).strip(" .")
    ending = ALLOWED[media_type]
    endings = {ending, "jpeg"} if ending == "jpg" else {ending}
    if bare.rpartition(".")[2].casefold() in endings and "." in bare:
        stem, _, ending = bare.rpartition(".")
    else:
        stem = bare
    return f"{stem[:_LONGEST_NAME] or 'file'}.{ending}"


_UNSAFE = re.compile(r"[\x00-\x1f\x7f\"*/:<>?\\|\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_LONGEST_NAME = 120
