"""Declarations in ASYCUDA World's XML of the Single Administrative Document (SAD).

Element names are ASYCUDA's own, spelt as it spells them. An element that is empty or holds
only `<null/>` is a field that was not filled in.
"""

from collections.abc import Mapping
from typing import Any, get_args

from lxml import etree

from customhouse.declarations.contract import Path, to_declaration
from customhouse.declarations.declaration import Declaration, DeclarationError, DocumentType
from customhouse.declarations.digits import read_number
from customhouse.declarations.sad_dates import DateOrder
from customhouse.declarations.source import Limits
from customhouse.declarations.wording import Notes, clean, show
from customhouse.declarations.xml_tree import line_of, parse_tree

DOCUMENT_CODES: dict[str, DocumentType] = {
    "1": "analysis",  # UN/EDIFACT 1001: certificate of analysis
    "53": "sds",  # UN/EDIFACT 1001: safety and hazard data sheet
    "271": "other",  # UN/EDIFACT 1001: packing list
    "380": "other",  # UN/EDIFACT 1001: commercial invoice
    "705": "other",  # UN/EDIFACT 1001: bill of lading
    "740": "other",  # UN/EDIFACT 1001: air waybill
    "811": "permit",  # UN/EDIFACT 1001: export licence
    "861": "other",  # UN/EDIFACT 1001: certificate of origin
    "911": "permit",  # UN/EDIFACT 1001: import licence
    "Y915": "pic_export_notification",  # EU: reference identification number of a notification
}
"""Codes of attached documents that mean the same in many administrations.

Every administration keeps its own list; hand its codes to `read_asycuda`. The words of the
contract (`basel_consent`) are codes too.
"""

_CONTRACT_TYPES: frozenset[DocumentType] = frozenset(get_args(DocumentType)) - {"other"}
_TRANSIT_PROCEDURE = "8"
_FLOWS = {"I": "import", "E": "export"}


def read_asycuda(
    text: str, notes: Notes, limits: Limits, codes: Mapping[str, DocumentType]
) -> tuple[Declaration, ...]:
    """The declaration of a SAD, its documents gathered from its items.

    `codes` are an administration's codes of attached documents, beside `DOCUMENT_CODES`. A
    document under an unknown code is `other` and noted: it must not pass for a consent. Raises
    `DeclarationError` with the line for text that is no SAD, and for one with a DOCTYPE.
    """
    root = parse_tree(text, limits)
    if root.tag != "ASYCUDA":
        raise DeclarationError(
            f"the XML is not an ASYCUDA declaration: it begins with {show(str(root.tag))}",
            remedy="Export the declaration (SAD) from ASYCUDA World, or use JSON or CSV.",
            line=line_of(root),
        )
    items = root.findall("Item")
    if len(items) > limits.items:
        raise DeclarationError(
            f"there are {len(items):,} items, more than {limits.items:,}",
            remedy="Split the declaration into several files.",
            field="items",
        )
    known = {code.upper(): kind for code, kind in {**DOCUMENT_CODES, **codes}.items()}
    known |= {kind.upper(): kind for kind in _CONTRACT_TYPES}
    return (_Sad(root, notes, known).declaration(items, limits),)


