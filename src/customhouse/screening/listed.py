"""From candidates to listed entries, and how sure the match is.

`identified`: the evidence names the entry. `possible`: it may be the entry, and the
identity has to be settled first. Anything less is a hint and stays a candidate.
"""

import re
from collections.abc import Sequence
from typing import Literal

from customhouse.identify.candidate import Candidate
from customhouse.reference.library import Library
from customhouse.reference.records import Convention, Substance
from customhouse.screening.case import Case

Certainty = Literal["identified", "possible", "hint"]


class Listed:
    """A substance entry that an item is or may be, with the evidence for it."""

    def __init__(
        self,
        case: Case,
        substance: Substance,
        certainty: Certainty,
        evidence: tuple[Candidate, ...],
    ):
        self.case = case
        self.substance = substance
        self.certainty = certainty
        self.evidence = evidence

    @property
    def ref(self) -> str:
        """`<convention>:<substance_id>`."""
        return f"{self.substance.convention}:{self.substance.substance_id}"

    @property
    def because(self) -> tuple[str, ...]:
        """The evidence in words: field, how it was found, the words or number."""
        return tuple(
            f"{self.case.path(c.field)}: {c.found_by} {c.evidence!r} ({c.match}, {c.specificity})"
            for c in self.evidence[:3]
        )

    @property
    def by_code_alone(self) -> bool:
        """Whether a customs or UN code is all that points at the entry."""
        return all(c.found_by in ("hs", "un") for c in self.evidence)


def certainty(
    library: Library, ref: str, evidence: Sequence[Candidate], every: Sequence[Candidate]
) -> Certainty:
    """How far the evidence for one entry settles that the goods are that entry.

    `every` are all candidates of the item: a CAS number that is only a flag for this entry is
    no more than a hint where the item is identified as something else. A mixture of several
    actives is identified by its own name, or when every active is named by its number.
    """
    limits = library.formulations(ref.partition(":")[2])
    components = {limit.component_cas for limit in limits if limit.component_cas}
    if components:
        numbers = {c.evidence for c in evidence if c.found_by == "cas"}
        named = any(c.found_by == "name" and settles(c) for c in evidence)
        return "identified" if named or components <= numbers else "hint"
    if any(settles(c) for c in evidence):
        return "identified"
    if any(_suggests(c) for c in evidence):
        return "possible"
    if any(c.found_by == "cas" for c in evidence) and not any(settles(c) for c in every):
        return "possible"
    weak = any(c.match == "weak" for c in evidence)
    backed = any(c.found_by in ("hs", "un", "structure") for c in evidence)
    return "possible" if weak and backed else "hint"


def settles(candidate: Candidate) -> bool:
    """Whether a candidate names its entry by itself."""
    match candidate.found_by:
        case "name":
            return candidate.match == "exact" and candidate.specificity != "flag"
        case "structure":
            return candidate.match == "in"
        case "code":
            return candidate.match == "exact" and candidate.specificity == "exact"
        case _:
            return candidate.specificity == "exact"


def _suggests(candidate: Candidate) -> bool:
    if candidate.match in ("fuzzy", "review"):
        return True
    return candidate.specificity == "group" and candidate.match not in ("denied", "weak")


_PRINTED = re.compile(
    r"\b(books?|magazines?|journals?|newspapers?|posters?|brochures?|leaflets?|labels?|printed"
    r"|catalogues?|maps?|livres?|libros?|bücher|книги?)\b"
)


def _is_a_subject(case: Case, evidence: Sequence[Candidate]) -> bool:
    """Whether a name is what printed matter is about: declared in chapter 49 and so described.

    Under that chapter alone a name still counts: drums are not printed matter whatever code
    they are declared under.
    """
    return (
        case.hs.startswith("49")
        and all(c.found_by == "name" for c in evidence)
        and _PRINTED.search(case.item.description.casefold()) is not None
    )


def listed_entries(case: Case, convention: Convention) -> tuple[Listed, ...]:
    """The entries of a convention that the item is or may be, in the order of the evidence.

    Where one entry is identified, others that only a customs or UN code suggests are left out:
    the code is shared, and the name has settled which of its entries this is.
    """
    by_ref: dict[str, list[Candidate]] = {}
    for candidate in case.candidates:
        if candidate.convention == convention:
            by_ref.setdefault(candidate.ref, []).append(candidate)
    entries = []
    for ref, evidence in by_ref.items():
        substance = case.view.library.substance(convention, ref.partition(":")[2])
        if substance is not None:
            sure = certainty(case.view.library, ref, evidence, case.candidates)
            sure = "hint" if _is_a_subject(case, evidence) else sure
            entries.append(Listed(case, substance, sure, tuple(evidence)))
    if any(settles(c) for c in case.candidates if c.convention != "basel"):
        entries = [e for e in entries if e.certainty != "possible" or not e.by_code_alone]
    return tuple(entries)
