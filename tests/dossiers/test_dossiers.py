"""Dossiers of everything that the shipped packs hold, and of some things in full."""

from collections.abc import Iterable
from datetime import date, timedelta

import msgspec
import pytest

from customhouse.dossiers.country import country
from customhouse.dossiers.customs_code import customs_code, customs_titles
from customhouse.dossiers.provision import provision, provisions
from customhouse.dossiers.rows import facts_of, rows_of, sources_of
from customhouse.dossiers.substance import SubstanceDossier, name_in, substance
from customhouse.dossiers.term import term
from customhouse.dossiers.waste_code import waste_code
from customhouse.reference.hs import HsCodes
from customhouse.reference.library import Library
from customhouse.reference.pack import LAYERS, OPTIONAL, load_shipped
from customhouse.reference.records import (
    Article,
    Country,
    Exemption,
    GlossaryTerm,
    HsHint,
    Identifier,
    ImportResponse,
    NearMiss,
    Record,
    Rule,
    Substance,
    Synonym,
    Threshold,
    WasteCode,
)

DAY = date(2026, 3, 1)


class Law(msgspec.Struct, frozen=True):
    library: Library
    codes: HsCodes


@pytest.fixture(scope="module")
def law() -> Law:
    """All packs, layers and optional treaties included."""
    packs = load_shipped(LAYERS, OPTIONAL)
    return Law(Library(packs), HsCodes(packs))


def entry(law: Law, ref: str, day: date = DAY) -> SubstanceDossier:
    convention, _, name = ref.partition(":")
    found = substance(law.library, law.codes, convention, name, day)
    assert found is not None
    return found


def well_sourced(law: Law, dossier: msgspec.Struct) -> None:
    """Every fact has a place, a confidence and a source whose document a pack names."""
    facts = list(facts_of(dossier))
    assert all(fact.row and fact.confidence and fact.source for fact in facts)
    assert all(source.document for source in sources_of(law.library, dossier))


def test_everything_in_the_packs_has_a_dossier(law: Law) -> None:
    rows = rows_of(law.library)
    made: list[msgspec.Struct | None] = [
        substance(law.library, law.codes, one.convention, one.substance_id, DAY)
        for one in rows.all(Substance)
    ]
    made += [waste_code(law.library, law.codes, one.code, DAY) for one in rows.all(WasteCode)]
    made += [customs_code(law.library, law.codes, code) for code in customs_codes(law)]
    made += [country(law.library, one.iso3, DAY) for one in rows.all(Country)]
    made += [provision(law.library, rule.provision, DAY) for rule in rows.rules()]
    made += [term(law.library, one.term) for one in rows.all(GlossaryTerm)]
    assert len(made) > 1800
    for dossier in made:
        assert dossier is not None
        well_sourced(law, dossier)
        assert msgspec.json.encode(dossier)


def customs_codes(law: Law) -> set[str]:
    return set(customs_titles(law.library))


@pytest.mark.parametrize(
    "table",
    [Synonym, Identifier, HsHint, NearMiss, Article, Exemption, Threshold, ImportResponse],
)
def test_no_row_on_a_chemical_or_code_is_left_out(law: Law, table: type[Record]) -> None:
    """A row may be told under another row that says the same; its key fact may not be lost."""
    rows = rows_of(law.library)
    dossiers: list[msgspec.Struct] = [
        entry(law, f"{one.convention}:{one.substance_id}") for one in rows.all(Substance)
    ]
    dossiers += filter(None, (waste_code(law.library, law.codes, c.code, DAY) for c in codes(law)))
    dossiers += filter(None, (customs_code(law.library, law.codes, c) for c in customs_codes(law)))
    told = {fact for one in dossiers for fact in facts_of(one) if isinstance(fact, table)}
    facts = {key_fact(one) for one in told}
    missing = [one for one in rows.all(table) if key_fact(one) not in facts]
    assert missing == []


