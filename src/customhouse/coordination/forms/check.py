"""What is missing in a paper, and where it says something else than the rest of the case."""

import math
import re
from collections.abc import Iterator, Mapping

import msgspec

from customhouse.coordination.entries import Drafted
from customhouse.coordination.forms import goods_boxes, parties
from customhouse.coordination.forms.form import Box, Form, Tells, forms
from customhouse.coordination.forms.goods import Good, goods
from customhouse.coordination.forms.ground import Ground, entry
from customhouse.coordination.papers_used import plain_reference

TOLERANCE = 0.05
"""Masses that differ by no more than this share of the larger are taken for the same."""

_CODE = re.compile(r"\b(?:Y[0-9]{1,2}|[AB][0-9]{4})\b")
_HAZARDOUS = re.compile(r"\b(?:Y(?:[1-9]|[1-3][0-9]|4[0-5])|A[0-9]{4})\b")
_MASS = re.compile(r"(?<![0-9])([0-9](?:[0-9., '’]{0,30}[0-9])?) ?(kg|t|tonnes?)\b")
_IN_KG = {"kg": 1.0, "t": 1000.0, "tonne": 1000.0, "tonnes": 1000.0}
_BETWEEN = re.compile(r"[ '’]")
_THOUSANDS = re.compile(r"[.,](?=[0-9]{3}(?:[^0-9]|$))")


class Contradiction(msgspec.Struct, frozen=True, kw_only=True):
    """What a box says, and what `where` says instead.

    That is `case` for the facts of the case, `declaration`, or `entry:7` for another paper.
    """

    what: Tells
    box: str
    here: str
    there: str
    where: str


def gaps(form: Form, fields: Mapping[str, str]) -> list[Box]:
    """The boxes that are needed and empty."""
    codes = form.telling("codes")
    hazardous = codes is not None and _HAZARDOUS.search(fields.get(codes.id, "")) is not None
    return [
        box
        for box in form.boxes
        if (box.required == "yes" or (box.required == "hazardous" and hazardous))
        and not any(sign.isalnum() for sign in fields.get(box.id, ""))
    ]


def contradictions(
    form: Form, fields: Mapping[str, str], ground: Ground, document: str = ""
) -> list[Contradiction]:
    """Where the paper differs from the case, from the declaration, or from other papers made.

    Only what can be compared simply: the mass, by more than 5 %, the codes, the consignee and the
    disposer by name. `document` is the paper's own name, whose earlier drafts do not count.
    """
    found: dict[Contradiction, None] = {}
    for box in form.boxes:
        here = fields.get(box.id, "").strip()
        if box.tells is None or not here:
            continue
        for there, where in _elsewhere(box.tells, ground, document):
            if there.strip() and _differ(box.tells, here, there):
                told = Contradiction(
                    what=box.tells, box=box.id, here=here, there=there, where=where
                )
                found[told] = None
    return list(found)


def _elsewhere(what: Tells, ground: Ground, document: str) -> Iterator[tuple[str, str]]:
    case_alone = msgspec.structs.replace(ground, saved=None)
    declared_alone = [msgspec.structs.replace(one, found=None) for one in _declared(ground)]
    match what:
        case "mass":
            yield goods_boxes.quantity(case_alone).text, "case"
            yield _sum(declared_alone), "declaration"
        case "codes":
            yield goods_boxes.codes_of(Good.waste_codes)(case_alone).text, "case"
            codes = (code for good in declared_alone for code, _ in good.waste_codes())
            yield "; ".join(dict.fromkeys(codes)), "declaration"
        case "consignee" | "disposer":
            yield "\n".join(words for words, _ in parties.named(ground, what)), "case"
            if what == "consignee" and ground.declaration is not None:
                yield ground.declaration.consignee.name, "declaration"
    latest = {body.document: (n, body) for n, body in ground.case.every(Drafted)}
    for number, body in latest.values():
        box = forms()[body.form].telling(what) if body.form in forms() else None
        if box is not None and body.document != document:
            yield body.fields.get(box.id, ""), entry(number)


def _declared(ground: Ground) -> list[Good]:
    bare = msgspec.structs.replace(ground.case, standing={})
    return goods(msgspec.structs.replace(ground, case=bare))


def _sum(declared: list[Good]) -> str:
    masses = [one.mass()[0] for one in declared]
    known = [mass for mass in masses if mass is not None]
    return f"{sum(known):.15g} kg" if known and len(known) == len(masses) else ""


def _differ(what: Tells, here: str, there: str) -> bool:
    match what:
        case "mass":
            first, second = _mass(here), _mass(there)
            if first is None or second is None:
                return False
            return abs(first - second) > TOLERANCE * max(first, second)
        case "codes":
            ours, theirs = set(_CODE.findall(here)), set(_CODE.findall(there))
            return bool(ours and theirs) and ours != theirs
        case "consignee" | "disposer":
            ours_name, theirs_name = _name(here), _name(there)
            return ours_name not in theirs_name and theirs_name not in ours_name
    return False


def _mass(text: str) -> float | None:
    """The one mass of a text in kg; `None` when it has none or several, or may be read in two ways.

    In kilograms a point or comma before three digits parts thousands; in tonnes it may part either.
    """
    found = _MASS.findall(" ".join(text.split()))
    if len(found) != 1:
        return None
    digits, unit = found[0]
    if unit != "kg" and _THOUSANDS.search(digits):
        return None
    number = _THOUSANDS.sub("", _BETWEEN.sub("", digits)).replace(",", ".")
    try:
        mass = float(number) * _IN_KG[unit]
    except ValueError:
        return None
    return mass if math.isfinite(mass) else None


def _name(text: str) -> str:
    """The name in a box: what stands before the first comma or bracket, in plain signs."""
    return plain_reference(re.split(r"[,(\n]", text.strip())[0])
