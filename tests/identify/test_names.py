import pytest
from hypothesis import given
from hypothesis import strategies as st

from customhouse.declarations.declaration import Item
from customhouse.identify.candidate import Candidate
from customhouse.identify.index import Index
from tests.identify.small_packs import PACKS, STOCKHOLM, pack, substance, synonym

INDEX = Index.build(PACKS)


def found(text: str, index: Index = INDEX) -> dict[str, tuple[str, str]]:
    """Reference to (words, match) for every name found in a text."""
    return {
        c.ref: (c.evidence, c.match)
        for c in index.candidates(Item(description=text))
        if c.found_by == "name"
    }


@pytest.mark.parametrize(
    ("text", "ref", "words"),
    [
        ("Hexachlorobenzene technical", "stockholm:hcb", "Hexachlorobenzene"),
        ("HEXA-CHLORO BENZENE 99%", "stockholm:hcb", "HEXA-CHLORO BENZENE"),
        ("poudre d'hexachlorobenzène", "stockholm:hcb", "hexachlorobenzène"),
        ("hexachloro-\nbenzene in drums", "stockholm:hcb", "hexachloro-\nbenzene"),
        ("insecticide chlor-dane", "stockholm:chlordane", "chlor-dane"),
        ("Chlorpyrifos48EC", "stockholm:chlorpyrifos", "Chlorpyrifos"),
        ("40%aldrin", "stockholm:aldrin", "aldrin"),
        ("p,p'-DDT 75% WP", "stockholm:ddt", "DDT"),
        ("α-hexachlorocyclohexane", "stockholm:alpha-hch", "α-hexachlorocyclohexane"),
        ("UV 328 stabiliser", "stockholm:uv328", "UV 328"),
        ("UV328", "stockholm:uv328", "UV328"),
        ("农药毒死蜱乳油", "stockholm:chlorpyrifos", "毒死蜱"),
        ("毒死蜱TC", "stockholm:chlorpyrifos", "毒死蜱"),
        ("препарат хлорпирифоса", "stockholm:chlorpyrifos", "хлорпирифоса"),
        ("مبيد الليندين", "stockholm:lindane", "ليندين"),
        ("аldrin", "stockholm:aldrin", "аldrin"),
        ("perfluorooctanoic acid", "stockholm:pfoa", "perfluorooctanoic acid"),
        ("perfluorooctane sulphonic acid", "stockholm:pfos", "perfluorooctane sulphonic acid"),
        ("polychlorinated biphenyl", "stockholm:pcb", "polychlorinated biphenyl"),
        ("heptabromodiphenyl ether", "stockholm:bde", "heptabromodiphenyl ether"),
        (
            "short chain chlorinated paraffins",
            "stockholm:sccp",
            "short chain chlorinated paraffins",
        ),
    ],
)
def test_a_name_is_found_in_any_of_its_spellings(text: str, ref: str, words: str) -> None:
    evidence, match = found(text)[ref]
    assert match == "exact"
    assert words in evidence


@pytest.mark.parametrize(
    "text",
    [
        "chlorpyrifos-methyl 50 EC",
        "Chlorpyrifos methyl",
        "Dechlorane 602",
        "printed circuit board",
        "Buzz Aldrin figure",
        "aldrinella seeds",  # inside another word
        "predalaldrin",
        "silk noil",  # N-Oil without its hyphen
        "end, rin",  # parted firmly
        "hexachloro (benzene)",
        "245 T",
        "concrete mixer",
    ],
)
def test_what_only_looks_like_a_name_is_not_found(text: str) -> None:
    assert found(text) == {}


def test_the_longest_name_wins() -> None:
    assert set(found("Dechlorane Plus")) == {"stockholm:dechlorane-plus"}
    assert found("Dechlorane")["stockholm:mirex"] == ("Dechlorane", "exact")


def test_a_false_friend_does_not_hide_the_name_beside_it() -> None:
    assert set(found("printed circuit board with DDT")) == {"stockholm:ddt"}


def test_a_name_counts_in_every_convention_that_lists_the_substance() -> None:
    assert set(found("lindane")) == {"stockholm:lindane", "rotterdam:lindane"}
    assert set(found("ليندين")) == {"stockholm:lindane", "rotterdam:lindane"}


