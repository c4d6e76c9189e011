"""A report as one page that needs nothing else: no script, no font, no network.

It is mailed to an authority, printed for the file and opened years later, so everything it
shows stands in it. What a trader wrote is text to the page and never markup.
"""

from collections.abc import Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from customhouse.report.parts import ADVICE, Outline
from customhouse.report.passage import plain
from customhouse.report.words import APPLIES, HINT, NO_CURE, OUTCOME_NAMES


def render(outlines: Sequence[Outline]) -> str:
    """One page with the reports, and a table of them first when there are several."""
    return _template().render(
        reports=outlines,
        advice=ADVICE,
        applies=APPLIES,
        hint=HINT,
        no_cure=NO_CURE,
        outcome_names=OUTCOME_NAMES,
    )


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("customhouse", "report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_safe,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("assessment.html.j2")


def _safe(value: object) -> object:
    """Text without characters that turn the writing around; markup of the page as it is."""
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value
