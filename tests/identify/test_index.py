import pytest

from customhouse.declarations.declaration import Formulation, Ingredient, Item
from customhouse.identify.index import Index
from tests.identify.small_packs import PACKS

INDEX = Index.build(PACKS)


def refs(item: Item) -> dict[str, str]:
    """Reference to specificity."""
    return {c.ref: c.specificity for c in INDEX.candidates(item)}


def test_a_cas_number_counts_in_every_convention_by_its_own_table() -> None:
    item = Item(cas=("309-00-2",))
    assert refs(item) == {"stockholm:aldrin": "exact", "rotterdam:aldrin": "group"}
    assert {c.field for c in INDEX.candidates(item)} == {"cas[0]"}


def test_an_ec_number_is_a_number_of_the_substance() -> None:
    candidates = INDEX.candidates(Item(description="EC 200-401-2"))
    assert {(c.ref, c.found_by) for c in candidates} == {
        ("rotterdam:lindane", "cas"),
        ("stockholm:lindane", "cas"),
    }


@pytest.mark.parametrize("cas", ["309-00-3", "5598-13-0", "50-00-0"])
def test_a_wrong_a_mistaken_or_an_unlisted_number_points_nowhere(cas: str) -> None:
    assert refs(Item(cas=(cas,))) == {}


def test_numbers_and_names_of_ingredients_are_read() -> None:
    ingredients = (Ingredient(name="water"), Ingredient(name="Mirex", cas="309-00-2"))
    candidates = INDEX.candidates(Item(formulation=Formulation(ingredients=ingredients)))
    assert {(c.ref, c.field) for c in candidates} == {
        ("stockholm:mirex", "formulation.ingredients[1].name"),
        ("stockholm:aldrin", "formulation.ingredients[1].cas"),
        ("rotterdam:aldrin", "formulation.ingredients[1].cas"),
    }


@pytest.mark.parametrize(
    ("code", "edition", "expected"),
    [
        ("2903.83", "2022", {"stockholm:mirex": "exact"}),
        ("2903.83", "2017", {"stockholm:mirex": "group"}),
        ("2903.83", "", {"stockholm:mirex": "exact", "stockholm:aldrin": "flag"}),
        ("2903.83.00.10", "2022", {"stockholm:mirex": "exact"}),
        ("290383", "2012", {"stockholm:aldrin": "flag"}),  # the heading, for want of better
        ("3808.91", "2022", {"rotterdam:aldrin": "flag"}),  # its own convention alone
        ("3915.10", "2022", {"basel:B3011": "group"}),  # the longest prefix
        ("3915.90", "2022", {"basel:Y48": "group"}),
        ("3915", "2017", {}),
        ("39", "2022", {}),
    ],
)
def test_a_customs_code_is_read_in_its_edition(
    code: str, edition: str, expected: dict[str, str]
) -> None:
    assert refs(Item(hs_code=code, hs_edition=edition)) == expected  # type: ignore[arg-type]


def test_an_un_number_is_as_firm_as_its_table_says() -> None:
    candidates = INDEX.candidates(Item(un=("UN 2761",)))
    assert {(c.ref, c.found_by, c.specificity) for c in candidates} == {
        ("stockholm:aldrin", "un", "flag"),
        ("rotterdam:aldrin", "un", "flag"),
    }


def test_a_declared_code_is_sure_and_an_operation_is_no_waste() -> None:
    assert refs(Item(waste_codes=("a 1180", "AC300", "R4", "A9999"))) == {"basel:A1180": "exact"}


@pytest.mark.parametrize(
    ("text", "specificity"),
    [
        ("scrap A1180", "exact"),  # the text speaks of waste
        ("Basel code A1180", "exact"),
        ("bearing A1180", "flag"),
        ("bearing A1180, no scrap", "flag"),
    ],
)
def test_a_code_in_words_is_sure_only_beside_waste_or_its_label(
    text: str, specificity: str
) -> None:
    assert refs(Item(description=text))["basel:A1180"] == specificity


def test_the_same_evidence_counts_once_at_its_firmest() -> None:
    candidates = INDEX.candidates(Item(description="Mirex-free; contains Mirex"))
    assert [(c.ref, c.match) for c in candidates] == [("stockholm:mirex", "exact")]


def test_facts_are_not_text() -> None:
    assert refs(Item(facts={"description": "lindane"})) == {}


def test_false_friends_are_known() -> None:
    assert INDEX.is_near_miss("5598-13-0")
    assert INDEX.is_near_miss("Chlorpyrifos Methyl")
    assert not INDEX.is_near_miss("alachlor")  # listed elsewhere
    assert not INDEX.is_near_miss("309-00-2")


@pytest.mark.parametrize(
    ("text", "vague"),
    [
        ("", True),
        ("chemical, n.e.s., in drums 25kg", True),
        ("Insecticide 48EC", True),
        ("flame retardant", True),
        ("化学品 25", True),
        ("copper sulphate", False),
        ("硫酸铜", False),
        ("2,4-X lindane", False),
        ("UV-328", False),
    ],
)
def test_a_description_is_vague_without_a_word_of_its_own(text: str, vague: bool) -> None:
    assert INDEX.vocabulary.read(text).vague is vague


@pytest.mark.parametrize(
    ("text", "waste"),
    [
        ("spent catalyst", True),
        ("Metal SCRAP", True),
        ("non-hazardous waste", True),
        ("Kunststoffabfall", True),
        ("отходов пластмасс", True),
        ("النفايات", True),
        ("废塑料", True),
        ("wastewater pump", False),
        ("non-waste", False),
        ("free of scrap", False),
        ("new catalyst", False),
    ],
)
def test_a_description_says_waste_unless_it_denies_it(text: str, waste: bool) -> None:
    assert INDEX.vocabulary.read(text).says_waste is waste


@pytest.mark.parametrize(
    ("text", "used"),
    [("used pumps", True), ("second-hand clothes", True), ("oil used for pumps", False)],
)
def test_a_description_says_used_of_the_goods(text: str, used: bool) -> None:
    assert INDEX.vocabulary.read(text).says_used is used
