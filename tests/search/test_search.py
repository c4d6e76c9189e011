"""What the search finds in the shipped packs, in which order, and how fast."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customhouse.reference.pack import load_shipped
from customhouse.search.kinds import KINDS
from customhouse.search.search import Search


def refs(search: Search, query: str, first: int = 3) -> list[str]:
    return [result.ref for result in search.find(query, limit=first).results]


@pytest.mark.parametrize(
    ("query", "ref"),
    [
        ("58-89-9", "stockholm:lindane"),
        ("CAS 50-29-3", "stockholm:ddt"),
        ("200-024-3", "stockholm:ddt"),
        ("3808.59", "hs:380859"),
        ("HS 380859", "hs:380859"),
        ("38085910", "hs:380859"),
        ("A1181", "basel:A1181"),
        ("y48", "basel:Y48"),
        ("stockholm:lindane", "stockholm:lindane"),
        ("BAS-26", "basel:art-6-1"),
        ("lindane", "stockholm:lindane"),
        ("hexachloro benzene", "stockholm:hcb"),
        ("α-HCH", "stockholm:alpha-hch"),
        ("endosulphan", "stockholm:endosulfan"),
        ("hexachlorob", "stockholm:hcb"),
        ("lindnae", "stockholm:lindane"),
        ("polychlorinated byphenyls", "stockholm:pcb"),
        ("линдана", "stockholm:lindane"),
        ("滴滴涕", "stockholm:ddt"),
        ("الأسبستوس", "rotterdam:amosite"),
        ("mixed plastic waste", "basel:Y48"),
        ("batteries lead waste acid", "basel:A1160"),
        ("article 6 basel", "basel:art-6-1"),
        ("Art. 3(2)(b)(iii) Stockholm", "stockholm:art-3-2-b-iii"),
        ("annex viii", "basel:annex-viii"),
        ("transit information", "rotterdam:art-14-5"),
        ("allemagne", "iso:DEU"),
        ("Deutschland", "iso:DEU"),
        ("德国", "iso:DEU"),
        ("united kindom", "iso:GBR"),
        ("DEU", "iso:DEU"),
        ("prior informed consent", "term:prior informed consent"),
        ("事先知情同意", "term:prior informed consent"),
        ("bill of lading", "term:bill of lading"),
        ("XPS insulation", "stockholm:hbcd"),
    ],
)
def test_found_near_the_top(search: Search, query: str, ref: str) -> None:
    assert ref in refs(search, query, 5)


@pytest.mark.parametrize("query", ["Buzz Aldrin", "chlorpyrifos-methyl", "white asbestos"])
def test_a_false_friend_comes_first_and_says_so(search: Search, query: str) -> None:
    first = search.find(query).results[0]
    assert first.kind == "near_miss"
    assert "but is not" in first.detail


def test_numbers_come_before_names_and_names_before_slips(search: Search) -> None:
    number, name, begun, words, slip = (
        search.find(query).results[0].score
        for query in ("58-89-9", "lindane", "lindan", "board insulation", "lindnae")
    )
    assert number > name > begun > words > slip


def test_a_number_is_never_taken_for_misspelt(search: Search) -> None:
    assert search.find("58-89-8").total == 0
    assert search.find("132207-32-1").total == 0
    assert all(result.ref != "basel:A1181" for result in search.find("A1182").results)


def test_every_word_has_to_be_met(search: Search) -> None:
    assert search.find("lindane").total > 0
    assert search.find("lindane zzqxv").total == 0


def test_filler_words_may_be_missing(search: Search) -> None:
    assert refs(search, "the lindane") == refs(search, "lindane")


def test_a_convention_among_words_narrows(search: Search) -> None:
    found = search.find("lindane rotterdam").results
    assert found[0].ref == "rotterdam:lindane"
    assert all("rotterdam" in result.conventions for result in found)


def test_paragraphs_are_in_their_order(search: Search) -> None:
    found = refs(search, "article 6 basel", 20)
    assert found.index("basel:art-6-2") < found.index("basel:art-6-10")
    assert all(ref.startswith("basel:art-6") for ref in found)


def test_words_beside_a_citation_have_to_be_met(search: Search) -> None:
    assert refs(search, "article 6 insurance", 20) == ["basel:art-6-11"]
    assert search.find("article 6 zzqxv").total == 0


def test_a_thing_told_in_several_languages_is_one(search: Search) -> None:
    found = refs(search, "transit", 100)
    assert found.count("term:transit") == 1


def test_facets_say_what_another_choice_would_give(search: Search) -> None:
    everything = search.find("lindane", limit=1000)
    assert sum(everything.kinds.values()) == everything.total == len(everything.results)
    entries = search.find("lindane", kinds=("entry",), limit=1000)
    assert {result.kind for result in entries.results} == {"entry"}
    assert entries.total == everything.kinds["entry"]
    assert entries.kinds == everything.kinds
    basel = search.find("lindane", conventions=("rotterdam",), limit=1000)
    assert basel.total == everything.conventions["rotterdam"]
    assert basel.conventions == everything.conventions
    assert all("rotterdam" in result.conventions for result in basel.results)


def test_the_limit_cuts_results_and_not_the_count(search: Search) -> None:
    found = search.find("chlor", limit=2)
    assert len(found.results) == 2
    assert found.total > 2


@pytest.mark.parametrize("query", ["", " ", "((((", "*", '"', "\x00", "zzqxv", "🧪", "x" * 10_000])
def test_nothing_is_found_for_nothing(search: Search, query: str) -> None:
    found = search.find(query)
    assert (found.total, found.results, found.kinds) == (0, (), {})


HOSTILE = (
    "(?:a+)+$" * 200,
    "' OR 1=1; DROP TABLE lines; --",
    'NEAR("a" "b", 2) AND lines MATCH *',
    "\x1b[2J\x00\u202e" * 500,
    "a " * 5000,
    "chlor " * 2000,
    "po co in ch st ba wa ro an of hs" * 50,
    "滴" * 10_000,
    "\ud800lindane",
    "art " * 500 + "6",
    "1" * 10_000,
)


@pytest.mark.parametrize("query", HOSTILE)
def test_answers_to_hostile_queries_can_be_written(search: Search, query: str) -> None:
    search.find(query).query.encode()


@given(st.text(max_size=60))
def test_any_text_gives_an_ordered_answer_without_doubles(search: Search, query: str) -> None:
    found = search.find(query, limit=1000)
    scores = [result.score for result in found.results]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)
    things = [(result.kind, result.ref, result.title) for result in found.results]
    assert len(things) == len(set(things))
    assert all(result.kind in KINDS and result.matched for result in found.results)


def test_the_same_packs_give_the_same_answers() -> None:
    packs = load_shipped()
    queries = ("lindane", "waste", "art 6", "lindnae", "de")
    first, second = Search(packs), Search(packs)
    assert [first.find(q) for q in queries] == [second.find(q) for q in queries]
