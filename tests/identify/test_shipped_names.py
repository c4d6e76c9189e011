"""The shipped packs as identification meets them: what is in a table is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customhouse.declarations.declaration import Item
from customhouse.identify.fuzzy import FuzzyNames
from customhouse.identify.index import Index
from customhouse.identify.lookalikes import LOOKALIKES
from customhouse.identify.normalise import Folded, fold, squeeze
from customhouse.identify.slips import slips
from customhouse.reference.pack import Pack, load_shipped
from customhouse.reference.records import GenericTerm, NearMiss, Synonym

PACKS: tuple[Pack, ...] = load_shipped()
INDEX = Index.build(PACKS)
NAMES = sorted(
    pattern.squeezed
    for pattern in INDEX.names.patterns
    if pattern.squeezed.isascii()
    and pattern.squeezed.isalpha()
    and 9 <= len(pattern.squeezed) <= 60
    and any(not meaning.weak and not meaning.trade for meaning in pattern.chemicals)
)


def named(text: str) -> dict[str, str]:
    """Reference to match, of every name found."""
    candidates = INDEX.candidates(Item(description=text))
    return {c.ref: c.match for c in candidates if c.found_by == "name"}


def test_every_name_of_a_table_is_found_in_a_line_of_goods() -> None:
    missed = [
        row.row
        for pack in PACKS
        for row in pack.rows(Synonym)
        if not squeeze(row.name).isdigit()
        and not {one.ref for one in INDEX.listings[row.substance_id]}
        & named(f"{row.name} 25 kg in drums").keys()
    ]
    assert missed == []


def test_no_false_friend_is_taken_for_what_it_resembles() -> None:
    taken = []
    for pack in PACKS:
        for row in pack.rows(NearMiss):
            refs = {one.ref for one in INDEX.listings.get(row.resembles, ())}
            found = named(f"{row.name} 25 kg in drums") if row.name else {}
            taken += [(row.row, ref) for ref in refs if found.get(ref) in ("exact", "fuzzy")]
    assert taken == []


@given(
    st.sampled_from(NAMES),
    st.sampled_from(["left out", "changed places", "doubled"]),
    st.integers(1, 58),
)
def test_a_slip_in_a_long_name_still_points_to_it(name: str, slip: str, place: int) -> None:
    place = 1 + place % (len(name) - 2)
    before, sign, after = name[:place], name[place], name[place + 1 :]
    word = {
        "left out": before + after,
        "changed places": before + after[0] + sign + after[1:],
        "doubled": before + sign + sign + after,
    }[slip]
    pattern = INDEX.names.named(name)
    assert pattern is not None
    wanted = {meaning.listing.ref for meaning in pattern.chemicals}
    spared = INDEX.names.named(word) is not None or word in LOOKALIKES
    another_chemical = slips(word, name, 2) is None  # "ethyl" out of "methyl"
    assert spared or another_chemical or wanted & named(word).keys()


@pytest.mark.parametrize("word", sorted(LOOKALIKES))
def test_each_lookalike_is_an_ordinary_word_that_would_be_taken_for_a_name(
    word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert fold(word) == word
    assert named(word) == {}
    monkeypatch.setattr("customhouse.identify.fuzzy.LOOKALIKES", frozenset())
    fuzzy = FuzzyNames(INDEX.names.patterns, INDEX.vocabulary)
    assert fuzzy.find(Folded(word), [])


@pytest.mark.parametrize(
    "text",
    [
        "titanium dioxide rutile",
        "ceramic paste for tiles",
        "seat belts and conveyor rollers",
        "concrete mixer 350 l",
        "methylene dichloride",
        "propylene oxide",
        "sodium dodecylbenzene sulfonate",
        "acrylic emulsion paint white 20 l",
        "stainless steel screws M8 x 25",
        "bicyclette de course",
        "cemento gris en sacos de 71 kg",
        "запасные части для экскаватора",
        "电动自行车配件",
        "قطع غيار السيارات",
    ],
)
def test_everyday_goods_name_nothing_listed(text: str) -> None:
    assert [ref for ref, match in named(text).items() if match in ("exact", "fuzzy")] == []


def test_the_generic_terms_are_well_formed() -> None:
    (terms,) = [pack.rows(GenericTerm) for pack in PACKS if pack.rows(GenericTerm)]
    assert {row.lang for row in terms} == {"en", "fr", "es", "de", "pt", "ru", "ar", "zh"}
    for row in terms:
        assert row.term.count("*") == (row.kind == "negation"), row.row
        assert squeeze(row.term), row.row
    for row in terms:
        if row.kind == "negation":
            leading, _, trailing = row.term.partition("*")
            assert not (leading and trailing), row.row
            assert set(named(f"{leading}lindane{trailing}").values()) == {"denied"}, row.row


def test_each_waste_word_says_waste_and_each_used_word_says_used() -> None:
    (terms,) = [pack.rows(GenericTerm) for pack in PACKS if pack.rows(GenericTerm)]
    for row in terms:
        if row.kind == "waste":
            assert INDEX.vocabulary.read(row.term).says_waste, row.row
        elif row.kind == "used":
            assert INDEX.vocabulary.read(row.term).says_used, row.row