def codes(law: Law) -> Iterable[WasteCode]:
    return rows_of(law.library).all(WasteCode)


def key_fact(row: Record) -> tuple[object, ...]:
    match row:
        case Synonym():
            return row.substance_id, row.name, row.lang
        case Identifier() if row.scheme.startswith("HS"):
            return row.scheme, row.value
        case Identifier():
            return row.substance_id, row.scheme, row.value
        case HsHint():
            return row.hs_edition, row.hs_code
        case ImportResponse():
            return row.iso3, row.substance_id
    return (row.row,)


def test_a_listing_stands_differently_on_different_days(law: Law) -> None:
    lindane = entry(law, "stockholm:lindane")
    assert lindane.listed.status == "in_force"
    assert lindane.listed.substance.decision == "SC-4/15"
    assert "rotterdam:lindane" in {one.ref for one in lindane.elsewhere}
    first = lindane.listed.substance.in_force_from
    assert first is not None
    before = entry(law, "stockholm:lindane", first - timedelta(days=1))
    assert before.listed.status == "pending"
    assert entry(law, "stockholm:lindane", date(2000, 1, 1)).listed.status == "not_adopted"


def test_an_entry_of_a_layer_has_the_days_of_what_its_state_asks(law: Law) -> None:
    amitrole = entry(law, "eu:amitrole")
    assert amitrole.listed.status == "national"
    assert {row.measure for row in amitrole.national} == {"notification", "consent"}
    assert "eu:art-8" in {rule.provision for rule in amitrole.rules}


def test_an_exemption_is_open_until_its_last_day(law: Law) -> None:
    last = date(2009, 5, 17)
    (exemption,) = (e for e in entry(law, "stockholm:aldrin", last).exemptions)
    assert exemption.exemption.expires == last
    assert exemption.open
    assert not entry(law, "stockholm:aldrin", last + timedelta(days=1)).exemptions[0].open


def test_numbers_of_the_own_convention_come_first_and_once(law: Law) -> None:
    lindane = entry(law, "rotterdam:lindane")
    cas = [one for one in lindane.identifiers if one.value == "58-89-9"]
    assert [one.row.partition("@")[0] for one in cas] == ["rotterdam"]
    assert lindane.structures
    assert all(fact.entry.ref == "rotterdam:lindane" for fact in lindane.customs_codes)


def test_the_responses_are_counted_as_of_the_day(law: Law) -> None:
    rows = {row.iso3: row for row in rows_of(law.library).of(ImportResponse, "iso3", "AUT")}
    told = entry(law, "rotterdam:decabde")
    assert sum(told.response_counts.values()) == len(told.responses) > 0
    assert {row.iso3 for row in told.responses} >= set(rows)
    assert entry(law, "rotterdam:decabde", date(2010, 1, 1)).responses == ()


def test_names_are_called_in_the_language_asked(law: Law) -> None:
    names = entry(law, "stockholm:lindane").names
    assert name_in(names, "zh") == "林丹"
    assert name_in(names, "xx") == ""


def test_rules_of_a_chemical_are_of_its_annex_and_trade(law: Law) -> None:
    told = {rule.provision for rule in entry(law, "stockholm:lindane").rules}
    assert {"stockholm:annex-a", "stockholm:art-3-2"} <= told
    assert "stockholm:annex-b" not in told
    assert "stockholm:annex-b" in {rule.provision for rule in entry(law, "stockholm:ddt").rules}


def test_a_code_that_ended_says_what_stands_in_its_place(law: Law) -> None:
    last = date(2024, 12, 31)
    before = waste_code(law.library, law.codes, "a1180", last)
    after = waste_code(law.library, law.codes, "A1180", last + timedelta(days=1))
    assert before is not None and after is not None
    assert before.current is not None and before.current.valid_to == last
    assert after.current is None
    assert (before.status, after.status) == ("in_force", "ended")
    early = waste_code(law.library, law.codes, "Y49", last)
    assert early is not None and early.status == "pending"
    assert after.latest == before.current
    assert {m.code for m in after.mirrors if m.holds} >= {"A1181", "Y49"}
    assert not {m.code for m in before.mirrors if m.holds} & {"A1181", "Y49"}
    assert {"basel:annex-viii", "basel:art-6-1"} <= {rule.provision for rule in after.rules}


