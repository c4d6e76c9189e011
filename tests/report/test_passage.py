from hypothesis import given
from hypothesis import strategies as st

from customhouse.report.passage import Passage, passages, plain


def test_evidence_is_marked_where_it_stands() -> None:
    assert passages("old lindane dust", [(4, 11)]) == (
        Passage("old "),
        Passage("lindane", marked=True),
        Passage(" dust"),
    )


def test_overlapping_and_touching_spans_are_one_mark() -> None:
    marked = [p.text for p in passages("abcdefgh", [(4, 6), (0, 2), (1, 3), (6, 7)]) if p.marked]
    assert marked == ["abc", "efg"]


def test_long_words_without_evidence_are_cut_but_evidence_stays() -> None:
    text = "x" * 5000 + "lindane" + "y" * 5000
    shown = passages(text, [(5000, 5007)])
    assert [p.text for p in shown if p.marked] == ["lindane"]
    assert sum(len(p.text) for p in shown) < 600
    assert "[4800 characters left out]" in shown[0].text


def test_nothing_in_the_text_can_move_the_cursor() -> None:
    assert plain("a\x1b[2Jb\u202ec\nd\x9be\ud800") == "a�[2Jb�c d�e�"


def test_joiners_of_persian_stay() -> None:
    assert plain("می\u200cخواهم\n") == "می\u200cخواهم "


@given(
    st.text(max_size=200),
    st.lists(st.tuples(st.integers(-5, 250), st.integers(-5, 250)), max_size=8),
)
def test_no_letter_is_lost_and_marks_are_the_spans(text: str, spans: list[tuple[int, int]]) -> None:
    shown = passages(text, spans)
    assert "".join(p.text for p in shown) == plain(text)
    assert len(plain(text)) == len(text)
    at, inside = 0, set()
    for part in shown:
        if part.marked:
            inside |= set(range(at, at + len(part.text)))
        at += len(part.text)
    assert inside == {i for s, e in spans for i in range(max(s, 0), min(e, len(text)))}
