"""Provisions with their rules, States, and the glossary as documents."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from customhouse.reference.pack import Pack
from customhouse.reference.provision import provision_words
from customhouse.reference.records import Country, CountryName, GlossaryTerm, Party, Rule
from customhouse.search.document import Document

COUNTRY_CODE = 0.95
"""The score of a country's code: below a number of goods, as it is a word as well (IN, NO)."""


def provisions(packs: Sequence[Pack]) -> Iterator[Document]:
    """A document for each provision that a rule rests on."""
    rules: defaultdict[str, list[Rule]] = defaultdict(list)
    for pack in packs:
        for rule in pack.rules:
            rules[rule.provision].append(rule)
    for provision, found in rules.items():
        titles = [f"{rule.id} {rule.title}".strip() for rule in found]
        document = Document(
            "provision",
            provision,
            provision_words(provision),
            detail=f"{'; '.join(titles)}. {found[0].requires}",
            conventions=tuple(dict.fromkeys(rule.convention for rule in found)),
        )
        document.add_number(provision)
        for rule in found:
            document.add_number(rule.id)
            if rule.title:
                document.add_name(rule.title)
            document.texts += (rule.applies_when, rule.requires)
        yield document


def countries(packs: Sequence[Pack]) -> Iterator[Document]:
    """A document for each State, with what it is to each convention.

    Its conventions are those to which it is a Party by the table, whatever the day.
    """
    standing: defaultdict[str, list[Party]] = defaultdict(list)
    for pack in packs:
        for party in pack.rows(Party):
            standing[party.iso3].append(party)
    found: dict[str, Document] = {}
    for pack in packs:
        for country in pack.rows(Country):
            parties = standing[country.iso3]
            document = Document(
                "country",
                f"iso:{country.iso3}",
                country.name,
                detail="; ".join([*map(_standing, parties), *country.groups]),
                conventions=tuple(p.convention for p in parties if p.status == "party"),
            )
            document.add_number(country.iso2, COUNTRY_CODE)
            document.add_number(country.iso3, COUNTRY_CODE)
            document.add_number(document.ref)
            for party in parties:
                document.add_name(party.name)
            found[country.iso3] = document
    for pack in packs:
        for name in pack.rows(CountryName):
            if name.iso3 in found:
                found[name.iso3].add_name(name.name)
    yield from found.values()


def _standing(party: Party) -> str:
    since = f" since {party.entry_into_force}" if party.entry_into_force else ""
    status = "Party" if party.status == "party" else party.status
    return f"{party.convention.capitalize()}: {status}{since}"


def terms(packs: Sequence[Pack]) -> Iterator[Document]:
    """A document for each row of the glossary; a translation shares the key of its term.

    The first that a translation sees is its English term.
    """
    rows = [row for pack in packs for row in pack.rows(GlossaryTerm)]
    english = {row.term: row for row in rows if row.lang == "en"}
    for row in rows:
        original = english.get(row.see[0], row) if row.lang != "en" and row.see else row
        see = ", ".join(row.see)
        yield Document(
            "term",
            f"term:{original.term}",
            row.term,
            detail=" ".join(filter(None, (row.meaning, f"[{row.lang}]", see and f"See {see}."))),
            conventions=tuple(
                dict.fromkeys(ref.partition(":")[0] for ref in original.see if ":" in ref)
            ),
        )
