"""Whether a word may be a misspelt or misread name, or is another chemical of like letters."""

import re
from typing import Literal

from rapidfuzz.distance import OSA

TWO_SLIPS = 12
"""The number of letters from which a name may have two slips."""

_FIRST_MAY_SLIP = 9
_MISREAD = str.maketrans("1|i058", "lllosb")
_NEVER_MISREAD = re.compile("[234679]")
# Parts that change the substance: a word with another one of these is another chemical.
_MORPHEMES = re.compile(
    "meth|eth|prop|but|pent|hex|hept|oct|non|dec|mono|di|tri|tetra|per|poly|bi(?=phen)|"
    "met(?=il)|et(?=il)|chlor|clor|fluor|brom|jod|iod|sulf|sulph|nitr|amin|benzo(?:ic|at|yl)|"
    "oxim|мет|эт|проп|бут|пент|гекс|гепт|окт|нон|дек|моно|ди|три|тетра|поли|хлор|фтор|бром|иод"
)
_SHORT_PARTS = frozenset({"di", "bi", "ди"})


def slips_allowed(length: int) -> Literal[1, 2]:
    """How many slips a name of this many letters may have and still be told from others."""
    return 2 if length >= TWO_SLIPS else 1


def slips(word: str, name: str, most: int) -> int | None:
    """How many slips make a word of a name; `None` for more than `most` or another chemical.

    A slip is a letter too many, too few, wrong or changed with its neighbour. The first letter
    of a short name is hardly ever wrong. A slip may damage a part that changes the substance,
    but not make another of it, nor may two slips be such a part left out: that is what sets
    "trichlorophenyl" and "trichlorodiphenyl" apart.
    """
    if word[0] != name[0] and len(name) < _FIRST_MAY_SLIP:
        return None
    allowed = min(most, slips_allowed(min(len(word), len(name))))
    count = OSA.distance(word, name, score_cutoff=allowed)
    if count > allowed or _NEVER_MISREAD.search(word):
        return None
    parts, wanted = _parts(word), _parts(name)
    lost = list(wanted)
    place = 0
    for part in parts:
        if part not in wanted[place:]:
            return None
        place = wanted.index(part, place) + 1
        lost.remove(part)
    return None if any(part in _SHORT_PARTS for part in lost) and count > 1 else count


def as_scanned(word: str) -> str:
    """A word with the signs that scanners mistake for one another made one: 1 l i, 0 o, rn m."""
    return word.translate(_MISREAD).replace("rn", "m")


def _parts(word: str) -> list[str]:
    """The parts that change the substance; an h makes no difference ("clor", "chlor")."""
    return [part.replace("h", "").replace("p", "f") for part in _MORPHEMES.findall(word)]
