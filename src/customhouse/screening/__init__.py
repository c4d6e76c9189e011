"""From findings to an answer: one function per provision, one outcome per item."""
