"""Facts told to a case: the form of each kind, and what is typed into it."""
