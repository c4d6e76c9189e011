import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customhouse.identify.normalise import FIRM, GAP, NONE, TIE, Folded, fold, separators, squeeze

WRITTEN = st.text(
    st.sampled_from("abcXYZéÉßøÆ -‐—_.,:;'’()\u00ad\u200b\u0301АаВвсеЁйαβΓ٠٣ـألَة毒死蜱ﬁ２\t\n𝐀²")
) | st.text(max_size=40)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Hexachlorobenzène", "hexachlorobenzene"),
        ("LIN\u00adDA\u200bNE", "lindane"),
        ("p,p’‑DDT", "p,p'-ddt"),
        ("Хлорпирифос", "хлорпирифос"),
        ("毒死蜱", "毒死蜱"),
        ("الألـــدِرين", "الالدرين"),
        ("２，４－Ｄ", "2,4-d"),
        ("٣٠٩", "309"),
        ("Straße", "strasse"),
        ("Fipronil ﬁne", "fipronil fine"),
    ],
)
def test_folding_keeps_the_word_and_drops_its_dress(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("аldrin", "aldrin"),  # Cyrillic а
        ("MIRЕX", "mirex"),  # Cyrillic Е
        ("Mirεx", "mirex"),  # Greek ε
        ("линдaн", "линдан"),  # Latin a
        ("αHCH", "αhch"),  # a real Greek prefix
        ("ДДТ", "ддт"),
    ],
)
def test_a_word_of_two_look_alike_scripts_comes_out_in_one(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    "text",
    ["Hexa-chlorobenzène", "hexachloro benzene", "HEXA_CHLORO.BENZENE", "hexachloro\nbenzene"],
)
def test_spellings_of_one_name_meet_when_squeezed(text: str) -> None:
    assert squeeze(text) == "hexachlorobenzene"


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("ab", [NONE]),
        ("a-b", [TIE]),
        ("a,b", [TIE]),
        ("a b", [GAP]),
        ("a - b", [GAP]),
        ("a, b", [FIRM]),
        ("a(b", [FIRM]),
        ("p,p'-d", [TIE, TIE]),
    ],
)
def test_separators_tell_how_firmly_words_are_parted(text: str, kinds: list[int]) -> None:
    assert list(separators(text)) == kinds


@given(WRITTEN)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(WRITTEN)
def test_squeezing_does_not_depend_on_folding_first(text: str) -> None:
    assert squeeze(text) == squeeze(fold(text)) == Folded(text).squeezed


@given(WRITTEN)
def test_every_word_leads_back_to_the_words_it_was_made_from(text: str) -> None:
    folded = Folded(text)
    for word, start, end in folded.words():
        first, last = folded.original(start, end)
        assert 0 <= first < last <= len(text)
        assert squeeze(word) in squeeze(text[first:last])


@given(WRITTEN)
def test_places_and_separators_cover_each_letter_and_digit(text: str) -> None:
    folded = Folded(text)
    assert "".join(folded.folded[place] for place in folded.places) == folded.squeezed
    assert len(separators(folded.folded)) == max(0, len(folded.squeezed) - 1)


def test_marks_after_the_last_letter_belong_to_it() -> None:
    text = unicodedata.normalize("NFD", "toxaphéné!")
    folded = Folded(text)
    start, end = folded.original(0, len("toxaphene"))
    assert text[start:end] == unicodedata.normalize("NFD", "toxaphéné")