def test_a_false_friend_of_one_entry_that_is_another_entry_is_found_as_that() -> None:
    assert found("alachlor") == {"rotterdam:alachlor": ("alachlor", "exact")}


def test_a_name_of_a_chemical_inside_the_name_of_a_waste_is_found_too() -> None:
    assert {"basel:A3180", "stockholm:pcb"} <= set(found("waste PCB oil"))


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("PCB transformer", "stockholm:pcb"),  # weak in the table
        ("asbestos", "rotterdam:amosite"),  # short form of two entries
        ("Scotchgard", "stockholm:pfos"),  # the remark in brackets is missing
        ("lock on mechanism", "stockholm:chlorpyrifos"),  # a space for a hyphen
        ("saco de 71 kg", "stockholm:bde"),
        ("DDT75WP", "stockholm:ddt"),  # digits on a short name
        ("amino-aldrin", "stockholm:aldrin"),  # part of another chemical's name
        ("aldrin-2-carboxylate", "stockholm:aldrin"),
        ("aldrin, phenyl-", "stockholm:aldrin"),
        ("(methoxymethyl)aldrin", "stockholm:aldrin"),
    ],
)
def test_a_name_that_does_not_settle_the_matter_is_weak(text: str, ref: str) -> None:
    candidates = INDEX.candidates(Item(description=text))
    (candidate,) = [c for c in candidates if c.ref == ref]
    assert (candidate.match, candidate.specificity) == ("weak", "flag")


@pytest.mark.parametrize(
    "text",
    [
        "free of lindane",
        "free from any lindane",
        "lindane-free",
        "lindane free",
        "lindane: none",
        "lindane not detected",
        "does not contain lindane",
        "does not contain any insecticide lindane",
        "free of PCB, DDT and lindane",
        "sans lindane",
        "libre de lindane",
        "non-lindane",
        "без линдана",
        "خال من الليندين",
    ],
)
def test_a_denied_name_is_a_hint(text: str) -> None:
    candidates = [c for c in INDEX.candidates(Item(description=text)) if "lindane" in c.ref]
    assert {(c.match, c.specificity) for c in candidates} == {("denied", "flag")}


def test_a_denial_in_chinese_needs_no_spaces() -> None:
    assert found("本品不含毒死蜱")["stockholm:chlorpyrifos"][1] == "denied"
    assert found("毒死蜱未检出")["stockholm:chlorpyrifos"][1] == "denied"


@pytest.mark.parametrize(
    "text",
    [
        "lindane free flowing",
        "lindane free of charge",
        "lindane free of DDT",
        "No. 5 lindane",
        "free of DDT, lindane 25% EC",  # a strength: this one is in it
        "free of DDT. Contains lindane",
        "DDT-free, lindane",
        "drum without label, lindane",
    ],
)
def test_a_cue_for_something_else_denies_nothing(text: str) -> None:
    assert found(text)["stockholm:lindane"][1] == "exact"


def test_a_false_friend_that_only_denies_leaves_a_trace() -> None:
    assert found("PCB-free oil")["stockholm:pcb"] == ("PCB", "denied")


@pytest.mark.parametrize(
    ("text", "ref"),
    [
        ("chlorpyrifoss", "stockholm:chlorpyrifos"),
        ("clorpyrifos 48 EC", "stockholm:chlorpyrifos"),
        ("ch1orpyrifos", "stockholm:chlorpyrifos"),
        ("chlorpyrfios", "stockholm:chlorpyrifos"),
        ("hexachlrobenzen", "stockholm:hcb"),
        ("m1rex bait", "stockholm:mirex"),
        ("rnirex bait", "stockholm:mirex"),
        ("a1drin", "stockholm:aldrin"),
        ("polychlorinated biphenils", "stockholm:pcb"),
        ("hexachloro benzane", "stockholm:hcb"),
        ("short chain clorinated parafins", "stockholm:sccp"),
        ("perfluorooctane sulfonc acid", "stockholm:pfos"),  # over a false friend
        ("хлорперифос", "stockholm:chlorpyrifos"),
    ],
)
def test_a_misspelt_name_is_found_as_such(text: str, ref: str) -> None:
    candidates = INDEX.candidates(Item(description=text))
    assert [(c.match, c.specificity) for c in candidates if c.ref == ref] == [("fuzzy", "flag")]


