"""All packs together, indexed once, and the view of them as of a date."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Literal, TypeVar

from customhouse.reference.correlation import EDITIONS
from customhouse.reference.layers import NationalLaw, layer_names
from customhouse.reference.pack import OPTIONAL, Pack
from customhouse.reference.records import (
    Agreement,
    AmendmentAcceptance,
    AnnexSeven,
    BanAmendment,
    Convention,
    Country,
    Exemption,
    Formulation,
    HsHint,
    ImportBan,
    ImportResponse,
    OptIn,
    Party,
    Record,
    Rule,
    Substance,
    Threshold,
    WasteCode,
)

R = TypeVar("R", bound=Record)
Listing = Literal["not_adopted", "pending", "in_force", "ended"]
Standing = Literal["party", "non-party", "unknown"]


class Library:
    """The packs, with the indexes that every question needs. Holds no date.

    Build one and keep it: views are cheap and cached by date. National layers are kept apart,
    in `national`, and so are the `optional` treaties: what a convention asks never depends on
    them.
    """

    def __init__(self, packs: Sequence[Pack]):
        self.packs = tuple(packs)
        self.versions = {pack.name: pack.version for pack in self.packs}
        names = layer_names(self.packs)
        layers = [pack for pack in self.packs if pack.name in names]
        flags = [pack for pack in self.packs if pack.name in OPTIONAL]
        self.optional = frozenset(pack.name for pack in flags)
        self.conventions = tuple(p for p in self.packs if p.name not in names | self.optional)
        self.national = NationalLaw(layers)
        self.rules: dict[str, Rule] = {
            rule.id: rule for pack in (*layers, *flags, *self.conventions) for rule in pack.rules
        }
        self._substances = {
            (s.convention, s.substance_id): s
            for pack in (*self.conventions, *layers, *flags)
            for s in pack.rows(Substance)
        }
        self._listings = _grouped(self._rows(Substance), "substance_id")
        self._waste_codes = _grouped(self._rows(WasteCode), "code")
        self._parties = {
            (p.convention, p.iso3): p
            for pack in (*self.conventions, *flags)
            for p in pack.rows(Party)
        }
        self._exemptions = _grouped(self._rows(Exemption), "substance_id")
        self._formulations = _grouped(self._rows(Formulation), "substance_id")
        self._responses = _grouped(self._rows(ImportResponse), "substance_id")
        self._thresholds = _grouped(self._rows(Threshold), "substance_id")
        self._bans = _grouped(self._rows(ImportBan), "iso3")
        self._ban_amendment = {b.iso3: b for b in self._rows(BanAmendment)}
        self._annex_vii = {a.iso3: a for a in self._rows(AnnexSeven)}
        self._opt_in = {o.iso3: o for o in self._rows(OptIn)}
        self._acceptances = _grouped(self._rows(AmendmentAcceptance), "iso3")
        self._agreements = self._rows(Agreement)
        self._waste_headings = {
            (hint.hs_edition, hint.hs_code): hint
            for hint in self._rows(HsHint)
            if hint.ref_kind == "waste_code" and hint.specificity != "flag"
        }
        countries = self._rows(Country)
        self._countries = {c.iso2: c for c in countries} | {c.iso3: c for c in countries}
        self.view = lru_cache(maxsize=512)(self._view)

    def _rows(self, record_type: type[R]) -> tuple[R, ...]:
        return tuple(row for pack in self.conventions for row in pack.rows(record_type))

    def _view(self, as_of: date) -> "View":
        return View(self, as_of)

    def country(self, code: str) -> Country | None:
        """The country of an ISO 3166 alpha-2 or alpha-3 code; `None` when no list knows it."""
        return self._countries.get(code.strip().upper())

    def iso3(self, code: str) -> str | None:
        """The alpha-3 code of a country, however it is declared; `None` for what is none."""
        country = self.country(code)
        return country.iso3 if country else None

    def substance(self, convention: Convention, substance_id: str) -> Substance | None:
        """The listed entry, whatever its dates."""
        return self._substances.get((convention, substance_id))

    def listings(self, substance_id: str) -> tuple[Substance, ...]:
        """Every convention's entry of a substance."""
        return self._listings.get(substance_id, ())

    def formulations(self, substance_id: str) -> tuple[Formulation, ...]:
        """The forms and strengths to which an Annex III entry is limited; empty for none."""
        return self._formulations.get(substance_id, ())


