"""Another State in the place of one, where the conventions put the same to both."""

from collections.abc import Iterable
from typing import NamedTuple

from customhouse.reference.library import View
from customhouse.reference.records import Country


class Standing(NamedTuple):
    """What rules look at in a State on a day."""

    basel: str
    rotterdam: str
    stockholm: str
    groups: tuple[str, ...]
    annex_vii: bool
    ban_amendment: str
    import_bans: bool
    agreements: int


def alike(view: View, codes: Iterable[str], number: int) -> dict[str, str]:
    """A different State for each code, as an alpha-3 code; none for a State like no other.

    Two codes of one State get one State. `number` chooses; another number chooses differently.
    """
    found: dict[str, str] = {}
    chosen: dict[str, str] = {}
    named = {code: view.library.country(code) for code in codes}
    taken = {country.iso3 for country in named.values() if country}
    for code, country in named.items():
        if country is None:
            continue
        if country.iso3 not in chosen:
            others = [one for one in _like(view, country) if one not in taken]
            chosen[country.iso3] = others[number % len(others)] if others else country.iso3
            taken.add(chosen[country.iso3])
        found[code] = chosen[country.iso3]
    return found


def _like(view: View, country: Country) -> list[str]:
    wanted = _standing(view, country)
    rows = {one.iso3: one for pack in view.library.packs for one in pack.rows(Country)}
    return sorted(key for key, one in rows.items() if _standing(view, one) == wanted)


def _standing(view: View, country: Country) -> Standing:
    amendment = view.ban_amendment(country.iso3)
    return Standing(
        basel=view.standing("basel", country.iso3),
        rotterdam=view.standing("rotterdam", country.iso3),
        stockholm=view.standing("stockholm", country.iso3),
        groups=country.groups,
        annex_vii=view.annex_vii(country.iso3) is not None,
        ban_amendment=amendment.status if amendment else "",
        import_bans=bool(view.import_bans(country.iso3)),
        agreements=len(view.agreements_of(country)),
    )
