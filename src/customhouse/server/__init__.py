"""The server: pages and API over one desk and one store."""
