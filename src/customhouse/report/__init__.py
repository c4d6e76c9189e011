"""An assessment in words: as text for a terminal, as a page for a browser."""
