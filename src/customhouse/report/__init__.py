"""An assessment in words for the person who decides: as text and as a page.

`outline` puts the assessment in the order in which an officer reads it; `text` and `html`
only lay that out. Pure, as screening is: no clock, no file, no terminal.
"""
