"""The pages on which a declaration is screened and its assessment read."""

from customhouse.web.screening import answer, downloads, drawing, scan, screen, several

HANDLERS = [
    *screen.HANDLERS,
    *several.HANDLERS,
    *answer.HANDLERS,
    *downloads.HANDLERS,
    *drawing.HANDLERS,
    *scan.HANDLERS,
]
