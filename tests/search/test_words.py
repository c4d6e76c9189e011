"""Texts to words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customhouse.search.words import is_han, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Côte d'Ivoire", ["cote", "d", "ivoire"]),
        ("α-HCH", ["alpha", "hch"]),
        ("αHCH", ["alpha", "hch"]),
        ("β", ["beta"]),
        ("الأسبستوس", ["اسبستوس"]),
        ("Ёлка", ["елка"]),
        ("滴滴涕、铅", ["滴滴涕", "铅"]),
        ("", []),
        ("(-)", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_a_greek_word_is_not_spelt_out() -> None:
    assert words("αγορά") == words("αγορα")
    assert len(words("αγορά")) == 1


def test_chinese_is_told_by_its_signs() -> None:
    assert is_han("铅")
    assert not is_han("lead")


@given(st.text(max_size=40))
def test_words_are_letters_and_digits_and_do_not_change_again(text: str) -> None:
    found = words(text)
    assert all(word and word.isalnum() for word in found)
    assert words(text.upper().lower()) is not None
