"""All that the packs hold on a provision: its rules, and the provisions above and below it."""

from collections.abc import Iterable
from datetime import date

import msgspec

from customhouse.dossiers.rows import Rows, rows_of
from customhouse.reference.library import Library
from customhouse.reference.provision import provision_words
from customhouse.reference.records import GlossaryTerm, Rule


class ProvisionLine(msgspec.Struct, frozen=True, kw_only=True):
    """Another provision, its words and the titles of its rules."""

    ref: str
    words: str
    titles: tuple[str, ...]


class ProvisionDossier(msgspec.Struct, frozen=True, kw_only=True):
    """A provision.

    `rules` is empty for one that has rules only in the provisions `below`. `beside` are its
    neighbours under the same one `above`. `terms` are English terms of the glossary that
    point at it.
    """

    ref: str
    convention: str
    words: str
    as_of: date
    rules: tuple[Rule, ...]
    above: tuple[ProvisionLine, ...]
    below: tuple[ProvisionLine, ...]
    beside: tuple[ProvisionLine, ...]
    terms: tuple[GlossaryTerm, ...]


def provision(library: Library, ref: str, as_of: date) -> ProvisionDossier | None:
    """The dossier of `basel:art-6-1`; `None` when neither it nor one below it has a rule."""
    rows = rows_of(library)
    known = _known(rows)
    rules = known.get(ref, ())
    below = [one for one in known if one.startswith(f"{ref}-")]
    if not rules and not below:
        return None
    above = [one for one in known if ref.startswith(f"{one}-")]
    article = _article(ref)
    beside = [one for one in known if _article(one) == article and one not in (ref, *above, *below)]
    return ProvisionDossier(
        ref=ref,
        convention=ref.partition(":")[0],
        words=provision_words(ref),
        as_of=as_of,
        rules=rules,
        above=_lines(known, above),
        below=_lines(known, below),
        beside=_lines(known, beside),
        terms=tuple(
            term for term in rows.all(GlossaryTerm) if term.lang == "en" and ref in term.see
        ),
    )


def provisions(library: Library) -> tuple[ProvisionLine, ...]:
    """Every provision that has a rule, in the order of the packs."""
    known = _known(rows_of(library))
    return _lines(known, known)


def _known(rows: Rows) -> dict[str, tuple[Rule, ...]]:
    found: dict[str, list[Rule]] = {}
    for rule in rows.rules():
        found.setdefault(rule.provision, []).append(rule)
    return {ref: tuple(rules) for ref, rules in found.items()}


def _lines(known: dict[str, tuple[Rule, ...]], refs: Iterable[str]) -> tuple[ProvisionLine, ...]:
    return tuple(
        ProvisionLine(
            ref=ref,
            words=provision_words(ref),
            titles=tuple(dict.fromkeys(rule.title for rule in known[ref] if rule.title)),
        )
        for ref in refs
    )


def _article(ref: str) -> str:
    """The whole article or annex of a provision: `basel:art-6` of `basel:art-6-1`."""
    return "-".join(ref.split("-")[:2])
