"""The API: what the pages do, for programs. Each program shows the key of a person."""
