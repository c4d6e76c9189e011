"""Whether a declared use is one that an exemption leaves open.

Words are compared by their first letters: "textiles" meets "textile products". This can
only narrow the search: that the Party is in the register is for a document to show.
"""

import re

from customhouse.reference.records import Country, Exemption

_WORD = re.compile(r"[^\W\d_]{4,}")
_STEM = 6
_ELSEWHERE = re.compile(r"(named|listed) in SC-")
_PARTY = re.compile(r":\s*([A-Z][\w ]+) only$")

_EMPTY = frozenset(
    word[:_STEM]
    for line in (
        "additive additives agricultural agriculture application articles chemical chemicals",
        "commercial consumer containing control crop crops defence formulation formulations",
        "from goods import industrial industry into listed made manufacture manufacturing",
        "material materials named only other parts pesticide pesticides plant process",
        "processes product production products protection purpose purposes raw requirement",
        "sale substance substances supply systems that their this trade type used uses using",
        "with within",
    )
    for word in line.split()
)
"""Words that stand in many uses and tell none apart."""

_OF_MANY_STATES = frozenset({"republ", "south"})
"""Stems in the names of States that tell none apart: Republic of Korea is South Korea."""


def stems(text: str) -> frozenset[str]:
    """The telling words of a use, cut to their first letters."""
    return frozenset(m.group().casefold()[:_STEM] for m in _WORD.finditer(text)) - _EMPTY


def fits(exemption: Exemption, purpose: str, description: str, importer: Country | None) -> bool:
    """Whether the exemption may cover the use declared.

    A purpose without a telling word ("industrial") leaves every exemption possible: the use has
    to be asked for. An exemption whose list of uses the pack does not hold (its text points to
    the decision) is possible for any use. One granted to a single Party fits that Party alone.
    """
    party = _PARTY.search(exemption.use)
    if party is not None and importer is not None:
        name = stems(importer.name) - _OF_MANY_STATES
        if not name or not name <= stems(party[1]):
            return False
    wanted = stems(purpose)
    if not wanted or _ELSEWHERE.search(exemption.use):
        return True
    return bool(stems(exemption.use) & (wanted | (stems(description) if _bare(wanted) else wanted)))


def _bare(wanted: frozenset[str]) -> bool:
    return len(wanted) < 2
