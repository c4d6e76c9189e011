"""The contacts of a State: a table to fill in, and the checks of a filled one."""

import csv
import datetime
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from customhouse.reference.pack import OPTIONAL, Pack
from customhouse.reference.records import Contact
from customhouse.reference.tables import columns
from customhouse.reference.values import Problems, at

FILE = "contacts.csv"
"""The name of the table in a pack."""

TO_FILL = "to fill in:"
"""How the note of a row of the template begins; a filled table has none left."""

CONVENTIONS = ("basel", "rotterdam", "stockholm", *OPTIONAL)
"""The treaties for which a State may have contacts."""

_ASKED: dict[str, tuple[tuple[str, str], ...]] = {
    "basel": (
        ("competent_authority", "receives notifications and gives written consent (Art. 5)"),
        ("focal_point", "answers for the State to the Secretariat (Art. 5)"),
        ("laboratory", "tests waste for hazard and contamination"),
    ),
    "rotterdam": (
        ("dna", "designated national authority: receives export notifications (Art. 4)"),
        ("focal_point", "official contact point of the State"),
        ("laboratory", "tests pesticides and industrial chemicals"),
    ),
    "stockholm": (
        ("competent_authority", "registers exemptions and gives certificates, if there is one"),
        ("focal_point", "national focal point or official contact point (Art. 9)"),
        ("laboratory", "tests for persistent organic pollutants"),
    ),
    "montreal": (("focal_point", "national ozone unit: gives licences"),),
    "minamata": (("focal_point", "national focal point: gives consent to mercury (Art. 17)"),),
    "cwc": (("competent_authority", "National Authority: gives licences (Art. VII)"),),
}

_EMAIL = re.compile(r"[^@\s;,<>]+@[^@\s;,<>.]+(?:\.[^@\s;,<>.]+)+")
_LANGUAGE = re.compile(r"[a-z]{2}")


def template(iso3: str, optional: Sequence[str] = ()) -> str:
    """A contacts table for a State as CSV text: one row for each convention and role.

    Name and source are empty, so that the table does not load before a row is filled in or
    deleted; the note of each row says whom it is for. Rows of `optional` treaties come last.
    """
    text = io.StringIO()
    header = columns(Contact)
    writer = csv.DictWriter(text, header, restval="", lineterminator="\n")
    writer.writeheader()
    for convention in CONVENTIONS:
        if convention in OPTIONAL and convention not in optional:
            continue
        for role, purpose in _ASKED[convention]:
            writer.writerow(
                {
                    "iso3": iso3,
                    "convention": convention,
                    "role": role,
                    "notes": f"{TO_FILL} {purpose}",
                    "confidence": "source",
                }
            )
    return text.getvalue()


def contacts_of(packs: Iterable[Pack], iso3: str, day: datetime.date) -> list[Contact]:
    """The contacts of a State that hold on a day, by convention and role; often none is known."""
    found = [one for one in _holding(packs, day) if one.iso3 == iso3]
    return sorted(found, key=lambda one: (CONVENTIONS.index(one.convention), one.role, one.name))


def contact_of(packs: Iterable[Pack], row: str, day: datetime.date) -> Contact | None:
    """The contact of a row, if it holds on a day."""
    return next((one for one in _holding(packs, day) if one.row == row), None)


def _holding(packs: Iterable[Pack], day: datetime.date) -> Iterator[Contact]:
    for pack in packs:
        for one in pack.rows(Contact):
            began = one.valid_from is None or one.valid_from <= day
            if began and (one.valid_to is None or day <= one.valid_to):
                yield one


def check_contacts(pack: Pack) -> Problems:
    """Contacts can be written to, and no instruction of the template is left in them."""
    for contact in pack.rows(Contact):
        if contact.convention not in CONVENTIONS:
            yield at(
                contact.row,
                f"convention {contact.convention!r} is none that has contacts",
                f"use one of {', '.join(CONVENTIONS)}",
            )
        if contact.email and not _EMAIL.fullmatch(contact.email):
            yield at(
                contact.row,
                f"email {contact.email!r} is not an address",
                "write one address such as office@example.org, or leave the cell empty",
            )
        for language in contact.languages:
            if not _LANGUAGE.fullmatch(language):
                yield at(
                    contact.row,
                    f"language {language!r} is not a code of two letters",
                    "write codes such as en;fr",
                )
        if contact.notes.startswith(TO_FILL):
            yield at(
                contact.row,
                "the note is still the instruction of the template",
                "remove it, or write a note of your own",
            )
