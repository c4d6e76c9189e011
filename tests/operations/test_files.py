"""Files of cases: what is taken, what the scanner says, and who may read them."""

import io
import stat
import uuid
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import func, select

from customhouse.coordination import media_types
from customhouse.coordination.entries import Corrected, FileAdded
from customhouse.coordination.media_types import MediaTypeError
from customhouse.operations import cases, files
from customhouse.operations.context import Context
from customhouse.operations.files import LARGEST_FILE, About, FileError
from customhouse.operations.screenings import NotFoundError
from customhouse.store import audit, tables
from customhouse.store import cases as kept_cases
from customhouse.store.cases import ConflictError
from tests.people import Person, organisation, person

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
NOTE = About(role="document", name="note.txt", about="A note")

_SCANNER = """#!/bin/sh
if grep -q 'EICAR-STANDARD-ANTIVIRUS'; then echo 'stream: Eicar-Test-Signature FOUND'; exit 1; fi
echo 'stream: OK'
"""


@pytest.fixture
def scanner(tmp_path: Path) -> str:
    """A real command that reads the bytes and knows one virus."""
    script = tmp_path / "scanner"
    script.write_text(_SCANNER)
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return str(script)


@pytest.fixture
def officer(each: Context) -> Person:
    return person(each, "officer", "supervisor")


@pytest.fixture
def case(each: Context, officer: Person) -> uuid.UUID:
    return cases.open_case(each, officer.actor, number=uuid.uuid4().hex[:9], title="Drums")


def unique(text: str = "seen by me") -> bytes:
    return f"{text} {uuid.uuid4().hex}".encode()


def zipped(*parts: str, first: str = "", compression: int = zipfile.ZIP_STORED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", compression) as archive:
        if first:
            archive.writestr("mimetype", first)
        for part in parts:
            archive.writestr(part, "x")
    return written.getvalue()


def image(kind: str, size: tuple[int, int] = (40, 30)) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, "teal").save(written, kind)
    return written.getvalue()


def huge_png() -> bytes:
    """A few bytes that say they are 50,000 pixels wide and high."""
    good = image("PNG")
    header = b"IHDR" + (50_000).to_bytes(4, "big") * 2 + good[24:29]
    return good[:12] + header + zlib.crc32(header).to_bytes(4, "big") + good[33:]


def old_office(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100) + stream.encode("utf-16-le") + bytes(9)


ODT = "application/vnd.oasis.opendocument.text"

