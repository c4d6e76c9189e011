"""The shipped glossary: enough terms, translations that lead back, references that exist."""

import pytest

from customhouse.reference.pack import load_shipped
from customhouse.reference.records import GlossaryTerm, Substance, WasteCode

PACKS = load_shipped()
ROWS = [row for pack in PACKS for row in pack.rows(GlossaryTerm)]
ENGLISH = {row.term for row in ROWS if row.lang == "en"}


def test_there_are_enough_terms() -> None:
    assert len(ENGLISH) >= 120


@pytest.mark.parametrize("lang", ["fr", "es", "ru", "ar", "zh"])
def test_the_most_used_terms_are_translated(lang: str) -> None:
    rows = [row for row in ROWS if row.lang == lang]
    assert len(rows) >= 40
    assert all(row.see and row.see[0] in ENGLISH for row in rows)
    assert len({row.see[0] for row in rows}) == len(rows)


def test_what_a_term_sees_exists() -> None:
    known = {rule.provision for pack in PACKS for rule in pack.rules}
    known |= {f"{s.convention}:{s.substance_id}" for pack in PACKS for s in pack.rows(Substance)}
    known |= {f"basel:{code.code}" for pack in PACKS for code in pack.rows(WasteCode)}
    wrong = [(row.row, see) for row in ROWS for see in row.see if see not in known | ENGLISH]
    assert wrong == []


def test_meanings_are_short_and_say_something_else_than_the_term() -> None:
    for row in ROWS:
        assert 4 <= len(row.meaning) <= 200, row.row
        assert row.meaning.casefold() != row.term.casefold(), row.row
