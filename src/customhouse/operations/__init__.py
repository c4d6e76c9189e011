"""What people do at the desk, the same behind every door."""
