"""What a saved answer rests on, and whether a change of the law touches that."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from customhouse.desk import Desk
from customhouse.identify.candidate import Candidate
from customhouse.reference.bearing import TREATIES
from customhouse.reference.compare import WHOLE_FILE, RowKey, Touched, key_of
from customhouse.reference.library import Library
from customhouse.reference.pack import CLASS_RULES, Pack
from customhouse.reference.tables import RULES
from customhouse.saved.record import SavedScreening
from customhouse.screening.listed import certainty, settles


class RowKeys:
    """The natural key behind each citation of a row, as long as the packs are those cited."""

    def __init__(self, packs: Sequence[Pack]):
        self._keys = {
            row.row: key_of(row) for pack in packs for rows in pack.tables.values() for row in rows
        }
        self._keys |= {rule.row: key_of(rule) for pack in packs for rule in pack.rules}
        self._labels = frozenset(pack.label for pack in packs)

    def of(self, citation: str) -> RowKey | None:
        """The key of `pack@version/table.csv:line`; `None` when that pack is not at hand."""
        label, _, place = citation.partition("/")
        if label not in self._labels:
            return None
        if place.startswith(f"{RULES}#"):
            return RULES, (place.partition("#")[2],)
        if place.startswith(CLASS_RULES):
            return CLASS_RULES, WHOLE_FILE
        return self._keys.get(citation)


class Basis(msgspec.Struct, frozen=True, kw_only=True):
    """What an answer rests on.

    `refs` are the subjects of its findings, its candidates, and what identification takes the
    goods for with the packs at hand: a chemical that was not listed on the day of the answer
    is no candidate of it. Mere hints are left out, as nothing is asked on them alone, but for
    an item whose words say nothing: there they are the reason to ask what it is. `states` are
    those of the shipment, with the groups they belong to. `conventions` are those that said
    anything at all. `unresolved` are packs whose rows are cited and which are not at hand.
    """

    refs: frozenset[str]
    rows: frozenset[RowKey]
    rules: frozenset[str]
    states: frozenset[str]
    conventions: frozenset[str]
    unresolved: tuple[str, ...]


def basis(saved: SavedScreening, desk: Desk, keys: RowKeys) -> Basis:
    """What a saved answer rests on, its citations resolved to natural keys."""
    items = saved.assessment.items
    findings = [f for item in items for f in item.findings]
    candidates: list[Candidate] = []
    anew: list[Candidate] = []
    for item, answer in zip(saved.declaration.items, items, strict=False):
        now, words = desk.identify(item)
        anew += now if words.vague else _weighty(now, desk.library)
        old = answer.candidates
        candidates += old if words.vague else _weighty(old, desk.library)
    cited = {c.row for c in candidates} | {c.row for f in findings for c in f.citations}
    resolved = {citation: keys.of(citation) for citation in cited}
    refs = {c.ref for c in (*candidates, *anew)} | {f.subject for f in findings if f.subject}
    return Basis(
        refs=frozenset(refs),
        rows=frozenset(key for key in resolved.values() if key is not None),
        rules=frozenset(f.rule for f in findings if f.rule),
        states=frozenset(_states(saved, desk.library)),
        conventions=frozenset(
            {ref.partition(":")[0] for ref in refs}
            | {f.provision.partition(":")[0] for f in findings}
        ),
        unresolved=tuple(sorted({c.partition("/")[0] for c, key in resolved.items() if not key})),
    )


def _weighty(candidates: Sequence[Candidate], library: Library) -> Iterator[Candidate]:
    """The candidates that a finding may come of.

    As in screening, a hint is none, nor is a chemical that only a shared customs or UN code
    suggests where the goods are identified as another.
    """
    settled = any(settles(c) for c in candidates if c.convention != "basel")
    by_ref: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        by_ref.setdefault(candidate.ref, []).append(candidate)
    for ref, evidence in by_ref.items():
        sure = certainty(library, ref, evidence, candidates)
        shared = all(c.found_by in ("hs", "un") and c.convention != "basel" for c in evidence)
        if sure == "identified" or (sure == "possible" and not (settled and shared)):
            yield from evidence


def _states(saved: SavedScreening, library: Library) -> Iterable[str]:
    declared = saved.declaration
    codes = (
        declared.country_of_export,
        declared.country_of_destination,
        *declared.transit_countries,
    )
    for code in codes:
        country = library.country(code)
        if country is not None:
            yield country.iso3
            yield from country.groups


def why_touched(change: Touched, convention: str, on: Basis) -> str:
    """In words, why a change touches an answer; empty when it does not.

    A change that is about entries in certain States touches the answer when both are met. One
    that is about a State alone touches it when its convention said anything of the goods; a
    national layer speaks to whatever any convention said.
    """
    if change.rows & on.rows:
        return "the answer cites this row"
    if change.rules & on.rules:
        return f"the answer rests on rule {_first(change.rules & on.rules)}"
    refs, states = change.refs & on.refs, change.states & on.states
    if change.states and not states:
        return ""
    if change.refs:
        return f"the goods are, or may be, {_first(refs)}" if refs else ""
    concerned = convention in on.conventions or (convention not in TREATIES and on.conventions)
    if states and concerned:
        return f"{_first(states)} takes part in the shipment"
    return ""


def _first(names: frozenset[str]) -> str:
    return min(names)
