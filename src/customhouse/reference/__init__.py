"""Reference packs: dated, sourced facts on the chemicals and wastes of the conventions."""
