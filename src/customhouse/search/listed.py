"""Listed chemicals, waste codes, customs codes, products and false friends as documents."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from customhouse.reference.pack import Pack
from customhouse.reference.records import (
    Article,
    Exemption,
    HsCorrelation,
    HsHint,
    Identifier,
    NearMiss,
    Specificity,
    Substance,
    Synonym,
    WasteCode,
)
from customhouse.search.document import EXACT, FLAG, GROUP, Document
from customhouse.search.words import words

_SCORES: dict[Specificity, float] = {"exact": EXACT, "group": GROUP, "flag": FLAG}
_HEADING = 4
_SHOWN_REFS = 6


def listed(packs: Sequence[Pack]) -> Iterator[Document]:
    """The documents of the lists of the conventions.

    Names, CAS, EC and UN numbers of a substance hold in every convention that lists it, customs
    codes in the convention of their own pack alone.
    """
    entries: defaultdict[str, list[Document]] = defaultdict(list)
    codes: dict[str, Document] = {}
    for pack in packs:
        for substance in pack.rows(Substance):
            entries[substance.substance_id].append(_entry(substance))
        for code in pack.rows(WasteCode):
            _add_code(codes, code)
    for pack in packs:
        for synonym in pack.rows(Synonym):
            code_document = codes.get(synonym.substance_id)
            for document in entries.get(synonym.substance_id, ()):
                document.add_name(synonym.name)
            if code_document is not None:
                code_document.add_name(synonym.name)
        for one in pack.rows(Identifier):
            for document in entries.get(one.substance_id, ()):
                _add_identifier(document, one, pack.name)
        for exemption in pack.rows(Exemption):
            for document in entries.get(exemption.substance_id, ()):
                if pack.name in document.conventions:
                    document.texts.append(_exempted(exemption))
        for hint in pack.rows(HsHint):
            if hint.ref_kind == "waste_code":
                carried = [codes[hint.ref_id]] if hint.ref_id in codes else []
            else:
                carried = [d for d in entries.get(hint.ref_id, ()) if pack.name in d.conventions]
            for document in carried:
                document.add_number(hint.hs_code, _SCORES[hint.specificity], f"HS {hint.hs_code}")
    refs = {key: [document.ref for document in found] for key, found in entries.items()}
    refs |= {key: [document.ref] for key, document in codes.items()}
    yield from (document for found in entries.values() for document in found)
    yield from codes.values()
    yield from _customs_codes(packs, refs)
    yield from _products(packs, refs)
    yield from _near_misses(packs, refs)


def _entry(row: Substance) -> Document:
    parts = [f"Annex {', '.join(row.annex)}" if row.annex else "", ", ".join(row.category)]
    parts.append(row.entry_scope)
    if row.in_force_from is not None:
        parts.append(f"in force from {row.in_force_from}")
    elif row.adopted_on is not None:
        parts.append(f"adopted {row.adopted_on}, no day of entry into force on record")
    if row.valid_to is not None:
        parts.append(f"ended {row.valid_to}")
    document = Document(
        "entry",
        f"{row.convention}:{row.substance_id}",
        row.name,
        detail="; ".join(filter(None, parts)),
        conventions=(row.convention,),
    )
    document.add_name(row.substance_id)
    document.add_number(document.ref)
    document.texts += filter(None, (row.condition, row.decision))
    return document


def _exempted(row: Exemption) -> str:
    until = f", until {row.expires}" if row.expires else ""
    return f"{row.kind.replace('_', ' ')}: {row.use}{until}"


def _add_identifier(document: Document, row: Identifier, pack: str) -> None:
    match row.scheme:
        case "CAS" | "EC" | "InChIKey":
            shown = f"{row.scheme} {row.value}"
            document.add_number(row.value, _SCORES[row.specificity], shown)
        case "UN":
            for number in (row.value, f"UN{row.value}"):
                document.add_number(number, _SCORES[row.specificity], f"UN {row.value}")
        case "FORMULA":
            document.texts.append(row.value)
        case "SMILES" | "SMARTS":
            pass  # a structure is for `identify`, which understands it
        case _:
            if pack in document.conventions:
                document.add_number(row.value, _SCORES[row.specificity], f"HS {row.value}")


def _add_code(codes: dict[str, Document], row: WasteCode) -> None:
    """The document of a code; a code that changed has one for all its rows."""
    document = codes.get(row.code)
    if document is None:
        ended = f" Ended {row.valid_to}." if row.valid_to else ""
        document = Document(
            "code",
            f"basel:{row.code}",
            f"{row.code} {row.title}",
            detail=f"{row.control.replace('_', ' ')}: {row.summary}{ended}",
            conventions=("basel",),
        )
        document.add_number(row.code)
        document.add_number(document.ref)
        codes[row.code] = document
    else:
        document.texts.append(row.summary)
    document.add_name(row.title)


def _customs_codes(packs: Sequence[Pack], refs: dict[str, list[str]]) -> Iterator[Document]:
    """A document for each customs code of any edition that a pack speaks of."""
    titles: defaultdict[str, dict[str, None]] = defaultdict(dict)
    editions: defaultdict[str, set[str]] = defaultdict(set)
    carried: defaultdict[str, dict[str, None]] = defaultdict(dict)
    became: defaultdict[str, list[str]] = defaultdict(list)
    for pack in packs:
        for hint in pack.rows(HsHint):
            titles[hint.hs_code].setdefault(hint.title)
            editions[hint.hs_code].add(hint.hs_edition)
            carried[hint.hs_code] |= dict.fromkeys(_of_pack(refs, hint.ref_id, pack))
        for one in pack.rows(Identifier):
            if one.scheme.startswith("HS"):
                editions[one.value].add(one.scheme.removeprefix("HS"))
                carried[one.value] |= dict.fromkeys(_of_pack(refs, one.substance_id, pack))
        for row in pack.rows(HsCorrelation):
            editions[row.from_code].add(row.from_edition)
            editions[row.to_code].add(row.to_edition)
            if row.from_code != row.to_code:
                became[row.from_code].append(f"{row.relation} {row.to_code} in {row.to_edition}")
    for code, known in sorted(editions.items()):
        dotted = code if len(code) <= _HEADING else f"{code[:_HEADING]}.{code[_HEADING:]}"
        some = list(carried[code])
        detail = [f"HS {', '.join(sorted(known))}"]
        if some:
            more = f" and {len(some) - _SHOWN_REFS} more" if len(some) > _SHOWN_REFS else ""
            detail.append(f"may carry {', '.join(some[:_SHOWN_REFS])}{more}")
        detail += became[code][:_SHOWN_REFS]
        document = Document(
            "code",
            f"hs:{code}",
            f"{dotted} {next(iter(filter(None, titles[code])), 'customs code')}",
            detail="; ".join(detail),
            conventions=tuple(dict.fromkeys(ref.partition(":")[0] for ref in some)),
        )
        document.add_number(code, EXACT, f"HS {code}")
        document.add_number(document.ref)
        for title in filter(None, titles[code]):
            document.add_name(title)
        yield document


def _of_pack(refs: dict[str, list[str]], key: str, pack: Pack) -> list[str]:
    """The entries of a substance id in the pack's own convention; without one, in all."""
    found = refs.get(key, [])
    return [ref for ref in found if ref.startswith(f"{pack.name}:")] or found


