"""Which saved screenings a change touches, and which it leaves alone."""

import csv
import io
import shutil
from datetime import date
from importlib.resources import as_file
from pathlib import Path

import msgspec
import pytest
from evidence.cases import every_case

from customhouse.declarations.declaration import Declaration
from customhouse.desk import Desk
from customhouse.reference.pack import Pack, load_pack, shipped_folder, write_manifest
from customhouse.saved.record import SavedScreening
from customhouse.saved.reopen import reopen_by_dates, reopen_by_packs

from .build import CHLORPYRIFOS, LINDANE, SAVED_ON, SCRAP, T_SHIRTS, screened

START, END = date(2015, 8, 1), date(2015, 9, 1)


def test_lindane_is_reopened_when_its_exemption_expires_and_t_shirts_are_not(desk: Desk) -> None:
    lotion, shirts = (screened(desk, item, date(2015, 6, 1)) for item in (LINDANE, T_SHIRTS))
    found = reopen_by_dates([("a", lotion), ("b", shirts)], desk, START, END)
    (one,) = found.reopened
    assert (found.looked_at, found.otherwise, one.file) == (2, (), "a")
    (touch,) = one.changes
    assert touch.day == date(2015, 8, 27)
    assert "Lindane" in touch.words and "2015-08-26" in touch.words
    assert touch.because == "the answer cites this row"
    assert (one.then, one.now, one.now_as_of) == ("request_documents", "refuse", END)
    assert any("stockholm:art-3-1-a" in words for words in one.differences)


def test_a_screening_knew_the_law_of_its_own_day(desk: Desk) -> None:
    late = screened(desk, LINDANE, date(2015, 8, 27))
    assert reopen_by_dates([("a", late)], desk, START, END).reopened == ()


def test_a_chemical_that_was_not_listed_yet_is_found(desk: Desk) -> None:
    day = date(2025, 1, 15)
    saved = screened(desk, CHLORPYRIFOS, day)
    assert not any(c.ref == "stockholm:chlorpyrifos" for c in saved.assessment.items[0].candidates)
    found = reopen_by_dates([("a", saved)], desk, day, date(2025, 12, 31))
    (one,) = found.reopened
    assert any(t.because == "the goods are, or may be, stockholm:chlorpyrifos" for t in one.changes)


def test_an_ended_code_touches_what_was_declared_under_it(desk: Desk) -> None:
    saved = screened(desk, SCRAP, date(2024, 6, 1))
    (one,) = reopen_by_dates([("a", saved)], desk, date(2024, 12, 31), date(2025, 1, 1)).reopened
    assert any("A1180" in touch.words for touch in one.changes)


def test_a_ban_touches_waste_for_that_state_and_nothing_else(desk: Desk) -> None:
    day, end = date(2024, 6, 1), date(2025, 1, 7)
    brazil = {"country_of_destination": "BR"}
    scrap = screened(desk, SCRAP, day, **brazil)
    shirts = screened(desk, T_SHIRTS, day, **brazil)
    ghana = screened(desk, SCRAP, day)
    found = reopen_by_dates(
        [("br", scrap), ("shirts", shirts), ("gh", ghana)], desk, date(2025, 1, 6), end
    )
    (one,) = found.reopened
    assert one.file == "br"
    assert [t.because for t in one.changes] == ["BRA takes part in the shipment"]


def test_no_answer_changes_unseen(desk: Desk) -> None:
    """Where dates of papers play no part, another answer is always told with a change.

    The cases are answered under the law of 2008, before most listings and codes, and of 2026.
    """
    start, end = date(2008, 1, 1), date(2026, 11, 24)
    named = []
    for case in every_case():
        declaration = msgspec.convert(case.declaration, Declaration)
        declaration = msgspec.structs.replace(declaration, documents=())
        saved = SavedScreening(
            declaration=declaration,
            assessment=desk.screen(declaration, start),
            saved_on=SAVED_ON,
        )
        named.append((case.id, saved))
    found = reopen_by_dates(named, desk, start, end)
    assert [(one.file, one.differences) for one in found.otherwise] == []
    assert sum(one.then != one.now for one in found.reopened) > 20
    assert [one.then == one.now for one in found.reopened] == sorted(
        one.then == one.now for one in found.reopened
    )


