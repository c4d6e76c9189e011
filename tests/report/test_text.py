import re

import pytest
from rich.cells import cell_len

from customhouse.report.text import render
from customhouse.report.words import ANSWERS, OUTCOME_NAMES
from customhouse.screening.finding import OUTCOMES, Finding, ItemAssessment, Outcome

from .cases import candidate, finding, report


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_the_first_line_is_the_whole_answer(outcome: Outcome) -> None:
    first = render([report(outcome)]).splitlines()[0]
    assert first == f"{OUTCOME_NAMES[outcome]}. {ANSWERS[outcome]}"
    assert len(first) <= 80
    assert ("ot release" in first) == (outcome != "release")


def test_findings_are_strictest_first_with_the_provision_in_words() -> None:
    text = render([report()])
    hold = text.index("HOLD  Basel Convention, Article 6(2)")
    ask = text.index("REQUEST DOCUMENTS  Basel Convention, Annex IV (cannot be told yet)")
    settled = text.index("Basel Convention, Article 1(2) applies. Other waste of Annex II.")
    assert hold < ask < settled


def test_everything_an_officer_needs_is_there() -> None:
    text = " ".join(render([report()]).split())
    for words in (
        "Declaration T-1",
        "DE to GH, through NL",
        "»plastic waste«",
        "Plastic waste, including mixtures [basel:Y48]: identified",
        'by name "plastic waste" in description',
        "functional test: no",
        "required paper for basel:art-6-2",
        "facts purpose: not declared",
        "doubtful, check before you rely on it",
        "1. Item 1: purpose: the use decides. (item 1: hold now, request documents at best)",
        "1. paper for basel:art-6-2 (item 1; Basel Convention, Article 6(2))",
        "Basel notification DE 1234; valid until 2025-01-01 (EXPIRED); names no item",
        "1. 60 days to answer; Basel Convention, Article 6(2)",
        "law as of 2025-06-02 (the declaration is dated 2025-06-01)",
        "basel 2026.1, stockholm 2026.2",
        "3 read in the source named; 2 general knowledge, to be confirmed",
        "note No date is declared.",
        "customhouse advises; a person decides.",
    ):
        assert words in text, words


@pytest.mark.parametrize("width", [1, 40, 60, 80, 100])
def test_no_line_is_wider_than_asked(width: int) -> None:
    text = render([report(description="D" * 150 + " 塑料废物" * 30)], width=width)
    assert max(map(cell_len, text.splitlines())) <= max(width, 40)


def test_a_hostile_description_cannot_steer_the_terminal() -> None:
    text = render([report(declaration_id="\x1b]0;owned\x07", notes=("\u202e\x1b[8m",))])
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)
    assert "<script>alert('x')</script>" in text


def test_brackets_in_the_text_are_not_taken_for_markup() -> None:
    text = render([report(description="Mixed plastic waste [bold]x[/bold] :skull:")])
    assert "»plastic waste« [bold]x[/bold] :skull:" in text


def test_colour_repeats_the_words_and_no_more() -> None:
    coloured = render([report()], colour=True)
    assert "\x1b[" in coloured
    assert [line.rstrip() for line in re.sub(r"\x1b\[[\d;]*m", "", coloured).splitlines()] == [
        line.rstrip() for line in render([report()]).splitlines()
    ]


def test_ascii_only() -> None:
    text = render([report()], ascii_only=True)
    assert text.isascii()
    assert ">>plastic waste<<" in text
    assert r"\u5851\u6599" in text


def test_several_declarations_start_with_a_summary() -> None:
    lines = render([report("hold"), report("release"), report("hold")]).splitlines()
    assert lines[0] == "3 declarations: 2 HOLD, 1 RELEASE."
    assert lines[1] == "HOLD: Declaration T-1"
    assert sum(line == f"HOLD. {ANSWERS['hold']}" for line in lines) == 2


def test_papers_are_not_taken_for_a_cure_of_a_refusal() -> None:
    assert "None of these lifts a refusal." in render([report("refuse")])
    assert "None of these lifts a refusal." not in render([report("hold")])


def test_a_chemical_that_no_finding_is_about_is_a_hint() -> None:
    found = candidate(ref="stockholm:ddt", convention="stockholm", title="DDT", span=None)
    about = finding("stockholm:art-3-2", "hold", subject="stockholm:ddt")
    cases: list[tuple[tuple[Finding, ...], str]] = [
        ((), "hints stockholm:ddt (nothing is asked on these alone)"),
        ((about,), "may be DDT [stockholm:ddt]: identified"),
    ]
    for findings, words in cases:
        item = ItemAssessment(number=1, outcome="hold", candidates=(found,), findings=findings)
        assert words in " ".join(render([report(items=(item,))]).split())
