"""The command line: the door to screening, looking up and packs."""