TAKEN: list[tuple[Callable[[], bytes], str]] = [
    (lambda: image("JPEG"), "image/jpeg"),
    (lambda: image("PNG"), "image/png"),
    (lambda: b"%PDF-1.7\n%...", "application/pdf"),
    (lambda: "Déclaration\nno comma".encode("cp1252"), "text/plain"),
    (lambda: "сообщение".encode("utf-16"), "text/plain"),
    (lambda: b"item;mass\n1;20\n2;30\n", "text/csv"),
    (lambda: b'<?xml version="1.0"?><a/>', "application/xml"),
    (lambda: b'{"id": 1}', "application/json"),
    (lambda: b"{not json", "text/plain"),
    (
        lambda: zipped("[Content_Types].xml", "word/document.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    (lambda: zipped("content.xml", first=ODT), ODT),
    (lambda: old_office("Workbook"), "application/vnd.ms-excel"),
]

REFUSED: list[tuple[Callable[[], bytes], str]] = [
    (lambda: b"", "empty"),
    (lambda: b"\x7fELF\x02\x01\x01\x00" + bytes(50), "type"),
    (lambda: b"MZ\x90\x00" + bytes(50), "type"),
    (lambda: image("GIF"), "type"),
    (lambda: zipped("setup.exe"), "type"),
    (lambda: zipped("[Content_Types].xml", "word/document.xml")[:40], "type"),
    (lambda: zipped("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "active"),
    (lambda: zipped("content.xml", "Basic/Standard/Module1.xml", first=ODT), "active"),
    (lambda: old_office("Workbook") + "_VBA_PROJECT".encode("utf-16-le"), "active"),
    (lambda: old_office("Catalog"), "type"),
    (lambda: b"<!DOCTYPE html><script>alert(1)</script>", "active"),
    (lambda: b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "active"),
    (lambda: b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "active"),
]


@pytest.mark.parametrize(("made", "media_type"), TAKEN, ids=[t for _, t in TAKEN])
def test_the_bytes_tell_the_kind(made: Callable[[], bytes], media_type: str) -> None:
    assert media_types.media_type_of(made()) == media_type
    assert media_type in media_types.ALLOWED


@pytest.mark.parametrize(("made", "problem"), REFUSED)
def test_hostile_and_unknown_files_are_refused(made: Callable[[], bytes], problem: str) -> None:
    with pytest.raises(MediaTypeError) as refused:
        media_types.media_type_of(made())
    assert refused.value.problem == problem


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (huge_png(), "photo"),
        (image("JPEG")[:120], "photo"),
        (image("JPEG")[:-2] + b"\xff\xda\x00\x00" * 200, "photo"),
        (b"\xff\xd8\xff<script>", "photo"),
        (b"a" * (LARGEST_FILE + 1), "too_large"),
        (b"MZ\x90\x00" + bytes(50), "type"),
    ],
    ids=[
        "too many pixels",
        "cut off",
        "too many passes",
        "no photo",
        "too large",
        "a program called .txt",
    ],
)
def test_nothing_is_kept_of_a_file_that_is_refused(
    each: Context, officer: Person, case: uuid.UUID, content: bytes, problem: str
) -> None:
    with pytest.raises(FileError) as refused:
        files.add(each, officer.actor, case, 1, NOTE, content)
    assert refused.value.problem == problem
    assert len(cases.get(each, officer.actor, case).entries) == 1


def test_a_photograph_with_a_film_after_it_is_taken(
    each: Context, officer: Person, case: uuid.UUID
) -> None:
    film = b"\xff\xda" * 500
    body = files.add(each, officer.actor, case, 1, NOTE, image("JPEG") + film).body
    assert isinstance(body, FileAdded) and body.media_type == "image/jpeg"
    _, small = files.read(each, officer.actor, case, body.sha256, small=True)
    assert film not in small


def test_a_file_of_the_largest_size_is_kept_whole(
    each: Context, officer: Person, case: uuid.UUID
) -> None:
    content = unique().ljust(LARGEST_FILE, b"a")
    body = files.add(each, officer.actor, case, 1, NOTE, content).body
    assert isinstance(body, FileAdded)
    found, read = files.read(each, officer.actor, case, body.sha256)
    assert (read == content, found.record.size) == (True, LARGEST_FILE)


def test_the_scanner_gets_the_bytes_and_its_answer_is_kept(
    each: Context, officer: Person, case: uuid.UUID, scanner: str
) -> None:
    content = unique()
    body = files.add(each, officer.actor, case, 1, NOTE, content, scan_command=scanner).body
    assert isinstance(body, FileAdded)
    assert body.media_type == "text/plain" and body.size == len(content)
    found, read = files.read(each, officer.actor, case, body.sha256)
    assert read == content
    assert (found.record.scan, found.record.scan_told) == ("clean", "stream: OK")


def test_an_infected_file_is_refused_and_audited(
    each: Context, officer: Person, case: uuid.UUID, scanner: str
) -> None:
    virus = EICAR + unique()
    with pytest.raises(FileError) as refused:
        files.add(each, officer.actor, case, 1, NOTE, virus, scan_command=scanner)
    assert (refused.value.problem, refused.value.told) == (
        "infected",
        "stream: Eicar-Test-Signature FOUND",
    )
    assert len(cases.get(each, officer.actor, case).entries) == 1
    with each.store.reading() as connection:
        [newest] = audit.latest(connection, limit=1)
        assert (newest.action, newest.subject) == ("file.refused", f"case:{case}")
        assert newest.user_id == officer.user.id and "Eicar" in newest.detail


def test_a_file_found_infected_later_is_not_given_out(
    each: Context, officer: Person, case: uuid.UUID, scanner: str
) -> None:
    virus = EICAR + unique()
    body = files.add(each, officer.actor, case, 1, NOTE, virus).body
    assert isinstance(body, FileAdded)
    found, _ = files.read(each, officer.actor, case, body.sha256)
    assert found.record.scan == "not_scanned"
    with pytest.raises(FileError):
        files.add(each, officer.actor, case, 2, NOTE, virus, scan_command=scanner)
    with pytest.raises(FileError, match="infected"):
        files.read(each, officer.actor, case, body.sha256)


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("", "no scanner is set up"),
        ("/no/such/scanner -", "the scanner could not be started"),
        ("sh -c 'echo its database is old; exit 2'", "its database is old"),
    ],
)
def test_without_an_answer_a_file_is_kept_as_not_scanned(
    each: Context, officer: Person, case: uuid.UUID, command: str, told: str
) -> None:
    body = files.add(each, officer.actor, case, 1, NOTE, unique(), scan_command=command).body
    assert isinstance(body, FileAdded)
    found, _ = files.read(each, officer.actor, case, body.sha256)
    assert (found.record.scan, found.record.scan_told) == ("not_scanned", told)


