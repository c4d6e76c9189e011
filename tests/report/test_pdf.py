"""The report as PDF: whole pages, and what a trader wrote cannot act in it."""

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from customhouse.declarations.declaration import Declaration, Item
from customhouse.report import pdf
from customhouse.report.outline import outline
from customhouse.screening.finding import OUTCOMES, Assessment, ItemAssessment, Outcome

from .cases import report

ADDRESS = "https://desk.example.org/screenings/0e8f0a4e-1111-2222-3333-444444444444"

HOSTILE = (
    '#panic("it ran") #read("/etc/passwd") ] #[ $ x_1 $ `raw` *bold* _it_ <label> @label '
    '= Heading \\ #import "@preview/x:1.0.0": * #sys.inputs.report "quoted" \\u{41} // comment'
)

_PAGE = re.compile(rb"/Type\s*/Page\b")


def text_of(data: bytes, folder: Path) -> str:
    """The words of a PDF; the test is left out where nothing can read them."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    file = folder / "report.pdf"
    file.write_bytes(data)
    told = subprocess.run(["pdftotext", str(file), "-"], capture_output=True, check=True)
    return " ".join(told.stdout.decode().split())


def pages(data: bytes) -> int:
    return len(_PAGE.findall(data))


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_a_report_is_a_pdf(outcome: Outcome) -> None:
    data = pdf.render(report(outcome), address=ADDRESS)
    assert data.startswith(b"%PDF-")
    assert data.rstrip().endswith(b"%%EOF")
    assert pages(data) >= 1


def test_hostile_words_are_printed_and_do_nothing(tmp_path: Path) -> None:
    hostile = report(
        description=HOSTILE, declaration_id=HOSTILE, notes=(HOSTILE,), packs={HOSTILE: HOSTILE}
    )
    words = text_of(pdf.render(hostile, kept_by=HOSTILE, say=_with_hostile), tmp_path)
    for piece in ('#panic("it ran")', '#read("/etc/passwd")', "*bold*", "`raw`", "// comment"):
        assert words.count(piece) >= 4, piece
    assert "root:" not in words


def _with_hostile(words: str) -> str:
    return f"{words} {HOSTILE}"


def test_hostile_words_are_laid_out_without_an_error() -> None:
    assert pdf.render(report(description=HOSTILE)).startswith(b"%PDF-")


def test_a_report_says_what_the_outline_says(tmp_path: Path) -> None:
    words = text_of(
        pdf.render(
            report(), address=ADDRESS, kept_by="Amina Okoth", kept_at="2025-06-02 09:00 UTC"
        ),
        tmp_path,
    )
    for said in (
        "Hold",
        "Keep the goods until the papers below are shown",
        "customhouse advises; a person decides",
        "Item 1: purpose",
        "paper for basel:art-6-2",
        "60 days to answer",
        "Mixed plastic waste",
        "Amina Okoth",
        ADDRESS,
        "law as of",
    ):
        assert said in words
    assert re.search(r"1 ?/ ?\d", words)
    assert "\u202e" not in words


def test_the_words_of_the_layout_come_in_another_language(tmp_path: Path) -> None:
    french = {"Hold": "Retenir", "What to ask, the most useful first": "Ce qu'il faut demander"}
    data = pdf.render(report(), language="fr", say=lambda words: french.get(words, words))
    words = text_of(data, tmp_path).replace("’", "'")
    assert "Retenir" in words
    assert "Ce qu'il faut demander" in words


def test_of_very_many_items_the_strictest_are_printed() -> None:
    numbers = range(1, pdf.MOST_ITEMS + 200)
    declaration = Declaration(items=tuple(Item(number=n, description="goods") for n in numbers))
    assessed = Assessment(
        outcome="refuse",
        as_of=date(2025, 6, 2),
        items=tuple(
            ItemAssessment(
                number=n,
                outcome="refuse" if n == max(numbers) else "release",
                candidates=(),
                findings=(),
            )
            for n in numbers
        ),
        missing=(),
        packs={},
        declaration_id="",
        confidence={},
    )
    whole = outline(declaration, assessed)
    assert 1 < pages(pdf.render(whole)) < 60