def _products(packs: Sequence[Pack], refs: dict[str, list[str]]) -> Iterator[Document]:
    grouped: defaultdict[str, list[Article]] = defaultdict(list)
    contained: defaultdict[str, list[str]] = defaultdict(list)
    for pack in packs:
        for article in pack.rows(Article):
            grouped[article.product].append(article)
            contained[article.product] += _of_pack(refs, article.substance_id, pack)
    for product, rows in grouped.items():
        found = contained[product]
        contents = [
            f"{row.substance_id}{f' ({row.era})' if row.era else ''}"
            f"{f', {row.note}' if row.note else ''}"
            for row in rows
        ]
        document = Document(
            "product",
            found[0] if found else "",
            product,
            detail=f"may contain {'; '.join(contents)}",
            conventions=tuple(dict.fromkeys(ref.partition(":")[0] for ref in found)),
            key=product,
        )
        for row in rows:
            if row.hs_hint:
                document.add_number(row.hs_hint, FLAG, f"HS {row.hs_hint}")
        yield document


def _near_misses(packs: Sequence[Pack], refs: dict[str, list[str]]) -> Iterator[Document]:
    """A document for each false friend; one that resembles several entries is one."""
    grouped: defaultdict[str, list[NearMiss]] = defaultdict(list)
    resembled: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for pack in packs:
        for row in pack.rows(NearMiss):
            name = row.name or f"{row.scheme} {row.value}"
            key = "".join(words(name))
            grouped[key].append(row)
            found = _of_pack(refs, row.resembles, pack) or [row.resembles]
            resembled[key] |= dict.fromkeys(found)
    for key, rows in grouped.items():
        first, mistaken = rows[0], list(resembled[key])
        reasons = dict.fromkeys(row.reason for row in rows if row.reason)
        document = Document(
            "near_miss",
            mistaken[0],
            first.name or f"{first.scheme} {first.value}",
            detail=f"looks like {', '.join(mistaken)}, but is not: {'; '.join(reasons)}",
            conventions=tuple(
                dict.fromkeys(ref.partition(":")[0] for ref in mistaken if ":" in ref)
            ),
            key=key,
        )
        for row in rows:
            document.add_name(row.name or document.title)
            if row.scheme in ("CAS", "EC", "UN"):
                document.add_number(row.value, EXACT, f"{row.scheme} {row.value}")
        yield document
