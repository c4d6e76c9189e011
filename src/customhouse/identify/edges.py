"""Whether a run of letters found in a text is the name it looks like.

The automaton finds letters; a name begins and ends with a word, and what stands between its
words in the text may not part them more firmly than in the name. Scripts differ: Chinese has
no spaces, Arabic writes the article and some prepositions onto the word, Russian declines.
"""

import re
from typing import Literal

from customhouse.identify.normalise import FIRM, GAP, NONE, TIE

Verdict = Literal["exact", "weak", "no"]

_JOINED_LENGTH = 7
_SPLIT_LENGTH = 9
_HYPHENATED_LENGTH = 6
_BESIDE_DIGIT_LENGTH = 5
_ABBREVIATION_LENGTH = 3
_ARABIC_PREFIX_LENGTH = 4

_IDEOGRAPH = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uac00-\ud7a3\U00020000-\U0003ffff]")
_IDEOGRAPH_TAILS = "酚胺萘烷烯炔醇醛酮腈"
_ARABIC = re.compile("[\u0600-\u06ff]")
_ARABIC_PREFIX = re.compile("(?:[وف]?(?:[بك]?ال|لل|[بلك])|[وف])")
_LATIN_ENDING = re.compile(r"s(?![^\W_])")
_CYRILLIC_ENDING = re.compile(r"(?:а|у|ом|е|ы|ов|ам|ами|ах)(?![^\W_])")
_CYRILLIC_CONSONANT = re.compile("[бвгдзклмнпрстфхцчшщ]")

_STRENGTH_BEFORE = re.compile(r"(?<![^\W_])\d+$")
_STRENGTH_REACH = 8
_CLOSING = frozenset(")]}")
_GROUP_REACH = 12
_GROUP_BEFORE = re.compile("[a-z]{2}(?:o|yl|oxy)-$")
_GROUP_AFTER = re.compile(
    r"-\d+(?:,\d+)*-[a-z]|(?:(?<=oro)|(?<=omo))-[\w(]"
    r"|[- ](?:sul(?:f|ph)(?:one|oxide)|oxon|ether|acetate)(?!\w)"
    r"|, ?[^;\s]{1,80}[\w)\]]-(?![^\s,;)(])"
)


def starts_word(folded: str, place: int, name: str) -> bool:
    """Whether a name found at `place` begins a word there, a strength ("48") not counted."""
    if place == 0:
        return True
    before, first = folded[place - 1], folded[place]
    if not before.isalnum() or _IDEOGRAPH.match(before) or _IDEOGRAPH.match(first):
        return True
    if before.isdigit() and not first.isdigit():
        strength = _STRENGTH_BEFORE.search(folded[max(0, place - _STRENGTH_REACH) : place])
        return len(name) >= _BESIDE_DIGIT_LENGTH and strength is not None
    if _ARABIC.match(first):
        start = place
        while start and place - start <= _ARABIC_PREFIX_LENGTH and folded[start - 1].isalnum():
            start -= 1
        prefix = _ARABIC_PREFIX.fullmatch(folded, start, place)
        return prefix is not None and (len(prefix.group()) > 1 or len(name) > _BESIDE_DIGIT_LENGTH)
    return False


def word_end(folded: str, end: int, name: str) -> int | None:
    """Where the word ends in which a name ends at `end`, or `None` if it runs on.

    A plural or case ending belongs to the word; a strength or grade written onto the name
    ("chlorpyrifos48EC") does not.
    """
    if end == len(folded) or not folded[end].isalnum():
        return end
    last, after = folded[end - 1], folded[end]
    if _IDEOGRAPH.match(last):
        return None if after in _IDEOGRAPH_TAILS and not name.endswith("酸") else end
    if _IDEOGRAPH.match(after):
        return end
    if last.isdigit() or after.isdigit():
        shortest = _JOINED_LENGTH if last.isdigit() else _ABBREVIATION_LENGTH
        return end if len(name) >= shortest and last.isdigit() != after.isdigit() else None
    ending = None
    if _CYRILLIC_CONSONANT.match(last) and len(name) >= _BESIDE_DIGIT_LENGTH:
        ending = _CYRILLIC_ENDING.match(folded, end)
    elif len(name) >= _ABBREVIATION_LENGTH and "a" <= last <= "z" and last != "s":
        ending = _LATIN_ENDING.match(folded, end)
    return ending.end() if ending else None


def runs_on(folded: str, end: int, name: str) -> bool:
    """Whether digits are written onto a name too short to be sure of: "DDT75WP", "PCB12"."""
    return len(name) < _BESIDE_DIGIT_LENGTH and folded[end : end + 1].isdigit()


def in_longer_name(folded: str, start: int, end: int) -> bool:
    """Whether a name is a part of the systematic name of something else.

    "(methoxymethyl)oxirane", "oxirane-2-carboxylate" and "oxirane, phenyl-" are not oxirane,
    "amino-parathion" and "phorate sulfoxide" neither the one nor the other.
    """
    return bool(
        folded[max(0, start - 1) : start] in _CLOSING
        or _GROUP_BEFORE.search(folded[max(0, start - _GROUP_REACH) : start])
        or _GROUP_AFTER.match(folded, end)
    )


def joint(name: str, wanted: bytes, found: bytes, ordinary: frozenset[str]) -> Verdict:
    """Whether the words of a squeezed name stand together in the text as they should.

    `wanted` and `found` are the separators of the pack's spelling and of the text. Long names
    may be split and joined freely. A short one may not, for "N-Oil" is not "noil", and it is
    `weak` where a space replaces its hyphen: "Lock-On" and "lock on", "DE-71" and "de 71 kg",
    unless its first part is no word of `ordinary`, as in "UV 328".
    """
    if wanted == found:
        return "exact"
    verdict: Verdict = "exact"
    length = len(name)
    for place, (is_, was) in enumerate(zip(found, wanted, strict=True), 1):
        if is_ == was:
            continue
        beside_digit = _class(name[place - 1]) != _class(name[place])
        if is_ == FIRM:
            return "no"
        if was == FIRM:
            allowed = length >= _SPLIT_LENGTH
        elif is_ == NONE:
            allowed = beside_digit or length >= _JOINED_LENGTH
        elif was == NONE:
            shortest = _HYPHENATED_LENGTH if is_ == TIE else _SPLIT_LENGTH
            allowed = beside_digit or length >= shortest
        else:
            allowed = True
        if not allowed:
            return "no"
        if (
            is_ == GAP
            and length < _JOINED_LENGTH
            and (not beside_digit or name[:place] in ordinary)
        ):
            verdict = "weak"
    return verdict


def _class(sign: str) -> int:
    """Digits, Greek signs and letters: a change of class parts words of itself."""
    return 0 if sign.isdigit() else 1 if "\u0370" <= sign <= "\u03ff" else 2