def test_the_same_bytes_are_kept_once(each: Context, officer: Person, scanner: str) -> None:
    content = unique()
    keys = [
        cases.open_case(each, officer.actor, number=uuid.uuid4().hex[:9], title="Drums")
        for _ in range(2)
    ]
    first, second = (
        files.add(each, officer.actor, key, 1, NOTE, content, scan_command=command)
        for key, command in zip(keys, (scanner, ""), strict=True)
    )
    assert isinstance(first.body, FileAdded) and isinstance(second.body, FileAdded)
    assert first.body.sha256 == second.body.sha256
    with each.store.reading() as connection:
        same = tables.files.c.sha256 == first.body.sha256
        count = connection.execute(select(func.count()).where(same)).scalar_one()
    assert count == 1
    found, _ = files.read(each, officer.actor, keys[1], first.body.sha256)
    assert found.record.scan == "clean"


def test_file_and_entry_are_kept_together_or_not_at_all(
    each: Context, officer: Person, case: uuid.UUID
) -> None:
    content = unique()
    cases.move(each, officer.actor, case, 1, "hold", "To be looked at.")
    with pytest.raises(ConflictError):
        files.add(each, officer.actor, case, 1, NOTE, content)
    checked = files.check(each, officer.actor, "case", content, scan_command="")
    with each.store.reading() as connection:
        same = tables.files.c.sha256 == checked.sha256
        assert connection.execute(select(tables.files.c.sha256).where(same)).first() is None


def test_a_file_is_read_through_a_case_that_names_it_and_is_seen(
    each: Context, officer: Person, case: uuid.UUID
) -> None:
    body = files.add(each, officer.actor, case, 1, NOTE, unique()).body
    assert isinstance(body, FileAdded)
    other = cases.open_case(each, officer.actor, number=uuid.uuid4().hex[:9], title="Other")
    home = organisation(each, "GHA")
    strangers = [person(each, "officer", "supervisor", at=home), person(each, "auditor", at=home)]
    neighbour = person(each, "supervisor", at=organisation(each, "KEN"))
    for actor, key in (
        (officer.actor, other),
        *((stranger.actor, case) for stranger in (*strangers, neighbour)),
    ):
        with pytest.raises(NotFoundError):
            files.read(each, actor, key, body.sha256)
    with pytest.raises(NotFoundError):
        files.read(each, officer.actor, case, body.sha256, small=True)
    with pytest.raises(NotFoundError):
        files.read(each, officer.actor, case, "0" * 64)
    for stranger in (*strangers[:1], neighbour):
        with pytest.raises(NotFoundError):
            files.add(each, stranger.actor, case, 2, NOTE, unique())


def test_a_guest_finds_only_what_was_shared(
    each: Context, officer: Person, case: uuid.UUID
) -> None:
    entry = files.add(each, officer.actor, case, 1, NOTE, unique())
    assert isinstance(entry.body, FileAdded)
    with each.store.reading() as connection:
        whole = kept_cases.whole(connection, case)
        assert whole is not None
        sha256 = entry.body.sha256
        assert files.file_of(connection, whole, sha256, shared=()) is None
        found = files.file_of(connection, whole, sha256, shared=(entry.sequence,))
        assert found is not None and found.name == "note.txt"


def test_a_file_that_was_taken_back_is_still_there(
    each: Context, officer: Person, case: uuid.UUID
) -> None:
    body = files.add(each, officer.actor, case, 1, NOTE, unique()).body
    assert isinstance(body, FileAdded)
    cases.correct(each, officer.actor, case, 2, Corrected(of=2, reason="Of another case."))
    found, _ = files.read(each, officer.actor, case, body.sha256)
    assert found.record.sha256 == body.sha256


@pytest.mark.parametrize(
    ("name", "media_type", "saved"),
    [
        ("photo.JPEG", "image/jpeg", "photo.JPEG"),
        ("invoice.pdf", "application/pdf", "invoice.pdf"),
        ("page.html", "text/plain", "page.html.txt"),
        ("..\\..\\evil.exe", "text/plain", "evil.exe.txt"),
        ("../../etc/passwd", "text/plain", "passwd.txt"),
        ('a"b\r\nX: y.txt', "text/plain", "a_b_X_ y.txt"),
        ("gnp.\u202etxt.jpg", "image/jpeg", "gnp._txt.jpg"),
        ("", "text/csv", "file.csv"),
        ("a" * 500 + ".pdf", "application/pdf", "a" * 120 + ".pdf"),
    ],
)
def test_a_name_ends_as_its_kind_does(name: str, media_type: str, saved: str) -> None:
    assert media_types.file_name(name, media_type) == saved
