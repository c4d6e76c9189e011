"""The desk without a network: what a browser keeps, and what it may keep of whom."""
