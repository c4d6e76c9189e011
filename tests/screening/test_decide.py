import pytest

from customhouse.desk import Desk
from customhouse.screening.cite import state
from customhouse.screening.decide import item_outcome, missing_facts
from customhouse.screening.finding import (
    OUTCOMES,
    SEVERITY,
    Ask,
    Finding,
    ItemAssessment,
    Outcome,
    strictest,
)
from tests.screening.build import DAY, assess, declare
from tests.screening.stockholm_rows import endosulfan


def finding(outcome: Outcome, *fields: str) -> Finding:
    return Finding(
        provision="basel:art-1-1",
        applies="yes",
        because=(),
        requires=(),
        outcome=outcome,
        explanation="",
        asks=tuple(Ask(field=field, why=f"why {field}") for field in fields),
    )


def item(number: int, *findings: Finding) -> ItemAssessment:
    return ItemAssessment(
        number=number, outcome=item_outcome(findings), candidates=(), findings=findings
    )


def test_the_scale_of_answers() -> None:
    assert OUTCOMES == ("release", "request_documents", "refer", "hold", "refuse")
    assert [SEVERITY[outcome] for outcome in OUTCOMES] == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_the_strictest_finding_decides(outcome: Outcome) -> None:
    milder = [finding(one) for one in OUTCOMES[: SEVERITY[outcome] + 1]]
    assert item_outcome(milder) == item_outcome(milder[::-1]) == outcome


def test_nothing_found_is_release() -> None:
    assert item_outcome([]) == strictest([]) == "release"


def test_nothing_to_ask() -> None:
    assert missing_facts([]) == ()
    assert missing_facts([item(1, finding("hold"))]) == ()


def test_the_question_of_the_strictest_finding_comes_first() -> None:
    first = item(1, finding("request_documents", "items[1].cas"))
    second = item(2, finding("refuse", "items[2].purpose"))
    assert [m.field for m in missing_facts([first, second])] == ["items[2].purpose", "items[1].cas"]


def test_among_equals_the_question_put_most_often_comes_first() -> None:
    one = item(1, finding("hold", "a", "date"), finding("hold", "date"))
    two = item(2, finding("hold", "b"), finding("hold", "date"))
    assert [m.field for m in missing_facts([one, two])] == ["date", "a", "b"]


def test_a_question_is_put_once_with_each_reason_once() -> None:
    (missing,) = missing_facts([item(1, finding("hold", "date"), finding("refer", "date"))])
    assert missing.why == "why date"


def test_what_an_answer_would_change() -> None:
    alone = item(1, finding("hold", "date"), finding("refer"))
    (missing,) = missing_facts([alone])
    assert missing.would_change == "item 1: hold now, refer at best from the other findings"
    shared = item(1, finding("hold", "date"), finding("hold"))
    (missing,) = missing_facts([shared])
    assert missing.would_change == "item 1: one of several reasons for hold"


def test_what_an_answer_would_change_is_told_item_by_item() -> None:
    (missing,) = missing_facts(
        [item(1, finding("hold", "date")), item(2, finding("refer", "date"))]
    )
    assert missing.would_change == (
        "item 1: hold now, release at best from the other findings; "
        "item 2: refer now, release at best from the other findings"
    )


def test_the_declaration_is_as_strict_as_its_strictest_item(desk: Desk) -> None:
    chairs = declare(number=2, description="Wooden chairs", hs_code="9401.69").items[0]
    assessment = assess(desk, declare(chairs, **endosulfan()))
    assert [i.outcome for i in assessment.items] == ["refuse", "release"]
    assert assessment.outcome == "refuse"


def test_unknown_is_never_less_than_a_question(desk: Desk) -> None:
    view = desk.library.view(DAY)
    told = state(view, "BAS-01", "unknown", "", because=(), outcome="release")
    assert told.outcome == "request_documents"
    assert state(view, "BAS-01", "unknown", "", because=()).outcome == "hold"


def test_what_does_not_bite_asks_for_nothing(desk: Desk) -> None:
    view = desk.library.view(DAY)
    assert state(view, "BAS-01", "no", "", because=(), outcome="refuse").outcome == "release"


def test_a_finding_cites_its_rule_and_its_rows(desk: Desk) -> None:
    view = desk.library.view(DAY)
    row = view.waste_code("Y48")
    assert row is not None
    told = state(view, "BAS-54", "yes", "", because=("a fact",), rows=(row,))
    version = desk.library.versions["basel"]
    assert [c.row for c in told.citations] == [f"basel@{version}/procedure.json#BAS-54", row.row]
    assert told.because == ("a fact", *(c.row for c in told.citations))


def test_a_deadline_is_named_only_where_it_runs(desk: Desk) -> None:
    view = desk.library.view(DAY)
    assert not state(view, "BAS-29", "yes", "", because=()).deadline
    assert "60 days" in state(view, "BAS-29", "yes", "", because=(), deadline=True).deadline
