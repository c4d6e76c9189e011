"""The six languages: which one a reader gets, and its catalogue."""
