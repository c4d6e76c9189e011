"""From words, numbers and structures to the listed entries that goods may be."""
