"""customhouse: one desk for the Basel, Rotterdam and Stockholm conventions."""

__version__ = "0.1.0"
