"""Tests of the reference packs."""
