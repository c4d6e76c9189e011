"""A flag of an optional treaty stands apart, with the licence to ask for."""

from datetime import date
from typing import Any

import pytest
from lxml import html as lxml_html

from customhouse.declarations.declaration import Declaration, Item
from customhouse.desk import Desk
from customhouse.reference.pack import OPTIONAL
from customhouse.report import html, text
from customhouse.report.outline import outline
from customhouse.report.parts import Outline

DECLARATION = Declaration(
    items=(Item(number=1, description="HCFC-22", cas=("75-45-6",)),), date=date(2026, 11, 24)
)
LICENCE = "import or export licence for ozone-depleting substances"


@pytest.fixture(scope="module")
def flagged() -> Outline:
    desk = Desk.shipped(optional=OPTIONAL)
    return outline(DECLARATION, desk.screen(DECLARATION, date(2026, 11, 24)))


def test_a_flag_is_neither_a_reason_nor_settled(flagged: Outline) -> None:
    (item,) = flagged.items
    assert (item.reasons, item.settled) == ((), ())
    assert [flag.provision for flag in item.flagged] == ["Montreal Protocol, Article 4B"]
    assert flagged.needed == ()


def test_the_text_names_the_licence(flagged: Outline) -> None:
    page = " ".join(text.render([flagged]).split())
    assert "Another treaty may ask for a licence; the answer stays as it is: 1. Montreal" in page
    assert f"What to ask for: {LICENCE}" in page
    assert "nothing more is asked:" not in page


def test_the_page_names_the_licence(flagged: Outline) -> None:
    tree: Any = lxml_html.fromstring(html.render([flagged]))
    (table,) = tree.xpath("//table[contains(caption, 'Another treaty')]")
    assert LICENCE in table.text_content()


def test_without_optional_packs_nothing_is_said(desk: Desk) -> None:
    plain = outline(DECLARATION, desk.screen(DECLARATION, date(2026, 11, 24)))
    assert "Another treaty" not in text.render([plain])
    assert "Another treaty" not in html.render([plain])
