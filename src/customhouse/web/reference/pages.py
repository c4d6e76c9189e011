"""All pages on what the packs know."""

from customhouse.web.reference import lists, lookup, things

HANDLERS = [*lookup.HANDLERS, *things.HANDLERS, *lists.HANDLERS]
