"""The kinds of things that the search finds; apart, so that a command line can name them fast."""

from typing import Literal, get_args

Kind = Literal["entry", "code", "near_miss", "provision", "term", "product", "country"]
"""A listed chemical; a waste or customs code; a name that only looks listed; a provision with
its rules; a word of the glossary; a product that may contain a listed chemical; a State."""

KINDS: tuple[Kind, ...] = get_args(Kind)
"""All kinds; of equal matches the earlier kind comes first."""
