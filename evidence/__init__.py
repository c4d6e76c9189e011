"""Cases that say what the right answer is, and how well the program gives it."""
