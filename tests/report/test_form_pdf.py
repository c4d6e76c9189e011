"""A paper as PDF: a draft says so on every page, and what is in its boxes cannot act."""

from pathlib import Path

import pytest

from customhouse.report import form_pdf
from customhouse.report.form_pdf import Sheet, SheetBox, Signature

from .test_pdf import HOSTILE, pages, text_of

SIGNED = Signature(name="Amina Okoth", office="Port of Mombasa", state="Ghana", day="2025-06-02")


def sheet(
    text: str = "24000 kg", *, signature: Signature | None = None, boxes: int = 1, gap: bool = False
) -> Sheet:
    return Sheet(
        title="Basel movement document",
        provision="Basel Convention, Annex V, B",
        case="MSA/26/1",
        number="7",
        mark="ab" * 32,
        boxes=[
            SheetBox(
                box=str(n),
                title="Quantity",
                provision="Basel Convention, Annex V, B(11)",
                text=text,
                gap=gap,
            )
            for n in range(1, boxes + 1)
        ],
        signature=signature,
    )


def test_a_draft_says_that_nobody_signed_it_and_a_signed_paper_does_not(tmp_path: Path) -> None:
    draft = form_pdf.render(sheet(boxes=60))
    told = text_of(draft, tmp_path)
    assert pages(draft) > 1
    assert told.count("DRAFT – not signed") == pages(draft) + 1
    assert "Nobody has signed" in told
    signed = text_of(form_pdf.render(sheet(signature=SIGNED)), tmp_path)
    assert "DRAFT" not in signed
    assert "Nobody has signed" not in signed
    for words in (
        "Amina Okoth",
        "Port of Mombasa",
        "Ghana",
        "24000 kg",
        "ab" * 32,
        "not the official form",
    ):
        assert words in signed


def test_a_gap_is_told(tmp_path: Path) -> None:
    assert "needed, and empty" in text_of(form_pdf.render(sheet("", gap=True)), tmp_path)


def test_hostile_words_are_printed_and_do_nothing(tmp_path: Path) -> None:
    hostile = Sheet(
        title=HOSTILE,
        provision=HOSTILE,
        case=HOSTILE,
        number=HOSTILE,
        mark=HOSTILE,
        address=HOSTILE,
        boxes=[SheetBox(box=HOSTILE, title=HOSTILE, provision=HOSTILE, text=HOSTILE, gap=False)],
        signature=Signature(name=HOSTILE, office=HOSTILE, state=HOSTILE, day=HOSTILE),
    )
    data = form_pdf.render(hostile, say=lambda words: f"{words} {HOSTILE}")
    words = text_of(data, tmp_path)
    assert words.count('#panic("it ran")') >= 8
    assert words.count("*bold*") >= 4
    assert "root:" not in words


@pytest.mark.parametrize("text", ["\u202egnp.exe", "one\ntwo\x00", "غانا (GHA)", "加纳"])
def test_any_writing_is_laid_out(text: str, tmp_path: Path) -> None:
    data = form_pdf.render(sheet(text), language="ar", left=True)
    assert data.startswith(b"%PDF-")
    assert "\u202e" not in text_of(data, tmp_path)


def test_the_labels_come_in_another_language(tmp_path: Path) -> None:
    french = {"DRAFT – not signed": "BROUILLON", "Quantity": "Quantité"}
    data = form_pdf.render(sheet(), language="fr", say=lambda words: french.get(words, words))
    told = text_of(data, tmp_path)
    assert "BROUILLON" in told
    assert "Quantité" in told
