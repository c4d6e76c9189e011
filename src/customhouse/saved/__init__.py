"""Screenings that were kept: the record, doing one again, and those that a change touches."""
