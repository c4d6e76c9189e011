"""Boxes about the goods: what they are, their codes and hazards, and how much there is."""

from collections.abc import Callable, Iterable

from customhouse.coordination.entries import ContainerSeen
from customhouse.coordination.forms.goods import Good, goods
from customhouse.coordination.forms.ground import Field, Filler, Ground, Told, entry, together
from customhouse.reference.records import Substance


def descriptions(ground: Ground) -> Field:
    """The words for the goods, with the number of the line where there are several."""
    lines = goods(ground)
    told = ((one, one.told("description")) for one in lines)
    return together(
        (f"{_number(good)}{words}" if len(lines) > 1 and words else words, place)
        for good, (words, place) in told
    )


def _number(good: Good) -> str:
    number = good.found[1].number if good.found else good.item.number if good.item else None
    return f"{number}. " if number else ""


def codes_of(ask: Callable[[Good], Iterable[Told]]) -> Filler:
    """The filler for codes in one line."""
    return lambda ground: together((one for good in goods(ground) for one in ask(good)), "; ")


def explained(ask: Callable[[Good], Iterable[Told]], *, notes: bool = False) -> Filler:
    """The filler for codes with their titles, and with `notes` what the packs add to them."""

    def fill(ground: Ground) -> Field:
        told: list[Told] = []
        for code, place in (one for good in goods(ground) for one in ask(good)):
            row = ground.law.waste_code(code)
            added = f" ({row.notes})" if row and notes and row.notes else ""
            words = f"{code}: {row.title}{added}" if row else code
            told += [(words, place), *([(words, f"pack:{row.row}")] if row else ())]
        return together(told)

    return fill


def quantity(ground: Ground) -> Field:
    """The mass: the sum, or each line when that of some line is not known."""
    lines = [(good, *good.mass()) for good in goods(ground)]
    known = [(mass, place) for _, mass, place in lines if mass is not None]
    if not known:
        return Field()
    if len(known) == len(lines):
        places = tuple(dict.fromkeys(place for _, place in known))
        return Field(f"{sum(mass for mass, _ in known):.15g} kg", places)
    return together(
        (f"{_number(good)}{'not known' if mass is None else f'{mass:.15g} kg'}", place)
        for good, mass, place in lines
    )


def packages(ground: Ground) -> Field:
    """How many packages, and the containers."""
    told = (good.told("packages") for good in goods(ground))
    counted = [(f"{words} packages" if words else "", place) for words, place in told]
    return together([*counted, *_containers(ground)])


def containers(ground: Ground) -> Field:
    """Containers and vehicles with the seals as found."""
    return together(_containers(ground))


def _containers(ground: Ground) -> Iterable[Told]:
    for number, seen in ground.case.every(ContainerSeen):
        intact = {True: " intact", False: " broken", None: ""}[seen.seal_intact]
        seal = f", seal {seen.seal}{intact}" if seen.seal else ""
        yield f"container {seen.number}{seal}", entry(number)


def declared_list(name: str) -> Filler:
    """The filler for numbers that an item has several of: `un`, `cas`."""
    return lambda ground: together(
        (
            (value, good.place(f"{name}[{at}]"))
            for good in goods(ground)
            if good.item is not None
            for at, value in enumerate(getattr(good.item, name))
        ),
        "; ",
    )


def customs_codes(ground: Ground) -> Field:
    """The customs codes."""
    return together((good.told("hs_code") for good in goods(ground)), "; ")


def uses(ground: Ground) -> Field:
    """The purpose as declared."""
    return together(
        (good.item.purpose, good.place("purpose")) for good in goods(ground) if good.item
    )


def concentrations(ground: Ground) -> Field:
    """The ingredients of formulations with their strengths."""
    told: list[Told] = []
    for good in goods(ground):
        formulation = good.item.formulation if good.item else None
        for at, one in enumerate(formulation.ingredients if formulation else ()):
            strength = "" if one.strength is None else f": {one.strength:g} {one.unit}".rstrip()
            words = f"{one.name or one.cas}{strength}"
            told.append((words, good.place(f"formulation.ingredients[{at}]")))
    return together(told)


def chemicals(ground: Ground) -> Field:
    """The chemicals of the Rotterdam Convention that the case or its answer names."""
    return together((one.name, place) for one, place in _chemicals(ground))


def categories(ground: Ground) -> Field:
    """Their categories: pesticide or industrial chemical."""
    return together((", ".join(one.category), place) for one, place in _chemicals(ground))


def _chemicals(ground: Ground) -> Iterable[tuple[Substance, str]]:
    refs = [
        (ref, entry(good.found[0]))
        for good in goods(ground)
        if good.found
        for ref in good.found[1].refs
    ]
    refs += [(one.subject, f"finding:{one.provision}") for one in ground.findings()]
    for ref, place in refs:
        convention, _, name = ref.partition(":")
        known = ground.library.substance(convention, name) if convention == "rotterdam" else None
        if known is not None:
            yield known, place
