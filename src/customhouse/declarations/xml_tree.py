"""XML from outside, parsed so that it can neither reach out nor blow up."""

import re
from typing import Any

from lxml import etree

from customhouse.declarations.declaration import DeclarationError
from customhouse.declarations.source import Limits
from customhouse.declarations.wording import clean

_PARSER_HINT = re.compile(r",? (?:use|try) XML_PARSE_HUGE.*|, line \d+, column \d+.*", re.DOTALL)
_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]*\?>")


def parse_tree(text: str, limits: Limits) -> etree._Element:
    """The root of the tree: no entities, no network, no deeper than the limit.

    Raises `DeclarationError` with the line for a DOCTYPE or an entity declaration, wherever
    it stands, for nesting beyond the limit, and for text that is no XML.
    """
    for forbidden in ("<!DOCTYPE", "<!ENTITY"):
        if forbidden in text:
            raise DeclarationError(
                f"the file has a {forbidden[2:]} declaration",
                remedy="Take it out: a declaration needs none, and it can do harm.",
                line=text.count("\n", 0, text.index(forbidden)) + 1,
            )
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(_DECLARATION.sub(_blank, text).encode(), parser)
    except etree.XMLSyntaxError as wrong:
        raise DeclarationError(
            f"the text is not XML: {clean(_PARSER_HINT.sub('', wrong.msg or 'it cannot be read'))}",
            remedy="Correct the text there; the cause may be just before.",
            line=wrong.lineno,
        ) from wrong
    for element in root.iter():
        if sum(1 for _ in element.iterancestors()) >= limits.depth:
            raise DeclarationError(
                f"more than {limits.depth} elements lie within one another",
                remedy="Check that the file is an ASYCUDA declaration.",
                line=line_of(element),
            )
    return root


def line_of(element: etree._Element) -> int | None:
    """The 1-based line of an element, where the parser knows it."""
    line: Any = element.sourceline
    return line if isinstance(line, int) else None


def _blank(declaration: re.Match[str]) -> str:
    """As many lines as the XML declaration had: the text is decoded, what it says is done."""
    return "\n" * declaration[0].count("\n")
