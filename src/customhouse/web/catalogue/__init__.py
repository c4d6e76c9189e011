"""The words of the pages as gettext catalogues: gathered, kept up to date, translated."""
