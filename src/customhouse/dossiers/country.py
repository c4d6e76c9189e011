"""All that the packs hold on a State or territory."""

from datetime import date

import msgspec

from customhouse.dossiers.rows import rows_of
from customhouse.reference.library import Library, Standing
from customhouse.reference.pack import OPTIONAL, in_effect
from customhouse.reference.records import (
    Agreement,
    AmendmentAcceptance,
    AnnexSeven,
    BanAmendment,
    Contact,
    Convention,
    Country,
    CountryName,
    ExportBan,
    ImportBan,
    ImportResponse,
    NationalDefinition,
    OptIn,
    Party,
)

TREATIES: tuple[Convention, ...] = ("basel", "rotterdam", "stockholm")


class StandingOn(msgspec.Struct, frozen=True, kw_only=True):
    """What a State is to a convention on the day; `party` is the row, `None` without one."""

    convention: Convention
    standing: Standing
    party: Party | None


class BanOn(msgspec.Struct, frozen=True, kw_only=True):
    """A ban on importing or exporting waste; `holds` on the day of the dossier."""

    ban: ImportBan | ExportBan
    holds: bool


class CountryDossier(msgspec.Struct, frozen=True, kw_only=True):
    """A State as of a day.

    `ban_holds` when the ban amendment of Basel is in force on the day. `annex_vii` and
    `ban_amendment` are `None` without a record for the day, which is not the same as "not".
    Bans and `national` rows of groups that the State belongs to are among them. `responses`
    are its latest decisions on import, one for each chemical.
    """

    ref: str
    as_of: date
    country: Country
    names: tuple[CountryName, ...]
    standings: tuple[StandingOn, ...]
    ban_holds: bool
    ban_amendment: BanAmendment | None
    annex_vii: AnnexSeven | None
    opt_in: OptIn | None
    acceptances: tuple[AmendmentAcceptance, ...]
    import_bans: tuple[BanOn, ...]
    export_bans: tuple[BanOn, ...]
    responses: tuple[ImportResponse, ...]
    agreements: tuple[Agreement, ...]
    national: tuple[NationalDefinition, ...]
    contacts: tuple[Contact, ...]


def country(library: Library, iso3: str, as_of: date) -> CountryDossier | None:
    """The dossier of a State by its ISO code of three letters or two; `None` for no State."""
    state = library.country(iso3)
    if state is None:
        return None
    rows = rows_of(library)
    view = library.view(as_of)
    own = state.iso3
    groups = (own, state.iso2, *state.groups)
    treaties = (*TREATIES, *(name for name in OPTIONAL if name in library.optional))
    asked = dict.fromkeys(row.substance_id for row in rows.of(ImportResponse, "iso3", own))
    responses = (view.import_response(own, substance_id) for substance_id in asked)
    return CountryDossier(
        ref=f"iso:{own}",
        as_of=as_of,
        country=state,
        names=rows.of(CountryName, "iso3", own),
        standings=tuple(
            StandingOn(
                convention=one,
                standing=view.standing(one, own),
                party=view.party_row(one, own),
            )
            for one in treaties
        ),
        ban_holds=any(
            row.status == "bound" and row.valid_from is not None and row.valid_from <= as_of
            for row in rows.all(BanAmendment)
        ),
        ban_amendment=view.ban_amendment(own),
        annex_vii=view.annex_vii(own),
        opt_in=next(iter(rows.of(OptIn, "iso3", own)), None),
        acceptances=rows.of(AmendmentAcceptance, "iso3", own),
        import_bans=tuple(
            BanOn(ban=row, holds=in_effect(row, as_of))
            for one in groups
            for row in rows.of(ImportBan, "iso3", one)
        ),
        export_bans=tuple(
            BanOn(ban=row, holds=in_effect(row, as_of))
            for one in groups
            for row in rows.of(ExportBan, "iso3", one)
        ),
        responses=tuple(filter(None, responses)),
        agreements=view.agreements_of(state),
        national=tuple(row for one in groups for row in rows.of(NationalDefinition, "iso3", one)),
        contacts=tuple(row for row in rows.of(Contact, "iso3", own) if in_effect(row, as_of)),
    )