def test_a_green_code_asks_for_no_notification(law: Law) -> None:
    green = waste_code(law.library, law.codes, "B3011", DAY)
    assert green is not None
    told = {rule.provision for rule in green.rules}
    assert "basel:annex-ix" in told
    assert "basel:art-6-1" not in told
    assert {"A3210", "Y48"} <= {mirror.code for mirror in green.mirrors}


def test_a_customs_code_is_told_in_all_its_editions(law: Law) -> None:
    told = customs_code(law.library, law.codes, "2524.10.00")
    assert told is not None
    assert told.code == "252410"
    exact = [one for one in told.hides if one.entry.specificity == "exact"]
    assert {one.entry.ref for one in exact} == {"rotterdam:crocidolite"}
    assert all(one.fact.row == one.entry.row for one in told.hides)
    assert "252490" in {code.code for code in told.siblings.escapes}


@pytest.mark.parametrize("code", ["", "12", "<b>", "0" * 400, "990000"])
def test_what_is_no_customs_code_has_no_dossier(law: Law, code: str) -> None:
    assert customs_code(law.library, law.codes, code) is None


def test_a_country_is_told_as_of_the_day(law: Law) -> None:
    kenya = country(law.library, "ke", DAY)
    assert kenya is not None and kenya.ref == "iso:KEN"
    assert {one.convention: one.standing for one in kenya.standings}["basel"] == "party"
    early = country(law.library, "KEN", date(1995, 1, 1))
    assert early is not None
    assert {one.convention: one.standing for one in early.standings}["basel"] == "non-party"
    assert "Кения" in {one.name for one in kenya.names if one.lang == "ru"}
    germany = country(law.library, "DEU", DAY)
    assert germany is not None and germany.annex_vii is not None
    assert any(agreement.agreement_id == "oecd-266" for agreement in germany.agreements)
    assert any(row.iso3 == "EU" for row in germany.national)
    union = country(law.library, "EU", DAY)
    assert union is not None and {row.iso3 for row in union.national} == {"EU"}
    assert country(law.library, "QQQ", DAY) is None


def test_a_provision_knows_what_stands_around_it(law: Law) -> None:
    told = provision(law.library, "stockholm:art-3-2", DAY)
    assert told is not None
    assert {"stockholm:art-3-2-a-i", "stockholm:art-3-2-c"} <= {one.ref for one in told.below}
    assert [one.ref for one in told.above] == ["stockholm:art-3"]
    assert "stockholm:art-3-3" in {one.ref for one in told.beside}
    whole = provision(law.library, "basel:art-6", DAY)
    assert whole is not None and whole.rules == ()
    assert "basel:art-6-10" in {one.ref for one in whole.below}
    assert provision(law.library, "basel:art-66", DAY) is None
    rules = [rule for line in provisions(law.library) for rule in _rules(law, line.ref)]
    assert len(rules) == len(list(rows_of(law.library).rules()))


def _rules(law: Law, ref: str) -> tuple[Rule, ...]:
    told = provision(law.library, ref, DAY)
    assert told is not None
    return told.rules


def test_a_term_is_found_by_its_translation(law: Law) -> None:
    told = term(law.library, "Partie")
    assert told is not None and told.term == "Party"
    assert told.in_language("fr").term == "Partie"
    assert told.in_language("de") == told.english
    assert {row.lang for row in told.translations} == {"ar", "es", "fr", "ru", "zh"}
    pic = term(law.library, "PIC")
    assert pic is not None and "term:prior informed consent" in pic.see
    assert term(law.library, "no such term") is None
