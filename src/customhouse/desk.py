"""The desk: packs, identification and screening put together once, behind every door."""

import datetime
from collections.abc import Sequence
from functools import cached_property, lru_cache

from customhouse.declarations.declaration import Declaration, Item
from customhouse.identify.candidate import Candidate
from customhouse.identify.index import Index
from customhouse.identify.lookup import Lookup, Result
from customhouse.identify.normalise import Folded
from customhouse.identify.numbers import invalid_cas
from customhouse.identify.structure import StructureError, StructureResult, StructureRules
from customhouse.reference.library import Library
from customhouse.reference.pack import Pack, load_shipped
from customhouse.reference.records import Identifier
from customhouse.screening.case import Words
from customhouse.screening.finding import Assessment
from customhouse.screening.screen import screen

MOST_RESULTS = 1000
"""How many results are looked through for those of one day."""

STRUCTURE_SCORES = {"in": 1.0, "review": 0.5}
"""How far a structure verdict settles the matter: a member, or one for an expert to judge."""


class Desk:
    """What an officer asks: screen a declaration, look a thing up, identify a structure."""

    def __init__(self, packs: Sequence[Pack]):
        self.library = Library(packs)
        self._packs = self.library.conventions
        self.index = Index.build(self._packs)
        self._national = self._index_with(self.library.national.names)
        self._optional = self._index_with(self.library.optional)
        self._classify = lru_cache(maxsize=4096)(self._classify_structure)

    @classmethod
    def shipped(cls, layers: Sequence[str] = (), optional: Sequence[str] = ()) -> "Desk":
        """The desk with the packs that come with customhouse.

        National `layers` and `optional` treaties are added by name. Raises `PackError`, and
        `ValueError` for an optional treaty that is not shipped.
        """
        return cls(load_shipped(layers, optional))

    @cached_property
    def _structures(self) -> StructureRules:
        """The structure rules, compiled when the first structure comes: RDKit is slow to load."""
        pack = next(pack for pack in self._packs if pack.class_rules)
        identifiers = [row for one in self._packs for row in one.rows(Identifier)]
        return StructureRules.from_class_rules(
            pack.class_rules, identifiers, f"{pack.label}/class_rules.json"
        )

    def _index_with(self, names: frozenset[str]) -> Index | None:
        """The index of the conventions and the packs named; `None` when none is named."""
        if not names:
            return None
        known = {pack.name for pack in self._packs} | names
        return Index.build([pack for pack in self.library.packs if pack.name in known])

    @cached_property
    def _lookup(self) -> Lookup:
        both = self._national is not None and self._optional is not None
        index = Index.build(self.library.packs) if both else self._national or self._optional
        return Lookup(self.library.packs, index or self.index)

    def _classify_structure(self, smiles: str) -> StructureResult:
        return self._structures.classify(smiles)

    def identify(self, item: Item) -> tuple[tuple[Candidate, ...], Words]:
        """The candidates of an item, and what else its words and numbers say."""
        candidates = self._candidates(self.index, item)
        reading = self.index.vocabulary.read(item.description)
        words = Words(
            vague=reading.vague and not any(c.found_by == "name" for c in candidates),
            named_ingredient=self._names_an_ingredient(item),
            waste=reading.says_waste,
            used=reading.says_used,
            look_alike=_rests_on_a_code(candidates) and self._is_look_alike(item),
            invalid_cas=tuple(number.evidence for number in invalid_cas(item)),
            invalid_smiles=tuple(s for s in item.smiles if self._classify(s).problem),
        )
        return candidates + self._of_layers(item) + self._of_optional(item), words

    def _candidates(self, index: Index, item: Item) -> tuple[Candidate, ...]:
        """What an item may be by its words, numbers and structures, with one index."""
        found = index.candidates(item)
        for place, smiles in enumerate(item.smiles):
            found += self._classify(smiles).candidates(index.listings, f"smiles[{place}]")
        return found

    def _of_layers(self, item: Item) -> tuple[Candidate, ...]:
        """What the item may be by the lists of the layers.

        They are read with an index of their own, so that a name in a layer can never hide a
        name of a convention.
        """
        if self._national is None:
            return ()
        found = self._candidates(self._national, item)
        return tuple(c for c in found if c.convention in self.library.national.names)

    def _of_optional(self, item: Item) -> tuple[Candidate, ...]:
        """What the item may be by the lists of the optional treaties, read apart as layers are."""
        if self._optional is None:
            return ()
        found = self._optional.candidates(item)
        return tuple(c for c in found if c.convention in self.library.optional)

    def _names_an_ingredient(self, item: Item) -> bool:
        """Whether an ingredient is named by more than fillers ("n/a", "solvent")."""
        ingredients = item.formulation.ingredients if item.formulation is not None else ()
        return any(not self.index.vocabulary.read(one.name).vague for one in ingredients)

    def _is_look_alike(self, item: Item) -> bool:
        """Whether the item names or numbers a good that is often mistaken for a listed one."""
        hits = self.index.names.find(Folded(item.description))
        return any(not hit.meanings for hit in hits) or any(
            self.index.is_near_miss(cas) for cas in item.cas
        )

    def screen(
        self, declaration: Declaration, as_of: datetime.date, notes: Sequence[str] = ()
    ) -> Assessment:
        """The assessment of a declaration under the law of a day."""
        return screen(declaration, self.library, self.identify, as_of, notes)

    def lookup(
        self, query: str, limit: int = 20, as_of: datetime.date | None = None
    ) -> list[Result]:
        """Listed entries by name, CAS, EC, UN, HS or Basel code, best first.

        With `as_of` only what the law of that day lists or holds as a code.
        """
        if as_of is None:
            return self._lookup.search(query, limit)
        view = self.library.view(as_of)
        found = self._lookup.search(query, MOST_RESULTS)
        return [result for result in found if view.holds(result.ref)][:limit]

    def identify_structure(self, smiles: str) -> list[Result]:
        """Listed entries of which a structure is or may be a member, best first.

        Raises `StructureError` for a text that is no structure.
        """
        result = self._classify(smiles)
        if result.problem:
            raise StructureError(result.problem, "Write the structure as SMILES, e.g. c1ccccc1Cl.")
        return [
            Result(
                ref=candidate.ref,
                convention=candidate.convention,
                title=candidate.title,
                matched=candidate.evidence,
                specificity=candidate.specificity,
                score=STRUCTURE_SCORES[candidate.match],
            )
            for candidate in result.candidates(self.index.listings, "smiles")
        ]


def _rests_on_a_code(candidates: Sequence[Candidate]) -> bool:
    """Whether a customs or UN code points at an entry that it does not stand for alone."""
    return any(c.found_by in ("hs", "un") and c.specificity == "group" for c in candidates)
