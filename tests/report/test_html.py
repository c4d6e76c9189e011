import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html

from customhouse.report.html import render
from customhouse.report.words import OUTCOME_NAMES
from customhouse.screening.finding import OUTCOMES, ItemAssessment, Outcome

from .cases import HOSTILE, candidate, report

TEMPLATE = Path(__file__).parents[2] / "src/customhouse/report/assessment.html.j2"


def parse(page: str) -> Any:
    return lxml_html.fromstring(page)


def test_what_a_trader_wrote_is_never_markup() -> None:
    page = render(
        [
            report(
                declaration_id=f'"{HOSTILE}',
                notes=(f"{HOSTILE}<img src=x onerror=alert(1)>",),
                packs={HOSTILE: HOSTILE},
            )
        ]
    )
    assert "<script" not in page
    assert "<img" not in page
    assert not re.search("[\x1b\u202e]", page)
    tree = parse(page)
    assert HOSTILE in tree.xpath("string(//p[@class='declared'])")


def test_the_page_needs_nothing_from_outside() -> None:
    page = render([report()])
    tree = parse(page)
    assert not tree.xpath("//script | //link | //img | //iframe | //@src | //form")
    assert not re.search(r"@import|url\(|https?:", page)
    assert "default-src 'none'" in page
    assert len(page.encode()) < 60_000


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_the_outcome_is_a_word_and_a_shape(outcome: Outcome) -> None:
    tree = parse(render([report(outcome)]))
    (heading,) = tree.xpath("//h1")
    assert heading.text_content().strip() == OUTCOME_NAMES[outcome]
    (shape,) = heading.xpath("./svg")
    assert shape.get("aria-hidden") == "true"
    assert tree.xpath("string(//title)").startswith(OUTCOME_NAMES[outcome])


def test_shapes_differ() -> None:
    pages = [parse(render([report(outcome)])) for outcome in OUTCOMES]
    shapes = {lxml_html.tostring(page.xpath("//h1/svg")[0]) for page in pages}
    assert len(shapes) == len(OUTCOMES)


def test_evidence_is_marked_in_the_words_of_the_declaration() -> None:
    tree = parse(render([report()]))
    assert tree.xpath("//p[@class='declared']/mark/text()") == ["plastic waste"]


def test_a_screen_reader_finds_its_way() -> None:
    tree = parse(render([report(), report("refuse")]))
    assert tree.get("lang") == "en"
    assert tree.xpath("count(//table)") == tree.xpath("count(//table/caption)") > 0
    assert not tree.xpath("//th[not(@scope)]")
    levels = [int(heading.tag[1]) for heading in tree.xpath("//h1|//h2|//h3|//h4")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert set(tree.xpath("//@aria-labelledby")) <= set(ids)
    assert {ref.removeprefix("#") for ref in tree.xpath("//a/@href")} <= set(ids)


def test_hints_are_told_apart() -> None:
    hint = candidate(ref="stockholm:pcb", match="denied", span=None)
    item = ItemAssessment(number=1, outcome="release", candidates=(hint,), findings=())
    page = render([report(items=(item,))])
    assert "Hints: stockholm:pcb (nothing is asked on these alone)" in page


def test_colours_can_be_read() -> None:
    """WCAG 2.2 AA: text against its background at least 4.5 to 1, in every colour scheme."""
    source = TEMPLATE.read_text()
    schemes = re.findall(r":root \{(.*?)\}", source, re.DOTALL)
    assert len(schemes) == 3
    for scheme in schemes:
        colours = dict(re.findall(r"--([\w-]+): (#\w+)", scheme))
        pairs = [(name, "paper") for name in ("ink", "soft", *OUTCOMES)]
        pairs += [("ink", "band"), ("mark-ink", "mark"), *(("on", name) for name in OUTCOMES)]
        for front, back in pairs:
            assert _contrast(colours[front], colours[back]) >= 4.5, (front, back)


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    red, green, blue = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))

    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
