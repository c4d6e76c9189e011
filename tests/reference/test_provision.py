import pytest

from customhouse.desk import Desk
from customhouse.reference.pack import OPTIONAL, load_shipped
from customhouse.reference.provision import provision_words


@pytest.mark.parametrize(
    ("provision", "words"),
    [
        ("basel:art-4a", "Basel Convention, Article 4A"),
        ("basel:art-4-7-c", "Basel Convention, Article 4(7)(c)"),
        ("basel:art-6-11", "Basel Convention, Article 6(11)"),
        ("basel:annex-ix", "Basel Convention, Annex IX"),
        ("rotterdam:art-2-f", "Rotterdam Convention, Article 2(f)"),
        ("rotterdam:annex-iii", "Rotterdam Convention, Annex III"),
        ("stockholm:art-3", "Stockholm Convention, Article 3"),
        ("stockholm:art-3-2-b-iii", "Stockholm Convention, Article 3(2)(b)(iii)"),
        ("stockholm:art-6-1-d-iv", "Stockholm Convention, Article 6(1)(d)(iv)"),
        ("stockholm:annex-a", "Stockholm Convention, Annex A"),
        ("stockholm:annex-c", "Stockholm Convention, Annex C"),
        ("stockholm:annex-a-ii-a", "Stockholm Convention, Annex A, Part II(a)"),
        ("stockholm:annex-a-x", "Stockholm Convention, Annex A, Part X"),
        ("stockholm:annex-a-i-note-ii", "Stockholm Convention, Annex A, Part I, note (ii)"),
        ("stockholm:annex-a-note-i", "Stockholm Convention, Annex A, note (i)"),
        ("montreal:art-4b", "Montreal Protocol, Article 4B"),
        ("montreal:annex-f", "Montreal Protocol, Annex F"),
        ("minamata:art-3-6", "Minamata Convention, Article 3(6)"),
        ("cwc:art-6-3", "Chemical Weapons Convention, Article VI(3)"),
        ("cwc:art-10", "Chemical Weapons Convention, Article X"),
        ("cwc:art-24-1-b", "Chemical Weapons Convention, Article XXIV(1)(b)"),
    ],
)
def test_provision_in_words(provision: str, words: str) -> None:
    assert provision_words(provision) == words


@pytest.mark.parametrize(
    "odd", ["", "basel", "basel:", ":art-3", "basel:art", "basel:x-1", "a:art--1"]
)
def test_an_unknown_form_stays_as_it_is(odd: str) -> None:
    assert provision_words(odd) == odd


def test_every_rule_of_the_packs_has_words(desk: Desk) -> None:
    for rule in desk.library.rules.values():
        assert " Convention, A" in provision_words(rule.provision), rule.id


def test_every_rule_of_the_optional_packs_has_words() -> None:
    packs = [pack for pack in load_shipped(optional=OPTIONAL) if pack.name in OPTIONAL]
    for rule in (rule for pack in packs for rule in pack.rules):
        treaty, comma, place = provision_words(rule.provision).partition(", ")
        assert treaty.endswith((" Convention", " Protocol")), rule.id
        assert comma
        assert place.startswith(("Article ", "Annex ")), rule.id
