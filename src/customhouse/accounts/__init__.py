"""Who somebody is and what they may do. Pure: no database, no clock."""
