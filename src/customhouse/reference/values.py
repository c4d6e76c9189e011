"""Checks of single cells of a pack: numbers, structures, dates, limits, stray spaces.

A mistyped number in a pack is worse than a missing one, as it names another chemical; so
every scheme that has a check digit or a form is held to it.
"""

import math
import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise

from stdnum import casrn
from stdnum.eu import ecnumber
from stdnum.exceptions import ValidationError

from customhouse.reference.pack import Pack
from customhouse.reference.records import (
    Article,
    Formulation,
    HsCorrelation,
    HsHint,
    Identifier,
    NearMiss,
    Record,
    Threshold,
)
from customhouse.reference.tables import PackProblem

Problems = Iterator[PackProblem]

_UN = re.compile(r"[0-9]{4}")
_HS = re.compile(r"(?!00|77|98|99)[0-9]{4}([0-9]{2})?")
_INCHI_KEY = re.compile(r"[A-Z]{14}-[A-Z]{8}[SN][A-Z]-[A-Z]")
_PERCENT = ("%", "percent")
_EARLIEST = date(1950, 1, 1)
_LATEST = date(2100, 12, 31)
_FIRST_TO_LAST = ("adopted_on", "in_force_from", "valid_from", "valid_to")


def at(row: str, problem: str, remedy: str) -> PackProblem:
    """The problem of a row, placed by the row's own `file:line`."""
    file, _, line = row.rpartition(":")
    return PackProblem(file=file, line=int(line), problem=problem, remedy=remedy)


def check_cas(pack: Pack) -> Problems:
    """CAS numbers have their hyphens and the right check digit."""
    components = [(f.row, f.component_cas) for f in pack.rows(Formulation) if f.component_cas]
    for row, value in (*_numbers(pack, "CAS"), *components):
        if not _valid(casrn.validate, value):
            yield at(row, f"CAS number {value!r} is malformed or fails its check digit", _LOOK_UP)


def check_ec(pack: Pack) -> Problems:
    """EC numbers have their hyphens and the right check digit."""
    for row, value in _numbers(pack, "EC"):
        if not _valid(ecnumber.validate, value):
            yield at(row, f"EC number {value!r} is malformed or fails its check digit", _LOOK_UP)


def check_un(pack: Pack) -> Problems:
    """UN numbers are four digits."""
    for row, value in _numbers(pack, "UN"):
        if not _UN.fullmatch(value):
            yield at(row, f"UN number {value!r} is not four digits", "write it as 2761")


def check_hs(pack: Pack) -> Problems:
    """Customs codes are a heading or a subheading of an HS chapter, digits alone.

    Chapters 77, 98 and 99 carry no goods of the HS itself.
    """
    codes = [
        (row, value)
        for scheme in ("HS2012", "HS2017", "HS2022", "HS2028")
        for row, value in _numbers(pack, scheme)
    ]
    for hint in pack.rows(HsHint):
        codes += [(hint.row, code) for code in (hint.hs_code, *hint.mirror_or_escape_codes)]
    codes += [(article.row, article.hs_hint) for article in pack.rows(Article) if article.hs_hint]
    for link in pack.rows(HsCorrelation):
        codes += [(link.row, link.from_code), (link.row, link.to_code)]
    for row, code in codes:
        if not _HS.fullmatch(code):
            yield at(
                row,
                f"HS code {code!r} is not a code of the HS",
                "write 4 or 6 digits of a chapter from 01 to 97, with no points",
            )


def check_inchi_keys(pack: Pack) -> Problems:
    """InChIKeys have their 14-10-1 form."""
    for row, value in _numbers(pack, "InChIKey"):
        if not _INCHI_KEY.fullmatch(value):
            yield at(row, f"InChIKey {value!r} has not the form of one", _LOOK_UP)


def check_structures(pack: Pack) -> Problems:
    """SMILES and SMARTS can be read as structures."""
    from rdkit import Chem, rdBase  # a heavy import that no other check needs

    with rdBase.BlockLogs():
        for scheme, read in (("SMILES", Chem.MolFromSmiles), ("SMARTS", Chem.MolFromSmarts)):
            for row, value in _numbers(pack, scheme):
                if read(value) is None:
                    yield at(row, f"{scheme} {value!r} cannot be read", "correct the structure")


def check_dates(pack: Pack) -> Problems:
    """Days are plausible, in order, and no adoption lies after the day the pack describes."""
    for record in records(pack):
        days = {
            name: day
            for name in record.__struct_fields__
            if isinstance(day := getattr(record, name), date)
        }
        for name, day in days.items():
            if not _EARLIEST <= day <= _LATEST:
                yield at(
                    record.row,
                    f"{name} {day} is implausible",
                    f"correct it to a day from {_EARLIEST} to {_LATEST}",
                )
        ordered = [(name, days[name]) for name in _FIRST_TO_LAST if name in days]
        for (first, before), (second, after) in pairwise(ordered):
            if before > after:
                yield at(
                    record.row,
                    f"{first} {before} is after {second} {after}",
                    "correct the one that is wrong",
                )
        adopted = days.get("adopted_on")
        if adopted is not None and adopted > pack.valid_from:
            yield at(
                record.row,
                f"adopted_on {adopted} is after the pack's valid_from {pack.valid_from}",
                "correct the day, or build the manifest with a later valid_from",
            )


def check_limits(pack: Pack) -> Problems:
    """Concentration limits are finite, none below zero and no percentage above 100."""
    limits = [(t.row, t.value, t.unit) for t in pack.rows(Threshold)]
    limits += [(f.row, f.min_strength, f.strength_unit) for f in pack.rows(Formulation)]
    for row, value, unit in limits:
        if not math.isfinite(value) or value < 0 or (unit in _PERCENT and value > 100):
            yield at(row, f"the limit {value} {unit} is impossible", "correct the number or unit")


def check_spaces(pack: Pack) -> Problems:
    """No cell begins or ends with a space, and no value between two `;` is empty."""
    for record in records(pack):
        for name in record.__struct_fields__:
            value = getattr(record, name)
            if isinstance(value, str) and value != value.strip():
                yield at(record.row, f"{name} {value!r} has a stray space", "remove the space")
            if isinstance(value, tuple) and "" in value:
                yield at(record.row, f"{name} has an empty value", "remove the extra ';'")


def check_near_misses(pack: Pack) -> Problems:
    """A near miss has a name or a number to be known by."""
    for miss in pack.rows(NearMiss):
        if bool(miss.scheme) != bool(miss.value):
            yield at(miss.row, "scheme and value are not both given", "fill both or neither")
        elif not miss.name and not miss.value:
            yield at(miss.row, "neither a name nor a number", "give a name, or scheme and value")


VALUE_CHECKS: tuple[Callable[[Pack], Problems], ...] = (
    check_cas,
    check_ec,
    check_un,
    check_hs,
    check_inchi_keys,
    check_structures,
    check_dates,
    check_limits,
    check_spaces,
    check_near_misses,
)
"""Every check that needs nothing but the rows of one pack."""

_LOOK_UP = "look the number up in the source and copy it with its hyphens"


def records(pack: Pack) -> Iterator[Record]:
    """Every row of every table."""
    for rows in pack.tables.values():
        yield from rows


def _numbers(pack: Pack, scheme: str) -> Iterator[tuple[str, str]]:
    holders: tuple[Identifier | NearMiss, ...] = (*pack.rows(Identifier), *pack.rows(NearMiss))
    return ((one.row, one.value) for one in holders if one.scheme == scheme)


def _valid(validate: Callable[[str], str], value: str) -> bool:
    try:
        return validate(value) == value
    except ValidationError:
        return False
