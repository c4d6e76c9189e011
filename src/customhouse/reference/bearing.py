"""What a row of a pack is about: the entries it speaks of and the States it names.

One answer for every table, so that the log of the law's days and the comparison of two packs
point at the same things.
"""

from collections.abc import Iterable, Mapping

import msgspec

from customhouse.reference import records as r

TREATIES = ("basel", "rotterdam", "stockholm")


class Bearing(msgspec.Struct, frozen=True, kw_only=True):
    """`refs` as candidates have them (`stockholm:lindane`, `basel:A1180`), `states` as iso3.

    A group of States stands under its own name (EU, OECD), as in the table. A row with both is
    about these entries in these States; a row with States alone is about all that its
    convention says of them.
    """

    refs: tuple[str, ...] = ()
    states: tuple[str, ...] = ()


def body_of(record: r.Record | r.Rule) -> str:
    """The body of law that a row belongs to: its own convention, else the pack it stands in."""
    own = getattr(record, "convention", "")
    return own or record.row.partition("/")[0].partition("@")[0]


def bearing(
    record: r.Record | r.Rule, decisions: Mapping[str, tuple[str, ...]] | None = None
) -> Bearing:
    """The entries and States of a row; `decisions` gives the refs that a decision listed.

    Bans name codes only as examples of what they cover, so they bear on their State alone.
    """
    body = body_of(record)
    match record:
        case r.Threshold():
            # A limit that one convention sets is read by the rules of another.
            return Bearing(refs=_everywhere(record.substance_id, body))
        case r.NationalDefinition():
            return Bearing(refs=_everywhere(record.ref, body), states=(record.iso3,))
        case r.WasteCode():
            return Bearing(refs=(f"basel:{record.code}",))
        case r.HsHint():
            listed_by = "basel" if record.ref_kind == "waste_code" else body
            return Bearing(refs=(f"{listed_by}:{record.ref_id}",))
        case r.NearMiss():
            return Bearing(refs=(f"{body}:{record.resembles}",) if record.resembles else ())
        case r.Agreement():
            return Bearing(states=_once((*record.exporters, *record.importers)))
        case r.AmendmentAcceptance():
            refs = (decisions or {}).get(record.decision, ())
            return Bearing(refs=refs, states=(record.iso3,))
    name = getattr(record, "substance_id", "")
    iso3 = getattr(record, "iso3", "")
    return Bearing(refs=(f"{body}:{name}",) if name else (), states=(iso3,) if iso3 else ())


def _everywhere(name: str, body: str) -> tuple[str, ...]:
    """The refs that a name may stand under, whichever convention lists it."""
    if ":" in name:
        return (name,)
    return tuple(f"{one}:{name}" for one in _once((*TREATIES, body)))


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