class _Sad:
    """One SAD on its way into the contract's shape, with the line of every field."""

    def __init__(self, root: etree._Element, notes: Notes, codes: Mapping[str, DocumentType]):
        self._root = root
        self._notes = notes
        self._codes = codes
        self._lines: dict[Path, int | None] = {}
        self._dates = DateOrder(
            [
                text
                for tag in ("Date", "Date_of_declaration", "Attached_document_date")
                for element in root.iter(tag)
                if (text := _text(element))
            ]
        )

    def declaration(self, items: list[etree._Element], limits: Limits) -> Declaration:
        root = self._root
        country = "General_information/Country/"
        raw: dict[str, Any] = {"regime": self._regime()}
        registration = "Identification/Registration/"
        self._read(raw, ("id",), root, "Declarant/Reference/Number", registration + "Number")
        self._date(raw, ("date",), root, registration + "Date", "Property/Date_of_declaration")
        self._read(raw, ("country_of_export",), root, country + "Export/Export_country_code")
        self._read(
            raw, ("country_of_destination",), root, country + "Destination/Destination_country_code"
        )
        self._transit(raw, root.find(country + "Country_first_destination"))
        for trader, name in (("exporter", "Exporter"), ("consignee", "Consignee")):
            raw[trader] = {}
            for field in ("name", "code"):
                path = (trader, "id" if field == "code" else field)
                self._read(raw, path, root, f"Traders/{name}/{name}_{field}")
        raw["items"] = [self._item(index, item) for index, item in enumerate(items)]
        raw["documents"] = self._documents(items)
        return to_declaration(raw, self._notes, limits, self._place)

    def _place(self, path: Path, name: str) -> tuple[str, int | None]:
        while path and path not in self._lines:
            path = path[:-1]
        return name, self._lines.get(path)

    def _regime(self) -> str:
        """The regime by box 1: the type of declaration, else the flow of the SAD."""
        kind = _text(self._root.find("Identification/Type/Type_of_declaration")).upper()
        procedure = _text(self._root.find("Identification/Type/Declaration_gen_procedure_code"))
        flow = _text(self._root.find("Property/Sad_flow")).upper()
        if kind.startswith("T") or _TRANSIT_PROCEDURE in (procedure, kind[2:]):
            return "transit"
        regime = {"IM": "import", "EX": "export"}.get(kind[:2]) or _FLOWS.get(flow, "")
        if kind and not regime:
            self._notes.add(f"type of declaration {show(kind)} is no known regime: not read")
        return regime

    def _transit(self, raw: dict[str, Any], first: etree._Element | None) -> None:
        """Box 10 is a State of transit when it is neither that of export nor of destination."""
        code = _text(first)
        ends = (raw.get("country_of_export"), raw.get("country_of_destination"))
        if first is not None and code and all(ends) and code not in ends:
            raw["transit_countries"] = [code]
            self._lines["transit_countries",] = line_of(first)
            self._notes.add(f"transit_countries: {show(code)}, from box 10 of the SAD")

    def _item(self, index: int, item: etree._Element) -> dict[str, Any]:
        at: Path = ("items", index)
        self._lines[at] = line_of(item)
        raw: dict[str, Any] = {"number": index + 1, "hs_code": "", "description": ""}
        code = item.find("Tarification/HScode")
        if code is not None:
            parts = (_text(code.find(tag)) for tag in ("Commodity_code", "Precision_1"))
            raw["hs_code"] = "".join(parts)
            self._lines[*at, "hs_code"] = line_of(code)
        goods = item.find("Goods_description")
        if goods is not None:
            tags = ("Commercial_Description", "Description_of_goods")
            words = [_text(goods.find(tag)).lstrip("- ") for tag in tags]
            raw["description"] = "; ".join(dict.fromkeys(word for word in words if word))
            self._lines[*at, "description"] = line_of(goods)
        weight = "Valuation_item/Weight_itm/"
        self._number(raw, (*at, "net_mass_kg"), item, weight + "Net_weight_itm")
        self._number(raw, (*at, "gross_mass_kg"), item, weight + "Gross_weight_itm")
        self._number(raw, (*at, "packages"), item, "Packages/Number_of_packages")
        packages = raw.get("packages", 0)
        if 0 < packages % 1 < 1:
            self._notes.add(f"items[{index + 1}].packages is {packages:g}, a part of one: not read")
            del raw["packages"]
        invoice = "Valuation_item/Item_Invoice/"
        self._number(raw, (*at, "value"), item, invoice + "Amount_foreign_currency")
        self._read(raw, (*at, "currency"), item, invoice + "Currency_code")
        if "currency" not in raw:
            self._read(raw, (*at, "currency"), self._root, "Valuation/Gs_Invoice/Currency_code")
        return raw

    def _documents(self, items: list[etree._Element]) -> list[dict[str, Any]]:
        """The documents of all items; one that several items name covers them all."""
        documents: dict[tuple[str, str, str], dict[str, Any]] = {}
        for number, item in enumerate(items, 1):
            for attached in item.findall("Attached_documents"):
                code, name, reference = (
                    _text(attached.find(f"Attached_document_{field}"))
                    for field in ("code", "name", "reference")
                )
                if not code and not reference:
                    continue
                document = documents.get((code, name, reference))
                if document is None:
                    document = {"type": self._type(code, name), "reference": reference}
                    path: Path = ("documents", len(documents))
                    self._lines[path] = line_of(attached)
                    self._date(document, (*path, "issued_on"), attached, "Attached_document_date")
                    document["covers_items"] = []
                    documents[code, name, reference] = document
                document["covers_items"].append(number)
        return list(documents.values())

    def _type(self, code: str, name: str) -> DocumentType:
        known = self._codes.get(code.upper())
        if known is None:
            what = f"{show(code)} ({show(name)})" if name else show(code)
            self._notes.add(f"attached document code {what} is not known: read as other")
        return known or "other"

    def _read(self, raw: dict[str, Any], path: Path, base: etree._Element, *tags: str) -> None:
        """Put the text of the first element that has one at the end of a path."""
        for tag in tags:
            element = base.find(tag)
            text = _text(element)
            if element is not None and text:
                record = raw[path[0]] if path[0] in ("exporter", "consignee") else raw
                record[str(path[-1])] = text
                self._lines[path] = line_of(element)
                return

    def _number(self, raw: dict[str, Any], path: Path, base: etree._Element, tag: str) -> None:
        element = base.find(tag)
        text = _text(element)
        if element is None or not text:
            return
        try:
            raw[str(path[-1])] = read_number(text)
        except ValueError as wrong:
            raise DeclarationError(
                f"is {show(text)}: it {wrong}",
                remedy="Write it in digits, with a point for the decimals.",
                field=tag.rpartition("/")[2],
                line=line_of(element),
            ) from None
        self._lines[path] = line_of(element)

    def _date(self, raw: dict[str, Any], path: Path, base: etree._Element, *tags: str) -> None:
        self._read(raw, path, base, *tags)
        text = raw.pop(str(path[-1]), "")
        day = self._dates.read(text)
        if day:
            raw[str(path[-1])] = day
        elif text:
            self._notes.add(f"date {show(text)} can be read in more than one way: not read")


def _text(element: etree._Element | None) -> str:
    """The text of an element with nothing but text in it, and `<null/>` at most."""
    return "" if element is None else clean(" ".join(map(str, element.itertext())))
