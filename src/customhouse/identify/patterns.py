"""From the rows of the packs to the patterns that the name book searches for."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from customhouse.identify.denial import Denials
from customhouse.identify.forms import Form, entry_forms, synonym_forms
from customhouse.identify.listing import Listing
from customhouse.identify.names import Meaning, Pattern
from customhouse.identify.normalise import separators, squeeze
from customhouse.reference.pack import Pack
from customhouse.reference.records import NearMiss, Substance, Synonym

_SHORTEST = 2
_WORD = re.compile(r"[^\W_]+")
# How much a row counts for what a spelling means, least first: what a table says of a
# spelling outweighs what was derived, and that it is ambiguous outweighs that it is not.
_ABBREVIATED, _SHORTENED, _STRONG, _WEAK, _WHOLE = range(5)


class _Source(NamedTuple):
    name: str
    row: str
    rank: int
    trade: bool = False


def collect_patterns(
    packs: Sequence[Pack], listings: Mapping[str, tuple[Listing, ...]], denials: Denials
) -> list[Pattern]:
    """The names of packs; `listings` gives the entries of a substance id or waste code.

    A name of a substance is its name in every convention that lists it. A false friend of one
    entry may be another entry: then its name stands, and only the entry that it is mistaken
    for is weak. One that is only the denial of a name, such as "PCB-free", is passed over:
    a denial is for `denials` to find, and it leaves a trace.
    """
    collected = _Collected(listings)
    for pack in packs:
        for entry in pack.rows(Substance):
            for form in entry_forms(entry.name):
                rank = _ABBREVIATED if form.derived else _WHOLE if form.whole else _SHORTENED
                source = _Source(entry.name, entry.row, rank)
                collected.add(pack, entry.substance_id, form, source)
        for synonym in pack.rows(Synonym):
            rank = _WEAK if synonym.strength == "weak" else _STRONG
            trade = synonym.kind in ("trade", "waste")
            for form in synonym_forms(synonym.name):
                source = _Source(
                    synonym.name, synonym.row, _ABBREVIATED if form.derived else rank, trade
                )
                collected.add(pack, synonym.substance_id, form, source)
        for near_miss in pack.rows(NearMiss):
            for form in synonym_forms(near_miss.name) if near_miss.name else ():
                collected.add_false_friend(form, near_miss.resembles)
    return list(collected.patterns(denials))


class _Collected:
    """Names as they come in, gathered by their letters and digits."""

    def __init__(self, listings: Mapping[str, tuple[Listing, ...]]):
        self._listings = listings
        self._sources: defaultdict[str, dict[Listing, tuple[int, bool, _Source]]]
        self._sources = defaultdict(dict)
        self._joints: defaultdict[str, dict[bytes, None]] = defaultdict(dict)
        self._mistaken_for: defaultdict[str, dict[str, str]] = defaultdict(dict)

    def add(self, pack: Pack, key: str, form: Form, source: _Source) -> None:
        """One spelling of an entry; of two rows the higher ranks, then the one of its own pack."""
        squeezed = self._spell(form)
        if not squeezed:
            return
        sources = self._sources[squeezed]
        for listing in self._listings.get(key, ()):
            claim = (source.rank, listing.convention == pack.name, source)
            known = sources.get(listing)
            if known is None or claim[:2] > known[:2]:
                sources[listing] = claim

    def add_false_friend(self, form: Form, resembles: str) -> None:
        """One spelling of something that is not the entry it resembles."""
        squeezed = self._spell(form)
        if squeezed and not (form.derived and squeezed in self._sources):
            self._mistaken_for[squeezed][resembles] = form.text

    def _spell(self, form: Form) -> str:
        """The letters and digits of a spelling; nothing for one that no text can be told by."""
        squeezed = squeeze(form.text)
        if len(squeezed) < _SHORTEST or squeezed.isdigit():
            return ""
        self._joints[squeezed].setdefault(separators(form.text))
        return squeezed

    def _only_denies(self, text: str, denials: Denials) -> bool:
        """Whether a false friend's spelling is a name of an entry and a cue of denial."""
        words = [match.span() for match in _WORD.finditer(text)]
        spans = [
            (first, last)
            for place, (first, _) in enumerate(words)
            for _, last in words[place:]
            if squeeze(text[first:last]) in self._sources
        ]
        return bool(denials.denied(text, spans))

    def patterns(self, denials: Denials) -> Iterator[Pattern]:
        """The patterns of all spellings that stand for something or for a false friend."""
        for squeezed, joints in self._joints.items():
            sources = self._sources.get(squeezed, {})
            mistaken_for = self._mistaken_for.get(squeezed, {})
            if not sources and (
                not mistaken_for
                or any(self._only_denies(text, denials) for text in mistaken_for.values())
            ):
                continue
            shortened = Counter(
                listing.convention for listing, claim in sources.items() if claim[0] == _SHORTENED
            )
            meanings: dict[bool, list[Meaning]] = {False: [], True: []}
            for listing, (rank, _, source) in sources.items():
                weak = (
                    rank in (_ABBREVIATED, _WEAK)
                    or (rank == _SHORTENED and shortened[listing.convention] > 1)
                    or listing.key in mistaken_for
                )
                meaning = Meaning(listing, source.name, source.row, weak, source.trade)
                meanings[listing.convention == "basel"].append(meaning)
            yield Pattern(squeezed, tuple(joints), tuple(meanings[False]), tuple(meanings[True]))
