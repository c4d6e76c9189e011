"""Boxes about the case itself: who has it, what was found and done, and why."""

from customhouse.coordination.entries import (
    ContainerSeen,
    CostEntered,
    FileAdded,
    ItemFound,
    Moved,
    ResultReported,
    SampleTaken,
)
from customhouse.coordination.forms.ground import Field, Ground, Told, entry, together
from customhouse.coordination.forms.states import written
from customhouse.coordination.moves import moves
from customhouse.reference.provision import provision_words

_CONDUCT = {
    "basel:art-9-2": "exporter or generator",
    "basel:art-9-3": "importer or disposer",
    "basel:art-9-4": "not known whose",
}


def reporter(ground: Ground) -> Field:
    """The office that opened the case, and its State."""
    by = ground.entry(1).by
    words = ", ".join(filter(None, (by.organisation, written(ground.library, by.iso3))))
    return together([(words, entry(1))])


def case_number(ground: Ground) -> Field:
    """The number by which people call the case."""
    return together([(ground.case.number, entry(1))])


def found_on(ground: Ground) -> Field:
    """The first day on which something found was written down, or a sample was taken."""
    days = [
        (body.taken_at.date() if isinstance(body, SampleTaken) else ground.entry(n).at.date(), n)
        for kind in (ItemFound, ContainerSeen, SampleTaken)
        for n, body in ground.case.every(kind)
    ]
    if not days:
        return Field()
    day, number = min(days)
    return together([(day.isoformat(), entry(number))])


def found_at(ground: Ground) -> Field:
    """Where containers were seen and samples taken."""
    seen = [(one.place, entry(n)) for n, one in ground.case.every(ContainerSeen)]
    return together([*seen, *((s.place, entry(n)) for n, s in ground.case.every(SampleTaken))])


def evidence(ground: Ground) -> Field:
    """Samples, results of laboratories, and photos by name."""
    told: list[Told] = [
        (f"sample {one.sample} of {one.of}, taken by {one.taken_by}", entry(n))
        for n, one in ground.case.every(SampleTaken)
    ]
    told += [
        (f"{one.laboratory}, sample {one.sample}: {one.finding}", entry(n))
        for n, one in ground.case.every(ResultReported)
    ]
    told += [
        (f"photo {one.name}", entry(n))
        for n, one in ground.case.every(FileAdded)
        if one.role == "photo"
    ]
    return together(told)


def measures(ground: Ground) -> Field:
    """The moves of the case, each with its day and reason."""
    return together(
        (_move(ground, number, move), entry(number)) for number, move in ground.case.every(Moved)
    )


def _move(ground: Ground, number: int, move: Moved) -> str:
    known = moves().get(move.move)
    reason = f" ({move.reason})" if move.reason else ""
    return f"{ground.entry(number).at:%Y-%m-%d}: {known.title if known else move.move}{reason}"


def illegal_grounds(ground: Ground) -> Field:
    """What the answer says of Article 9(1): a suggestion, to be judged by who signs."""
    return together(
        (f"{provision_words(one.provision)}: {one.explanation}", f"finding:{one.provision}")
        for one in ground.findings()
        if one.provision.startswith("basel:art-9-1")
    )


def conduct(ground: Ground) -> Field:
    """By whose conduct, as far as the answer says."""
    return together(
        (f"{_CONDUCT[one.provision]}: {provision_words(one.provision)}", f"finding:{one.provision}")
        for one in ground.findings()
        if one.provision in _CONDUCT
    )


def return_ground(ground: Ground) -> Field:
    """Article 8 or Article 9(2), as far as the answer says."""
    return together(
        (provision_words(one.provision), f"finding:{one.provision}")
        for one in ground.findings()
        if one.provision in ("basel:art-8", "basel:art-9-2")
    )


def costs(ground: Ground) -> Field:
    """The costs of the case, one line each."""
    return together(
        (f"{c.day}: {c.cost} {c.amount:f} {c.currency}, {c.payer} {c.note}".strip(), entry(n))
        for n, c in ground.case.every(CostEntered)
        if abs(c.amount.adjusted()) < _MOST_DIGITS
    )


_MOST_DIGITS = 18
