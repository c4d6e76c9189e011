"""The catalogues: what is in them, that they are current, and what a translation must keep."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from customhouse.reference.pack import load_shipped
from customhouse.web import words
from customhouse.web.catalogue import files, fill
from customhouse.web.catalogue.extract import messages

APPLES = "%(num)s apple"
_FORMS = {"ar": 6, "zh": 1, "fr": 2, "ru": 3, "es": 2}


@pytest.fixture
def little() -> Callable[[str], Catalog]:
    """A catalogue of a language with a plain text, one with a place, one plural."""

    def make(language: str) -> Catalog:
        catalogue = Catalog(locale=language)
        catalogue.add("Look up")
        catalogue.add("Item %(number)s of %(total)s")
        catalogue.add("above 0.005 % for <b>reuse</b>")
        catalogue.add((APPLES, "%(num)s apples"))
        return catalogue

    return make


def test_the_catalogues_are_current() -> None:
    assert list(files.stale(messages())) == [], "run python -m customhouse.web.catalogue"


def test_the_texts_of_pages_core_and_packs_are_gathered() -> None:
    found = messages()
    assert "Sign in to screen a declaration" in found
    missing = [text for text in words.to_translate() if text not in found]
    rules = [rule for pack in load_shipped() for rule in pack.rules]
    missing += [t for rule in rules for t in (rule.title, rule.requires) if t and t not in found]
    assert missing == []
    assert rules


def test_calls_with_places_and_plurals_are_read(tmp_path: Path) -> None:
    templates = tmp_path / "templates" / "area"
    templates.mkdir(parents=True)
    (templates / "one.html").write_text(
        '{{ _("Item %(number)s", number=3) }}{{ _(words.outcomes[x]) }}'
        '{{ ngettext("%(num)s item", "%(num)s items", n) }}'
    )
    (tmp_path / "one.py").write_text('TITLES = [N_("A title")]\n_(variable)\n')
    found = messages(tmp_path, tmp_path)
    assert "Item %(number)s" in found
    assert "A title" in found
    item = found["%(num)s item"]
    assert item is not None
    assert item.id == ("%(num)s item", "%(num)s items")
    assert [place for place, _ in item.locations] == ["templates/area/one.html"]


def test_an_update_keeps_what_has_not_changed_and_changes_nothing_twice(tmp_path: Path) -> None:
    found = Catalog()
    found.add("Look up", locations=[("a.html", 0)])
    found.add((APPLES, "%(num)s apples"))
    found.add("Gone")
    for path, text in files.expected(found, tmp_path).items():
        files.write(path, text)
    assert "Arabic" in files.path_of("ar", tmp_path).read_text("utf-8")
    french = files.read("fr", tmp_path)
    given = {"Look up": "Rechercher", APPLES: ["%(num)s pomme", "%(num)s pommes"], "Gone": "Parti"}
    assert fill.fill(french, "fr", given) == []
    files.write(files.path_of("fr", tmp_path), files.whole(french, "fr"))
    assert list(files.stale(found, tmp_path, tmp_path / "none")) == []

    later = Catalog()
    later.add("Look up!")
    later.add("Look up", locations=[("b.html", 0)])
    later.add((APPLES, "%(num)s apples"))
    told = list(files.stale(later, tmp_path, tmp_path / "none"))
    assert "fr/LC_MESSAGES/messages.po lacks 'Look up!'" in told
    assert "fr/LC_MESSAGES/messages.po has 'Gone', which no page uses" in told
    for path, text in files.expected(later, tmp_path).items():
        files.write(path, text)
    again = files.read("fr", tmp_path)
    kept = {message.id: message.string for message in files.texts(again)}
    assert kept["Look up"] == "Rechercher"
    assert kept["Look up!"] == ""
    assert kept[(APPLES, "%(num)s apples")] == ("%(num)s pomme", "%(num)s pommes")
    assert "Gone" not in kept
    assert files.count("fr", tmp_path) == files.Count("fr", 3, 2)
    assert list(files.stale(later, tmp_path, tmp_path / "none")) == []


def test_the_table_of_counts_is_made_between_its_marks() -> None:
    told = files.with_counts(
        "before\n<!-- counts -->\nold\n<!-- end of counts -->\nafter", [files.Count("fr", 3, 2)]
    )
    assert "old" not in told
    assert "| Français (`fr`) | 3 | 2 | none |" in told
    assert told.startswith("before\n<!-- counts -->\n")
    assert told.endswith("<!-- end of counts -->\nafter")


@pytest.mark.parametrize("language", files.TRANSLATED)
def test_what_is_missing_can_be_filled_in_and_is_missing_no_more(
    language: str, little: Callable[[str], Catalog]
) -> None:
    catalogue = little(language)
    asked = json.loads(json.dumps(fill.missing(catalogue, language)))
    assert asked[APPLES]["forms"] == _FORMS[language]
    assert fill.fill(catalogue, language, asked) == []
    assert len(fill.missing(catalogue, language)) == 4
    given = {
        text: text if value == "" else [text] * value["forms"] for text, value in asked.items()
    }
    assert fill.fill(catalogue, language, given) == []
    assert fill.missing(catalogue, language) == {}
    assert fill.faults(catalogue, language) == []


def test_the_numbers_of_each_arabic_form_are_told(little: Callable[[str], Catalog]) -> None:
    asked = fill.missing(little("ar"), "ar")[APPLES]
    assert isinstance(asked, dict)
    assert [told.split(", ")[:2] for told in asked["numbers"]] == [
        ["0"], ["1"], ["2"], ["3", "4"], ["11", "12"], ["100", "101"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"Item %(number)s of %(total)s": "Article %(number)s"}, "lacks %(total)s"),
        ({"Item %(number)s of %(total)s": "%(number)s %(total)s %(n)s"}, "has %(n)s, which"),
        ({"Item %(number)s of %(total)s": "%(number)d %(total)s"}, "lacks %(number)s"),
        ({"Item %(number)s of %(total)s": "%(number)s %(total)s 5 %"}, "no placeholder"),
        ({"Look up": "<b>Chercher</b>"}, "markup"),
        ({"Look up": "Chercher&nbsp;"}, "markup"),
        ({"Look up": "Chercher "}, "space"),
        ({"Look up": "Cher\u202echer"}, "invisible"),
        ({"Look up": ["Chercher"]}, "a text in quotes"),
        ({"Look down": "Chercher"}, "no such text"),
        ({APPLES: "%(num)s pommes"}, "as a list"),
        ({APPLES: ["%(num)s pomme"]}, "1 plural forms filled in, of 2 needed"),
        ({APPLES: ["%(num)s pomme", ""]}, "1 plural forms filled in, of 2 needed"),
        ({APPLES: ["une pomme", "%(num)s pommes"]}, "form 0: it lacks %(num)s"),
        ({APPLES: ["%(num)s pomme", "%(num)s %(kind)s"]}, "form 1: it has %(kind)s"),
    ],
)
def test_a_wrong_translation_is_refused_with_all_that_came_with_it(
    given: dict[str, object], why: str, little: Callable[[str], Catalog]
) -> None:
    catalogue = little("fr")
    good = {"above 0.005 % for <b>reuse</b>": "au-dessus de 0,005 % pour <b>réemploi</b>"}
    problems = fill.fill(catalogue, "fr", {**good, **given})
    assert len([one for one in problems if why in one]) == 1
    assert all(repr(next(iter(given))) in one for one in problems)
    assert len(fill.missing(catalogue, "fr")) == 4


def test_a_form_for_one_number_may_say_it_in_words(little: Callable[[str], Catalog]) -> None:
    many = "%(num)s تفاحة"
    assert fill.fill(little("ar"), "ar", {APPLES: ["لا", "واحدة", "اثنتان", *[many] * 3]}) == []
    assert len(fill.fill(little("ar"), "ar", {APPLES: ["لا", "واحدة", "اثنتان", many, many, "و"]}))


def test_every_translation_that_is_there_is_sound() -> None:
    found = {language: fill.faults(files.read(language), language) for language in _FORMS}
    assert found == {language: [] for language in _FORMS}
