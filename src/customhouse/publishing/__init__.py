"""Packs as they travel: sealed in a signed file, installed without a network, exported for others."""