class View:
    """The law as it stood on one day."""

    def __init__(self, library: Library, as_of: date):
        self.library = library
        self.as_of = as_of
        self._spoken_of: dict[str, bool] = {}

    def rule(self, rule_id: str) -> Rule:
        """The row of a procedure table. Raises `KeyError` when no pack has it."""
        return self.library.rules[rule_id]

    def listing(self, substance: Substance) -> Listing:
        """Where the listing stands on this day.

        A listing that is adopted and has no known day of entry into force is `pending`.
        """
        if substance.adopted_on is not None and self.as_of < substance.adopted_on:
            return "not_adopted"
        if substance.in_force_from is None or self.as_of < substance.in_force_from:
            return "pending"
        if substance.valid_to is not None and self.as_of > substance.valid_to:
            return "ended"
        return "in_force"

    def waste_code(self, code: str) -> WasteCode | None:
        """The code as valid on this day."""
        return next((c for c in self.waste_code_history(code) if self._holds(c)), None)

    def waste_code_history(self, code: str) -> tuple[WasteCode, ...]:
        """The code's rows at any time; empty when there is no such code."""
        return self.library._waste_codes.get(code, ())

    def _holds(self, row: WasteCode | ImportBan | Agreement) -> bool:
        return (row.valid_from is None or row.valid_from <= self.as_of) and (
            row.valid_to is None or self.as_of <= row.valid_to
        )

    def party_row(self, convention: Convention, iso3: str) -> Party | None:
        """The row of the Parties table, whatever its dates."""
        return self.library._parties.get((convention, iso3))

    def standing(self, convention: Convention, iso3: str) -> Standing:
        """Whether the State is bound by the convention on this day.

        A Party whose day of entry into force is not recorded is taken as bound; a State in
        no table is `unknown`, which is not the same as non-Party.
        """
        row = self.party_row(convention, iso3)
        if row is None:
            return "unknown"
        if row.status != "party":
            return "non-party"
        if row.entry_into_force is not None and self.as_of < row.entry_into_force:
            return "non-party"
        return "party"

    def amendment_standing(self, iso3: str, substance: Substance) -> Standing:
        """Whether a Stockholm Party is bound for a chemical listed by amendment (Art. 25(4)).

        An opt-in Party is bound once it has deposited an instrument for that decision; a
        deposit or a day of deposit that no table records leaves it `unknown`.
        """
        standing = self.standing("stockholm", iso3)
        if standing != "party":
            return standing
        opt_in = self.library._opt_in.get(iso3)
        if opt_in is None or not substance.decision.startswith("SC-"):
            return "party"
        first = substance.decision.split(";")[0].split(" ")[0]
        for acceptance in self.library._acceptances.get(iso3, ()):
            if acceptance.decision == first:
                after = acceptance.valid_from
                if after is None:
                    return "unknown"
                return "party" if after <= self.as_of else "non-party"
        return "unknown"

    def exemptions(self, substance_id: str) -> tuple[Exemption, ...]:
        """Exemptions and acceptable purposes not known to have ended on this day."""
        return tuple(
            e
            for e in self.library._exemptions.get(substance_id, ())
            if e.kind != "none" and (e.expires is None or self.as_of <= e.expires)
        )

    def exemption_rows(self, substance_id: str) -> tuple[Exemption, ...]:
        """All rows of the exemptions table for a substance, ended ones included."""
        return self.library._exemptions.get(substance_id, ())

    def import_response(self, iso3: str, substance_id: str) -> ImportResponse | None:
        """The State's latest response on or before this day; `None` when none is recorded."""
        known = [
            r
            for r in self.library._responses.get(substance_id, ())
            if r.iso3 == iso3 and (r.valid_from is None or r.valid_from <= self.as_of)
        ]
        return max(known, key=lambda r: r.valid_from or date.min, default=None)

    def thresholds(self, substance_id: str, kind: str) -> tuple[Threshold, ...]:
        """The limits of one kind in force on this day, lowest first."""
        rows = [
            t
            for t in self.library._thresholds.get(substance_id, ())
            if t.kind == kind and (t.valid_from is None or t.valid_from <= self.as_of)
        ]
        return tuple(sorted(rows, key=lambda t: t.value))

    def import_bans(self, iso3: str) -> tuple[ImportBan, ...]:
        """The State's bans on importing waste in force on this day."""
        return tuple(b for b in self.library._bans.get(iso3, ()) if self._holds(b))

    def ban_amendment(self, iso3: str) -> BanAmendment | None:
        """What is recorded of the State and Basel Art. 4A on this day.

        `None` is no record, which is not the same as not bound: the table has gaps. A row of a
        State that was bound later, or whose day is not known, is no record for this day.
        """
        row = self.library._ban_amendment.get(iso3)
        if row is None or row.status == "not_bound":
            return row
        if row.valid_from is None or row.valid_from > self.as_of:
            return None
        return row

    def annex_vii(self, iso3: str) -> AnnexSeven | None:
        """The State's row of Basel Annex VII on this day."""
        row = self.library._annex_vii.get(iso3)
        if row is None or (row.valid_from is not None and row.valid_from > self.as_of):
            return None
        return row

    def agreements(self, exporter: Country, importer: Country) -> tuple[Agreement, ...]:
        """Art. 11 agreements on record that cover a movement between two States."""
        return tuple(
            a
            for a in self.library._agreements
            if self._holds(a) and _member(exporter, a.exporters) and _member(importer, a.importers)
        )

    def agreements_of(self, country: Country) -> tuple[Agreement, ...]:
        """Art. 11 agreements on record to which a State belongs, as exporter or importer."""
        return tuple(
            a
            for a in self.library._agreements
            if self._holds(a) and _member(country, (*a.exporters, *a.importers))
        )

    def speaks_of(self, ref: str) -> bool:
        """Whether a candidate's `ref` is something that the law of this day has adopted.

        Waste codes that have ended are kept: a declaration may still carry them, and then the
        officer has to be told.
        """
        known = self._spoken_of.get(ref)
        if known is None:
            convention, _, name = ref.partition(":")
            entries = (s for s in self.library.listings(name) if s.convention == convention)
            known = all(self.listing(substance) != "not_adopted" for substance in entries)
            self._spoken_of[ref] = known
        return known

    def holds(self, ref: str) -> bool:
        """Whether an entry is listed, in force or still to come, or a code holds, on this day."""
        convention, _, name = ref.partition(":")
        entries = [s for s in self.library.listings(name) if s.convention == convention]
        if entries:
            return any(self.listing(one) in ("pending", "in_force") for one in entries)
        return not self.waste_code_history(name) or self.waste_code(name) is not None

    def waste_heading(self, edition: str, code: str) -> HsHint | None:
        """The hint that a customs code is a heading for waste, by longest prefix."""
        editions = (edition,) if edition else tuple(reversed(EDITIONS))
        for length in (6, 4):
            for one in editions:
                hint = self.library._waste_headings.get((one, code[:length]))  # type: ignore[arg-type]
                if hint is not None:
                    return hint
        return None


def _member(country: Country, members: tuple[str, ...]) -> bool:
    return country.iso3 in members or any(group in members for group in country.groups)


def _grouped(rows: Sequence[R], key: str) -> dict[str, tuple[R, ...]]:
    groups: defaultdict[str, list[R]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, key)].append(row)
    return {name: tuple(group) for name, group in groups.items()}
