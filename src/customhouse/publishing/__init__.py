"""Packs as they travel: sealed in a signed file, installed offline, exported for others."""
