"""Documents made from a case: their boxes as data, filled by small pure functions."""
