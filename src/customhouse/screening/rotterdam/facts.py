"""The Rotterdam provisions that rest on one declared fact."""

from customhouse.screening.declared import DeclaredRule

EXPORT_RULES: tuple[DeclaredRule, ...] = (
    DeclaredRule(
        "ROT-22",
        "export_notification_acknowledged",
        False,
        "The State of import has not acknowledged the export notification: a second one is due.",
        "acknowledgement of the export notification",
    ),
    DeclaredRule(
        "ROT-25",
        "labelled",
        False,
        "The goods are declared as not labelled with their hazards.",
        "hazard labels",
    ),
    DeclaredRule(
        "ROT-27",
        "language_of_importer",
        False,
        "Label and safety data sheet are in no official language of the State of import.",
        "label and safety data sheet in a language of the State of import",
    ),
    DeclaredRule(
        "ROT-32",
        "composition_known",
        False,
        "A preparation with a listed chemical whose composition is declared as not known.",
        "composition of the preparation",
        "unknown",
    ),
)
"""Asked of every export of an Annex III chemical."""
