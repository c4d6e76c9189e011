"""What a customs code may hide, its history over editions, and the checks of the correlation."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from customhouse.declarations.declaration import Item
from customhouse.identify.index import Index
from customhouse.reference.correlation import EDITIONS, Correlation, HsLink, holds_all
from customhouse.reference.hs import HsCodeError, HsCodes, normalise
from customhouse.reference.library import Library
from customhouse.reference.pack import Pack, load_pack, load_shipped, write_manifest
from customhouse.reference.records import HsCorrelation, HsEdition, HsHint, Identifier
from customhouse.reference.verify import verify

from .folders import LAW_AS_OF, SOUND, changed, write_files

LINKS = "from_edition,from_code,to_edition,to_code,relation,notes,confidence,source\n"


@cache
def shipped() -> tuple[Pack, ...]:
    return load_shipped()


@cache
def codes() -> HsCodes:
    return HsCodes(shipped())


def pairs(links: Iterable[HsLink]) -> dict[str, str]:
    return {link.code: link.relation for link in links}


def tiny(folder: Path, **tables: str) -> Pack:
    """The sound pack with whole tables replaced; `hs_correlation` is given without its header."""
    files = {f"{name}.csv": text for name, text in tables.items()}
    if "hs_correlation" in tables:
        files["hs_correlation.csv"] = LINKS + tables["hs_correlation"]
    write_files(folder, SOUND | files)
    write_manifest(folder, "2026.1", LAW_AS_OF)
    return load_pack(folder)


def correlation(folder: Path, rows: str) -> Correlation:
    lines = "".join(f"{row.strip()},,known,T\n" for row in rows.strip().splitlines())
    return Correlation([tiny(folder / "tiny", hs_correlation=lines)])


# Codes as they are written


@pytest.mark.parametrize("text", ["2903.81", "290381", " 2903 81 ", "2903-81"])
def test_a_code_is_read_however_it_is_written(text: str) -> None:
    assert normalise(text) == "290381"


@settings(deadline=None)  # the first example loads the packs
@given(st.text("0123456789", min_size=4, max_size=12))
def test_any_run_of_four_to_twelve_digits_is_a_code(digits: str) -> None:
    assert normalise(digits) == digits
    codes().hides(digits)
    codes().siblings(digits)
    codes().history(digits)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "digits, and points"),
        ("29a3", "digits, and points"),
        ("２９０３", "digits, and points"),
        ("2903/81", "digits, and points"),
        ("290", "not 3"),
        ("2903810000000", "not 13"),
    ],
)
def test_what_is_no_code_is_refused(text: str, said: str) -> None:
    with pytest.raises(HsCodeError, match=said):
        normalise(text)
    with pytest.raises(HsCodeError):
        codes().hides(text)


# What a code hides


def test_a_code_hides_every_item_that_shares_it() -> None:
    found = codes().hides("2903.81", "2022")
    assert {entry.ref for entry in found} >= {"stockholm:lindane", "rotterdam:lindane"}
    assert {entry.edition for entry in found} == {"2022"}
    assert {entry.specificity for entry in found if "lindane" in entry.ref} == {"group"}
    assert all(entry.row.split("@")[0] == entry.ref.split(":")[0] for entry in found)


def test_what_a_tariff_adds_to_a_code_is_left_aside() -> None:
    assert codes().hides("2903.81.00.90") == codes().hides("290381")


def test_a_heading_hides_what_stands_under_its_subheadings() -> None:
    under = {entry.code for entry in codes().hides("3915", "2022")}
    assert {"3915", "391510", "391590"} <= under
    assert "3915" in {entry.code for entry in codes().hides("391510", "2022")}


def test_all_editions_are_asked_the_newest_first_and_the_firmest_item_first() -> None:
    found = codes().hides("2903")
    order = [(-EDITIONS.index(e.edition), ("exact", "group", "flag").index(e.specificity))
             for e in found]  # fmt: skip
    assert order == sorted(order)
    assert {entry.edition for entry in found} == {"2012", "2017", "2022"}


def test_a_code_that_moved_hides_nothing_in_the_edition_that_lacks_it() -> None:
    assert "rotterdam:edb" in {entry.ref for entry in codes().hides("290331", "2017")}
    assert "rotterdam:edb" not in {entry.ref for entry in codes().hides("290331", "2022")}
    assert "rotterdam:edb" in {entry.ref for entry in codes().hides("290362", "2022")}


def test_an_unknown_code_hides_nothing() -> None:
    assert codes().hides("9603.10") == ()
    assert codes().siblings("9603.10").known == ()


def test_a_code_of_one_convention_says_nothing_about_another(tmp_path: Path) -> None:
    pack = tiny(tmp_path / "other")
    assert HsCodes([pack]).hides("290392") == ()
    found = HsCodes([as_stockholm(pack)]).hides("290392")
    assert [(entry.ref, entry.title, entry.escapes) for entry in found] == [
        ("stockholm:ddt", "DDT and others", ("290399",))
    ]


def as_stockholm(pack: Pack) -> Pack:
    return msgspec.structs.replace(pack, name="stockholm")


def test_siblings_are_of_the_heading_and_escapes_of_the_code() -> None:
    beside = codes().siblings("290381", "2022")
    assert "290389" in {one.code for one in beside.escapes}
    assert {one.code[:4] for one in beside.known} == {"2903"}
    assert "290381" not in {one.code for one in (*beside.known, *beside.escapes)}
    assert {one.edition for one in beside.known} == {"2022"}


def test_the_codes_of_an_item_by_edition() -> None:
    by_edition = codes().codes_of("stockholm:lindane")
    assert list(by_edition) == ["2012", "2017", "2022"]
    assert "290381" in {entry.code for entry in by_edition["2022"]}
    assert {entry.ref for found in by_edition.values() for entry in found} == {"stockholm:lindane"}
    assert codes().codes_of("stockholm:nothing") == {}
    assert codes().refs("Lindane") == ("rotterdam:lindane", "stockholm:lindane")
    assert codes().refs("basel:a1181") == ("basel:A1181",)
    assert codes().refs("lindan") == ()


# Across editions


@pytest.mark.parametrize(
    ("code", "start", "end", "expected"),
    [
        ("290331", "2017", "2022", {"290362": "same"}),
        ("290331", "2012", "2022", {"290362": "same"}),
        ("290362", "2022", "2012", {"290331": "same"}),
        ("293299", "2017", "2022", {"293296": "split", "293299": "split"}),
        ("293296", "2022", "2017", {"293299": "split"}),
        ("293154", "2022", "2012", {"293190": "split"}),
        ("291470", "2012", "2022", {"291471": "split", "291479": "split"}),
        ("681292", "2017", "2022", {"681299": "merged"}),
        ("380850", "2012", "2017", {"380852": "split", "380859": "moved"}),
        ("810730", "2017", "2022", {"811261": "same"}),
        ("3915.10.00", "2012", "2022", {"391510": "same"}),
        ("3915", "2012", "2022", {"3915": "same"}),
        ("960310", "2017", "2022", {}),
        ("290381", "2022", "2028", {}),
        ("290381", "2022", "2022", {}),
    ],
)
def test_what_became_of_a_code(
    code: str, start: HsEdition, end: HsEdition, expected: dict[str, str]
) -> None:
    assert pairs(codes().successors(code, start, end)) == expected


def test_batteries_were_divided_by_what_is_in_them() -> None:
    found = pairs(codes().successors("854810", "2017", "2022"))
    assert {code for code, relation in found.items() if relation == "split"} == {
        "854911", "854912", "854913", "854914", "854919",
    }  # fmt: skip


def test_the_way_back_is_the_way_there_turned_round() -> None:
    tables = Correlation(shipped())
    rows = [row for pack in shipped() for row in pack.rows(HsCorrelation)]
    there = {
        (code, link.code, link.relation)
        for code in {row.from_code for row in rows if row.from_edition == "2012"}
        for link in tables.follow(code, "2012", "2022")
    }
    back = {
        (link.code, code, link.relation)
        for code in {row.to_code for row in rows if row.to_edition == "2022"}
        for link in tables.follow(code, "2022", "2012")
    }
    assert {pair[:2] for pair in there} == {pair[:2] for pair in back}
    assert there == back


def test_relations_over_two_editions(tmp_path: Path) -> None:
    tables = correlation(
        tmp_path,
        """
        2012,290100,2017,290110,split
        2012,290100,2017,290120,split
        2012,290200,2017,290210,same
        2012,290300,2017,290310,merged
        2012,290400,2017,290310,merged
        2017,290110,2022,290111,same
        2017,290120,2022,290121,split
        2017,290120,2022,290129,split
        2017,290210,2022,290211,split
        2017,290210,2022,290219,split
        2017,290310,2022,290311,split
        2017,290310,2022,290319,split
        """,
    )
    assert pairs(tables.follow("290100", "2012", "2022")) == {
        "290111": "split", "290121": "split", "290129": "split",
    }  # fmt: skip
    assert pairs(tables.follow("290200", "2012", "2022")) == {"290211": "split", "290219": "split"}
    assert pairs(tables.follow("290300", "2012", "2022")) == {"290311": "moved", "290319": "moved"}
    assert pairs(tables.follow("290319", "2022", "2012")) == {"290300": "moved", "290400": "moved"}


def test_a_code_reached_on_two_ways_is_moved(tmp_path: Path) -> None:
    tables = correlation(
        tmp_path,
        """
        2012,290100,2017,290110,split
        2012,290100,2017,290120,split
        2017,290110,2022,290111,merged
        2017,290120,2022,290111,merged
        """,
    )
    assert pairs(tables.follow("290100", "2012", "2022")) == {"290111": "moved"}


def test_the_first_pack_to_link_two_codes_has_the_say(tmp_path: Path) -> None:
    first = tiny(tmp_path / "a", hs_correlation="2017,290100,2022,290100,split,,known,T\n")
    second = tiny(tmp_path / "b", hs_correlation="2017,290100,2022,290100,same,,known,T\n")
    tables = Correlation([first, second])
    assert pairs(tables.follow("290100", "2017", "2022")) == {"290100": "split"}


def test_which_links_hold_all_goods_of_a_code() -> None:
    forward = [relation for relation in ("same", "split", "merged", "moved")
               if holds_all(relation, forward=True)]  # fmt: skip
    back = [relation for relation in ("same", "split", "merged", "moved")
            if holds_all(relation, forward=False)]  # fmt: skip
    assert (forward, back) == (["same", "merged"], ["same", "split"])


def test_the_history_of_a_code_tells_each_edition_that_is_known() -> None:
    told = {(one.edition, one.to) for one in codes().history("290331")}
    assert told == {("2012", "2017"), ("2012", "2022"), ("2017", "2012"), ("2017", "2022")}
    assert {one.edition for one in codes().history("290331", "2017")} == {"2017"}


# The shipped rows


def test_an_item_under_a_code_that_did_not_change_is_there_in_both_editions() -> None:
    """Of 2017 and 2022, which the packs know in full."""
    tables = Correlation(shipped())
    rows = {
        (edition, code, pack.name, key)
        for pack in shipped()
        for edition, code, key in (
            *((h.hs_edition, h.hs_code, h.ref_id) for h in pack.rows(HsHint)),
            *((i.scheme[2:], i.value, i.substance_id) for i in pack.rows(Identifier)),
        )
    }
    missing = [
        (edition, code, name, key, link.edition, link.code)
        for edition, code, name, key in rows
        for start, end in (("2017", "2022"), ("2022", "2017"))
        if edition == start
        for link in tables.follow(code, start, end)  # type: ignore[arg-type]
        if link.relation == "same" and (end, link.code, name, key) not in rows
    ]
    assert missing == []


def test_rows_by_correlation_rest_on_goods_that_are_the_same() -> None:
    tables = Correlation(shipped())
    rows = [row for pack in shipped() for row in pack.rows(HsHint) if "by correlation" in row.notes]
    assert len(rows) > 500
    for row in rows:
        assert row.hs_edition == "2012"
        assert pairs(tables.follow(row.hs_code, "2012", "2017")) == {row.hs_code: "same"}, row.row


# An edition that is yet to come


def test_a_row_of_an_edition_to_come_loads_verifies_and_is_used(tmp_path: Path) -> None:
    identifiers = SOUND["identifiers.csv"] + "ddt,HS2028,290391,exact,,known,T\n"
    hints = SOUND["hs_hints.csv"] + "2028,3925,Waste plastics,waste_code,Y48,exact,,,known,L\n"
    pack = tiny(tmp_path / "tiny", identifiers=identifiers, hs_hints=hints)
    assert verify([pack]) == []
    pack = as_stockholm(pack)
    assert [e.ref for e in HsCodes([pack]).hides("2903.91", "2028")] == ["stockholm:ddt"]
    assert list(HsCodes([pack]).codes_of("stockholm:ddt")) == ["2022", "2028"]
    registry = Index.build([pack]).registry
    for edition in ("2028", ""):
        (entry,) = registry.customs_entries("290391", edition)
        assert (entry.listing.ref, entry.specificity) == ("stockholm:ddt", "exact")
    assert registry.customs_entries("290391", "2022") == ()
    heading = Library([pack]).view(LAW_AS_OF).waste_heading("2028", "392510")
    assert heading is not None
    assert heading.ref_id == "Y48"


def test_a_declaration_may_name_an_edition_to_come() -> None:
    item = msgspec.convert({"hs_code": "290391", "hs_edition": "2028"}, Item)
    assert item.hs_edition == "2028"


def test_a_correlation_with_an_edition_to_come_has_to_be_whole(tmp_path: Path) -> None:
    rows = SOUND["hs_correlation.csv"].removeprefix(LINKS)
    pack = tiny(tmp_path / "tiny", hs_correlation=rows + "2022,3915,2028,3915,same,,known,T\n")
    assert [problem.problem for problem in verify([pack])] == [
        "HS code 290392 of 2022 has no row to or from 2028"
    ]


# The checks


FAULTS = {
    "digits": ("2017,3915,2022", "2017,39151,2022", 3, "HS code '39151'", "4 or 6 digits"),
    "points": ("2022,290392", "2022,2903.92", 2, "HS code '2903.92'", "no points"),
    "backwards": (
        "2017,3915,2022,3915", "2022,3915,2017,3915", 3, "edition 2017 does not follow 2022", "old"
    ),
    "leap": (
        "2017,3915,2022,3915", "2012,3915,2022,3915", 3, "edition 2022 does not follow 2012", "next"
    ),
    "itself": (
        "2017,3915,2022,3915", "2022,3915,2022,3915", 3, "edition 2022 does not follow 2022", "next"
    ),
    "lengths": (
        "2022,3915,", "2022,391510,", 3, "3915 and 391510 are not of one length", "heading with"
    ),
    "same-twice": (
        "2017,3915,2022,3915", "2017,290392,2022,290399", 3,
        "290392 and 290399 are not the same, as other rows link them too", "split, merged or moved",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "problem", "remedy"), FAULTS.values(), ids=FAULTS)
def test_a_fault_of_the_correlation_is_found(
    tmp_path: Path, old: str, new: str, line: int, problem: str, remedy: str
) -> None:
    found = verify([changed(tmp_path / "tiny", "hs_correlation.csv", old, new)])
    matching = [one for one in found if problem in one.problem]
    assert {(one.file, one.line) for one in matching} == {("tiny@2026.1/hs_correlation.csv", line)}
    assert all(remedy in one.remedy for one in matching)


@pytest.mark.parametrize(
    ("hint", "problem"),
    [
        (
            "2017,290393,HCB,substance,hcb,group,,,known,L\n",
            "290393 of 2017 has no row to or from 2022",
        ),
        (
            "2022,290393,HCB,substance,hcb,group,,,known,L\n",
            "290393 of 2022 has no row to or from 2017",
        ),
    ],
)
def test_a_code_without_its_row_is_found_on_both_sides(
    tmp_path: Path, hint: str, problem: str
) -> None:
    pack = tiny(tmp_path / "tiny", hs_hints=SOUND["hs_hints.csv"] + hint)
    (found,) = verify([pack])
    assert (found.file, found.line) == ("tiny@2026.1/hs_hints.csv", 4)
    assert problem in found.problem
    assert "hs_correlation.csv" in found.remedy


def test_the_row_of_a_code_may_stand_in_another_pack(tmp_path: Path) -> None:
    rows = "2017,290393,2022,290393,same,,known,T\n"
    other = tiny(tmp_path / "other", hs_correlation=rows)
    hints = SOUND["hs_hints.csv"] + "2017,290393,HCB,substance,hcb,group,,,known,L\n"
    pack = tiny(tmp_path / "tiny", hs_hints=hints)
    assert [problem for problem in verify([pack], [other]) if "HS code" in problem.problem] == []


def test_without_any_correlation_nothing_is_asked(tmp_path: Path) -> None:
    assert verify([tiny(tmp_path / "tiny", hs_correlation="")]) == []
