"""Cases between customs, authorities and other States. Pure: no database, no clock."""
