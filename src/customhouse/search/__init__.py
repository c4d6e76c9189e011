"""One quick search over all that the packs hold."""
