"""Tests of the readers of declarations."""
