"""The contacts table: a template that asks to be filled in, and checks that can fail."""

import csv
import io
from pathlib import Path

import pytest

from customhouse.reference.contacts import TO_FILL, template
from customhouse.reference.pack import OPTIONAL
from customhouse.reference.records import Contact
from customhouse.reference.tables import PackError, read_table
from customhouse.reference.verify import verify

from .folders import changed


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_template_asks_for_each_convention_and_role() -> None:
    asked = rows(template("KEN"))
    assert {row["iso3"] for row in asked} == {"KEN"}
    assert {row["convention"] for row in asked} == {"basel", "rotterdam", "stockholm"}
    assert {row["role"] for row in asked} == {
        "dna",
        "competent_authority",
        "focal_point",
        "laboratory",
    }
    assert len({(row["convention"], row["role"]) for row in asked}) == len(asked)
    assert not any(row["name"] or row["email"] or row["source"] for row in asked)


def test_optional_treaties_come_last_and_when_asked_for() -> None:
    assert {row["convention"] for row in rows(template("KEN", OPTIONAL))[-3:]} == set(OPTIONAL)


def test_the_template_does_not_load_before_it_is_filled_in() -> None:
    with pytest.raises(PackError) as caught:
        read_table(Contact, template("KEN").encode(), "ke@2026.1/contacts.csv")
    problems = {problem.problem for problem in caught.value.problems}
    assert problems == {"column 'name' is empty", "column 'source' is empty"}


def test_a_row_that_is_filled_in_loads() -> None:
    header, first, *_ = template("KEN").splitlines()
    cells = dict(zip(header.split(","), first.split(","), strict=True))
    cells |= {"name": "An authority", "source": "OWN", "notes": "", "email": "a@example.org"}
    filled = f"{header}\n{','.join(cells.values())}\n"
    (contact,) = read_table(Contact, filled.encode(), "ke@2026.1/contacts.csv")
    assert (contact.role, contact.email) == ("competent_authority", "a@example.org")


FAULTS = {
    "email-without-at": ("authority,,,,", "authority,,office.example.org,,", "email 'office."),
    "email-without-domain": ("authority,,,,", "authority,,office@ministry,,", "email 'office@"),
    "two-emails": ("authority,,,,", "authority,,a@b.org;c@d.org,,", "email 'a@b.org;c@d.org'"),
    "language": ("de;en", "German", "language 'German' is not a code"),
    "convention": ("DEU,stockholm", "DEU,stokholm", "convention 'stokholm' is none"),
    "state": ("DEU,stockholm", "GER,stockholm", "'GER' is in no countries table"),
    "instruction": ("2020-01-01,,,", f"2020-01-01,,{TO_FILL} x,", "the note is still"),
    "dates": ("2020-01-01,,", "2020-01-01,2019-01-01,", "valid_from 2020-01-01 is after"),
}


@pytest.mark.parametrize(("old", "new", "problem"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_found(tmp_path: Path, old: str, new: str, problem: str) -> None:
    (found,) = verify([changed(tmp_path / "tiny", "contacts.csv", old, new)])
    assert (found.file, found.line) == ("tiny@2026.1/contacts.csv", 2)
    assert found.problem.startswith(problem)
    assert found.remedy


@pytest.mark.parametrize("email", ["pic@example.org", "a.b+c@mail.example.go.ke"])
def test_an_address_is_accepted(tmp_path: Path, email: str) -> None:
    pack = changed(tmp_path / "tiny", "contacts.csv", "authority,,,,", f"authority,,{email},,")
    assert verify([pack]) == []