@pytest.mark.parametrize(
    "text",
    [
        "chlorpyrifos-methil chlorpyrifos-methyl",
        "alaclor alachlor",
        "aldrim",  # too short for a slip
        "chlordene",  # a chemical of its own
        "pentachlorobiphenyl ether",
        "perfluorobutane sulfonic acid",  # a part that changes the substance
        "octabromodiphenyl ether",
        "hexachloro, benzane",
    ],
)
def test_another_word_is_not_a_slip(text: str) -> None:
    assert not [c for c in found(text).values() if c[1] == "fuzzy" and c[0] not in "alaclor"]


def test_a_slip_is_denied_like_a_name() -> None:
    assert found("free of chlorpyrifoss")["stockholm:chlorpyrifos"][1] == "denied"


def test_what_is_nearest_to_a_false_friend_is_no_slip_of_a_listed_name() -> None:
    assert found("perfluorooctan") == {}


def test_a_table_weakens_what_its_neighbour_calls_strong() -> None:
    index = Index.build(
        [
            pack("stockholm", substance("x", "Xylindane"), synonym("x", "Octa", strength="weak")),
            pack("rotterdam", substance("x", "Xylindane", "rotterdam"), synonym("x", "Octa")),
        ]
    )
    assert {match for _, match in found("octa", index).values()} == {"weak"}
    assert {match for _, match in found("Xylindane", index).values()} == {"exact"}


WORDS = st.lists(
    st.sampled_from(["steel", "cotton", "25kg", "the,", "(new)", "é", "毒", "12/3", "of;", "-"])
)


@given(WORDS, st.sampled_from(["lindane", "毒死蜱", "хлорпирифос", "UV-328", "Mirex"]), WORDS)
def test_unrelated_words_never_remove_an_exact_candidate(
    before: list[str], name: str, after: list[str]
) -> None:
    alone = {c.ref for c in INDEX.candidates(Item(description=name))}
    text = " ".join([*before, name, *after])
    kept = {c.ref for c in INDEX.candidates(Item(description=text)) if c.specificity == "exact"}
    assert alone <= kept


PIECES = st.lists(
    st.sampled_from(["lindane", "Lindane-", "аldrin", "hexachloro", "benzène", "chlorpyrifoss"])
    | st.sampled_from(["毒死蜱", "ليندين", "UV", "328", "PCB", "free", "of,", "не", "без", "废"])
    | st.sampled_from(["309-00-2", "CAS", "UN", "2761", "A1180", "Y48", "waste", "(", ")", "."])
    | st.sampled_from(["-", "\u00ad", "e\u0301"]),
    max_size=12,
)


@given(PIECES, st.sampled_from(["", " ", "-", ", "]))
def test_spans_always_slice_to_the_evidence(pieces: list[str], glue: str) -> None:
    text = glue.join(pieces)
    for candidate in INDEX.candidates(Item(description=text)):
        assert candidate.span is not None
        start, end = candidate.span
        assert text[start:end] == candidate.evidence != ""


@given(PIECES)
def test_candidates_are_in_one_order_and_each_once(pieces: list[str]) -> None:
    item = Item(description=" ".join(pieces), hs_code="2903.82", cas=("309-00-2",))
    first = INDEX.candidates(item)
    assert first == Index.build(PACKS).candidates(item)
    keys = [(c.ref, c.found_by, c.field, c.evidence) for c in first]
    assert len(set(keys)) == len(keys)
    ranks = [("exact", "group", "flag").index(c.specificity) for c in first]
    assert ranks == sorted(ranks)
    for rank in set(ranks):
        refs = [c.ref for c, own in zip(first, ranks, strict=True) if own == rank]
        assert refs == sorted(refs)


@given(st.text(max_size=200))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    for candidate in INDEX.candidates(Item(description=text)):
        assert isinstance(candidate, Candidate)


def test_rows_cite_the_pack_of_the_convention() -> None:
    rows = {c.ref: c.row for c in INDEX.candidates(Item(description="Aldrin"))}
    own = {s.row for s in STOCKHOLM.rows(type(substance("a", "b")))}
    assert rows["stockholm:aldrin"] in own
    assert rows["rotterdam:aldrin"] not in own
