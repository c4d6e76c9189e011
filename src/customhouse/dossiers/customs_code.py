"""All that the packs hold on a customs code."""

import msgspec

from customhouse.dossiers.customs_fact import CustomsFact, customs_facts
from customhouse.dossiers.rows import rows_of
from customhouse.reference.correlation import EDITIONS
from customhouse.reference.hs import HsCodeError, HsCodes, HsHistory, HsSiblings, normalise
from customhouse.reference.library import Library
from customhouse.reference.records import Article, HsCorrelation, HsEdition, HsHint, Identifier

_SUBHEADING = 6


class CodeTitle(msgspec.Struct, frozen=True, kw_only=True):
    """What a code covers in one edition, in short; `fact` is the row that says so."""

    edition: HsEdition
    title: str
    fact: HsHint


class CustomsCodeDossier(msgspec.Struct, frozen=True, kw_only=True):
    """A code of up to six digits, in all editions.

    `hides` are listed items that goods of the code may be, the newest edition first and in it
    the firmest; `history` what became of it, and `correlations` the rows behind that.
    """

    ref: str
    code: str
    titles: tuple[CodeTitle, ...]
    hides: tuple[CustomsFact, ...]
    siblings: HsSiblings
    history: tuple[HsHistory, ...]
    correlations: tuple[HsCorrelation, ...]
    products: tuple[Article, ...]

    @property
    def editions(self) -> tuple[HsEdition, ...]:
        """The editions in which the packs speak of goods of the code."""
        known = {one.entry.edition for one in self.hides}
        known |= {one.edition for one in self.history} | {one.to for one in self.history}
        return tuple(edition for edition in EDITIONS if edition in known)


def customs_code(library: Library, codes: HsCodes, code: str) -> CustomsCodeDossier | None:
    """The dossier of a code, with or without points; `None` for one that the packs do not know.

    What a national tariff adds after the sixth digit is left aside.
    """
    try:
        own = normalise(code)[:_SUBHEADING]
    except HsCodeError:
        return None
    rows = rows_of(library)
    hides = codes.hides(own)
    history = codes.history(own)
    products = tuple(
        row for row in rows.all(Article) if row.hs_hint and row.hs_hint.startswith(own)
    )
    correlations = (
        *rows.of(HsCorrelation, "from_code", own),
        *(row for row in rows.of(HsCorrelation, "to_code", own) if row.from_code != own),
    )
    if not (hides or correlations or products):
        return None
    titled = {row.hs_edition: row for row in reversed(rows.of(HsHint, "hs_code", own)) if row.title}
    return CustomsCodeDossier(
        ref=f"hs:{own}",
        code=own,
        titles=tuple(
            CodeTitle(edition=edition, title=titled[edition].title, fact=titled[edition])
            for edition in EDITIONS
            if edition in titled
        ),
        hides=customs_facts(rows, hides),
        siblings=codes.siblings(own),
        history=history,
        correlations=correlations,
        products=products,
    )


def customs_titles(library: Library) -> dict[str, str]:
    """Every customs code that the packs speak of, in order, with its title where one has it."""
    rows = rows_of(library)
    found: dict[str, str] = {}
    for hint in rows.all(HsHint):
        found[hint.hs_code] = found.get(hint.hs_code) or hint.title
    codes = [one.value for one in rows.all(Identifier) if one.scheme.startswith("HS")]
    codes += [row.hs_hint for row in rows.all(Article) if row.hs_hint]
    for row in rows.all(HsCorrelation):
        codes += (row.from_code, row.to_code)
    return dict(sorted((dict.fromkeys(codes, "") | found).items()))
