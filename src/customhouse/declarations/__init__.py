"""Declarations: one record, and readers for the formats it comes in."""
