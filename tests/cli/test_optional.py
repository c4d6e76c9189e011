"""Optional treaties and the contacts template, asked for on the command line."""

import json
from pathlib import Path

from tests.cli.command import customhouse

DECLARATION = b'{"items": [{"number": 1, "description": "HCFC-22", "cas": ["75-45-6"]}]}'


def test_screen_flags_only_what_it_is_asked_to() -> None:
    plain = customhouse("screen", "-", "--format", "json", stdin=DECLARATION)
    flagged = customhouse(
        "screen", "-", "--format", "json", "--with", "cwc", "--with", "montreal", stdin=DECLARATION
    )
    assert (plain.code, flagged.code) == (0, 0)
    told, more = json.loads(plain.out), json.loads(flagged.out)
    assert list(told["packs"]) == ["common", "basel", "rotterdam", "stockholm"]
    assert list(more["packs"])[4:] == ["montreal", "cwc"]
    assert told["items"][0]["findings"] == []
    (finding,) = more["items"][0]["findings"]
    assert (finding["provision"], finding["outcome"]) == ("montreal:art-4b", "release")


def test_the_report_names_the_treaty() -> None:
    ran = customhouse("screen", "-", "--with", "montreal", stdin=DECLARATION)
    assert "Montreal Protocol, Article 4B" in ran.out


def test_lookup_knows_the_packs_asked_for() -> None:
    assert "cwc:thiodiglycol" not in customhouse("lookup", "thiodiglycol").out
    assert "[cwc:thiodiglycol]" in customhouse("lookup", "thiodiglycol", "--with", "cwc").out


def test_an_unknown_treaty_is_told_in_one_line() -> None:
    ran = customhouse("screen", "-", "--with", "basel", stdin=DECLARATION)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "customhouse: --with: no optional pack is called 'basel'. "
        "Name one of montreal, minamata, cwc.\n"
    )


def test_packs_commands_know_them() -> None:
    listed = json.loads(customhouse("packs", "list", "--format", "json").out)
    assert [pack["name"] for pack in listed][-3:] == ["montreal", "minamata", "cwc"]
    assert "montreal@2026.1" in customhouse("packs", "show", "montreal").out


def test_contacts_template_is_written_once(tmp_path: Path) -> None:
    file = tmp_path / "contacts.csv"
    assert customhouse("packs", "contacts-template", "ken", "--output", file).code == 0
    before = file.read_bytes()
    assert before == customhouse("packs", "contacts-template", "KEN").out.encode()
    again = customhouse("packs", "contacts-template", "KEN", "--output", file)
    assert again.code == 2
    assert "it is there already" in again.err
    assert file.read_bytes() == before


def test_contacts_template_of_no_state() -> None:
    ran = customhouse("packs", "contacts-template", "XXX")
    assert ran.code == 2
    assert ran.err.startswith("customhouse: contacts-template: 'XXX' is no State")
    assert len(ran.err.splitlines()) == 1