def test_a_paper_that_ran_out_is_told_apart(desk: Desk) -> None:
    consent = {
        "type": "pic_import_consent",
        "reference": "C-1",
        "issuer": "GH",
        "valid_until": "2024-02-01",
    }
    item = {"description": "aldicarb", "cas": ["116-06-3"], "purpose": "pesticide"}
    saved = screened(desk, item, date(2024, 1, 1), documents=[consent])
    found = reopen_by_dates([("a", saved)], desk, date(2024, 1, 1), date(2024, 3, 1))
    assert found.reopened == ()
    assert [one.file for one in found.otherwise] == ["a"]


def changed_pack(
    tmp_path: Path, pack: str, table: str, line: dict[str, str], to: dict[str, str]
) -> Pack:
    """A copy of a shipped pack in which one row of a table is other, and the lines are too."""
    with as_file(shipped_folder(pack)) as folder:
        copy = Path(shutil.copytree(folder, tmp_path / pack))
    path = copy / table
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))
    (row,) = [row for row in rows if line.items() <= row.items()]
    row |= to
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(reversed(rows))
    path.write_text(out.getvalue(), "utf-8")
    write_manifest(copy, "2027.1", date(2027, 1, 1))
    return load_pack(copy)


def newer(desk: Desk, pack: Pack) -> Desk:
    return Desk([pack if pack.name == one.name else one for one in desk.library.packs])


def test_two_versions_of_a_pack_are_compared_by_key_and_not_by_line(
    desk: Desk, tmp_path: Path
) -> None:
    day = date(2016, 6, 1)
    lotion, shirts = (screened(desk, item, day) for item in (LINDANE, T_SHIRTS))
    scrap = screened(desk, SCRAP, day)
    pack = changed_pack(
        tmp_path,
        "stockholm",
        "exemptions.csv",
        {"substance_id": "lindane"},
        {"expires": "2030-08-26"},
    )
    found = reopen_by_packs(
        [("a", lotion), ("b", shirts), ("c", scrap)], desk.library.packs, newer(desk, pack)
    )
    (one,) = found.reopened
    assert (one.file, one.then, one.now) == ("a", "refuse", "request_documents")
    assert one.now_as_of == day
    (touch,) = one.changes
    assert touch.words.endswith("changed: expires was 2015-08-26 and is now 2030-08-26.")
    assert "Lindane" in touch.words
    later = reopen_by_packs(
        [("a", lotion)], desk.library.packs, newer(desk, pack), date(2031, 1, 1)
    )
    assert (later.reopened[0].now, later.reopened[0].now_as_of) == ("refuse", date(2031, 1, 1))


def test_the_same_packs_reopen_nothing(desk: Desk) -> None:
    saved = screened(desk, LINDANE, date(2016, 6, 1))
    found = reopen_by_packs([("a", saved)], desk.library.packs, desk)
    assert (found.reopened, found.otherwise) == ((), ())


def test_rows_of_a_version_that_is_not_at_hand_are_said_to_be_unresolved(
    desk: Desk, tmp_path: Path
) -> None:
    pack = changed_pack(
        tmp_path,
        "stockholm",
        "exemptions.csv",
        {"substance_id": "lindane"},
        {"notes": "another note"},
    )
    saved = screened(newer(desk, pack), LINDANE, date(2015, 6, 1))
    found = reopen_by_dates([("a", saved)], desk, START, END)
    assert found.unresolved == ("stockholm@2027.1",)
    (one,) = found.reopened
    assert one.changes[0].because == "the goods are, or may be, stockholm:lindane"


@pytest.mark.parametrize(
    ("table", "line", "to", "told"),
    [
        ("parties.csv", {"iso3": "GHA"}, {"status": "signatory"}, "GHA takes part"),
        ("substances.csv", {"substance_id": "lindane"}, {"name": "gamma"}, "cites this row"),
    ],
)
def test_a_state_and_a_row_that_changed_in_a_pack_touch(
    desk: Desk, tmp_path: Path, table: str, line: dict[str, str], to: dict[str, str], told: str
) -> None:
    saved = screened(desk, LINDANE, date(2016, 6, 1))
    shirts = screened(desk, T_SHIRTS, date(2016, 6, 1))
    pack = changed_pack(tmp_path, "stockholm", table, line, to)
    found = reopen_by_packs([("a", saved), ("b", shirts)], desk.library.packs, newer(desk, pack))
    (one,) = found.reopened
    assert one.file == "a"
    assert told in one.changes[0].because
