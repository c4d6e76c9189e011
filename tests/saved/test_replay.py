"""A saved screening is a file that can be answered again, byte for byte."""

from datetime import date
from pathlib import Path

import msgspec
import pytest
from evidence.cases import EvidenceCase, assess, every_case

from customhouse.declarations.declaration import Declaration
from customhouse.desk import Desk
from customhouse.saved.folder import contents, keep
from customhouse.saved.record import (
    SavedError,
    SavedScreening,
    answer_bytes,
    decode,
    encode,
    file_name,
)
from customhouse.saved.replay import replay

from .build import LINDANE, SAVED_ON, T_SHIRTS, screened

CASES = every_case()
DAY = date(2015, 6, 1)


def saved_case(desk: Desk, case: EvidenceCase) -> SavedScreening:
    declaration = msgspec.convert(case.declaration, Declaration)
    return SavedScreening(declaration=declaration, assessment=assess(desk, case), saved_on=SAVED_ON)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_every_evidence_case_is_answered_again_in_the_same_bytes(
    desk: Desk, case: EvidenceCase
) -> None:
    saved = saved_case(desk, case)
    data = encode(saved)
    assert decode(data) == saved
    assert answer_bytes(data) == msgspec.json.encode(saved.assessment)
    result = replay("x.json", data, desk)
    assert (result.verdict, result.why) == ("same", ())


def test_notes_are_part_of_the_answer(desk: Desk) -> None:
    saved = screened(desk, T_SHIRTS, DAY)
    noted = desk.screen(saved.declaration, DAY, ["a field was not read"])
    data = encode(msgspec.structs.replace(saved, assessment=noted))
    assert replay("x.json", data, desk).verdict == "same"


def test_an_answer_that_was_changed_is_told(desk: Desk) -> None:
    data = encode(screened(desk, LINDANE, DAY))
    milder = data.replace(b'"outcome": "request_documents"', b'"outcome": "release"', 1)
    assert milder != data
    result = replay("x.json", milder, desk)
    assert result.verdict == "differs"
    assert "the answer was release and is request documents" in result.why


def test_a_field_that_the_record_does_not_know_is_no_same_answer(desk: Desk) -> None:
    data = encode(screened(desk, T_SHIRTS, DAY))
    more = data.replace(b'"assessment": {', b'"assessment": {"stamp": 1,', 1)
    assert replay("x.json", more, desk).verdict == "differs"


def test_packs_of_another_version_are_not_taken_in_their_place(desk: Desk) -> None:
    data = encode(screened(desk, T_SHIRTS, DAY))
    version = desk.library.versions["basel"]
    older = data.replace(f'"basel": "{version}"'.encode(), b'"basel": "2020.9"', 1)
    result = replay("x.json", older, desk)
    assert result.verdict == "packs_not_at_hand"
    assert result.why == (f"it was answered with basel@2020.9; at hand is basel@{version}",)


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"\xff", b'{"assessment": 1}', b"[" * 9999])
def test_what_is_no_saved_screening_is_said_to_be_none(desk: Desk, data: bytes) -> None:
    assert replay("x.json", data, desk).verdict == "unreadable"


def test_a_screening_is_kept_once_and_never_overwritten(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    saved = screened(desk, T_SHIRTS, DAY)
    path, kept = keep(folder, saved)
    assert kept == "new"
    before = path.read_bytes()
    later = msgspec.structs.replace(saved, saved_on=date(2030, 1, 1))
    assert keep(folder, later) == (path, "there")
    assert path.read_bytes() == before
    path.write_bytes(b"{}")
    with pytest.raises(SavedError, match="not overwritten"):
        keep(folder, saved)
    assert path.read_bytes() == b"{}"
    assert [name for name, _ in contents(folder)] == [path.name]


def test_one_declaration_under_two_laws_is_two_files(desk: Desk, tmp_path: Path) -> None:
    for day in (DAY, date(2016, 6, 1)):
        keep(tmp_path, screened(desk, LINDANE, day))
    assert len(list(contents(tmp_path))) == 2


@pytest.mark.parametrize(
    "identity", ["", "../../etc/passwd", ".hidden", "a/b\\c:d", "Ünï cödé", "x" * 500, "\u202e"]
)
def test_an_id_never_leads_out_of_the_folder(desk: Desk, identity: str) -> None:
    name = file_name(screened(desk, T_SHIRTS, DAY, id=identity))
    assert Path(name).name == name
    assert not name.startswith(".") and name.endswith(".json") and len(name) < 100


def test_nothing_is_left_when_writing_fails(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        keep(tmp_path, screened(desk, T_SHIRTS, DAY))
    assert list(tmp_path.iterdir()) == []
