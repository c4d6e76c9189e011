"""The map of Parties."""
