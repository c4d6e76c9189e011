"""The pages of papers made from a case: choose a form, fill it, keep, sign, take away."""

from customhouse.web.papers import downloads, filling, listing, signing

HANDLERS = [*listing.HANDLERS, *filling.HANDLERS, *signing.HANDLERS, *downloads.HANDLERS]
