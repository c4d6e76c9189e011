"""What rules ask for can be said in every language: the list of phrases is whole and in use."""

import datetime
import gettext
import json
from pathlib import Path

import pytest
from evidence.cases import every_case

from customhouse.declarations.read import read_declarations
from customhouse.desk import Desk
from customhouse.web import asked

SCREENING = Path(asked.__file__).parents[1] / "screening"
TODAY = datetime.date(2026, 11, 24)


def test_all_that_the_cases_ask_for_is_listed(desk: Desk) -> None:
    unknown = set()
    for case in every_case():
        read = read_declarations(json.dumps(case.declaration).encode(), "case.json")
        declaration = read.declarations[0]
        answer = desk.screen(declaration, declaration.date or TODAY)
        told = [one.why for one in answer.missing]
        told += [one.would_change for one in answer.missing]
        told += [need for i in answer.items for f in i.findings for need in f.requires]
        deadlines = {rule.deadline for rule in desk.library.rules.values()}
        unknown |= {text for text in told if not asked.is_known(text)} - deadlines
    assert unknown == set()


def test_every_listed_phrase_stands_in_a_rule() -> None:
    code = "\n".join(path.read_text("utf-8") for path in SCREENING.rglob("*.py"))
    assert [one for one in sorted(asked.known_phrases()) if one not in code] == []


class _Shouting(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return message.upper().replace("%(NAME)S", "%(name)s").replace("%(ITEM)S", "%(item)s")


def test_parts_and_names_are_put_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asked, "translations", lambda _language: _Shouting())
    asked.teller.cache_clear()
    tell = asked.teller("xx")
    asked.teller.cache_clear()
    assert tell("net mass") == "NET MASS"
    assert tell("written consent of Kenya") == "WRITTEN CONSENT OF KENYA"
