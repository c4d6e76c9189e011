"""The quick search, against SQLite FTS5 over the same texts.

Queries are made from the packs by a seed: numbers, whole names, beginnings, slips, several
words, other scripts, citations and nonsense. A query is met when what it was made from is among
the first ten; two peers are asked the same: FTS5 with plain words (every word as a beginning)
and FTS5 with its trigram tokenizer (parts of words).
"""

import random
import re
import sqlite3
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from benchmarks.measure import Row, best
from customhouse.desk import Desk
from customhouse.reference.records import CountryName, Identifier, Synonym
from customhouse.search.search import Search

FIRST = 10
EACH = 50
_SLIPPED = re.compile(r"[a-z]{7,}")
_NONSENSE = ("zzqxv", "qwertzuiop asdf", "((((", "' OR qqj=qqj --", "NEAR(qzj vbj)", "*")


class Query(NamedTuple):
    """What is asked and the references that would do; none for nonsense."""

    sort: str
    text: str
    wanted: frozenset[str]


def queries(desk: Desk) -> list[Query]:
    """More than 300 queries, the same on every run over the same packs."""
    chance = random.Random(20261124)
    packs = desk.library.packs
    named = [s for pack in packs for s in pack.rows(Synonym)]
    numbers = [
        i for pack in packs for i in pack.rows(Identifier) if i.scheme in ("CAS", "EC", "UN")
    ]
    states = [name for pack in packs for name in pack.rows(CountryName)]
    rules = [rule for pack in packs for rule in pack.rules]
    latin = [s for s in named if s.name.isascii() and _SLIPPED.search(s.name.lower())]
    several = [s for s in latin if len(re.findall(r"[a-z]{3,}", s.name.lower())) > 1]
    foreign = [s for s in named if s.lang in ("ru", "ar", "zh")]

    def refs(key: str) -> frozenset[str]:
        return frozenset(f"{law}:{key}" for law in ("basel", "rotterdam", "stockholm"))

    bearers: dict[str, frozenset[str]] = {}
    for one in numbers:
        bearers[one.value] = bearers.get(one.value, frozenset()) | refs(one.substance_id)
    found = [Query("number", i.value, bearers[i.value]) for i in chance.sample(numbers, EACH)]
    found += [Query("name", s.name, refs(s.substance_id)) for s in chance.sample(named, EACH)]
    for synonym in chance.sample(latin, EACH):
        cut = max(5, len(synonym.name) * 2 // 3)
        found.append(Query("beginning", synonym.name[:cut], refs(synonym.substance_id)))
    for synonym in chance.sample(latin, EACH):
        found.append(Query("slip", _slip(chance, synonym.name), refs(synonym.substance_id)))
    for synonym in chance.sample(several, EACH):
        turned = " ".join(reversed(synonym.name.split()))
        found.append(Query("several words", turned, refs(synonym.substance_id)))
    for synonym in chance.sample(foreign, EACH):
        found.append(Query("other script", synonym.name, refs(synonym.substance_id)))
    for name in chance.sample(states, EACH // 2):
        found.append(Query("State", name.name, frozenset({f"iso:{name.iso3}"})))
    for rule in chance.sample(rules, EACH // 2):
        convention, _, place = rule.provision.partition(":")
        kind, *parts = place.split("-")
        asked = f"{kind} {' '.join(parts)} {convention}"
        found.append(Query("citation", asked, frozenset({rule.provision})))
    return found + [Query("nonsense", text, frozenset()) for text in _NONSENSE * 4]


def _slip(chance: random.Random, name: str) -> str:
    """A name with two letters of its longest word changed places."""
    word = max(_SLIPPED.finditer(name.lower()), key=lambda found: len(found.group()))
    at = chance.randrange(word.start() + 1, word.end() - 1)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


class _Peer:
    """SQLite FTS5 in memory over every line of the documents."""

    def __init__(self, search: Search, tokenizer: str, suffix: str):
        self._suffix = suffix
        self._database = sqlite3.connect(":memory:")
        self._database.execute(
            f"CREATE VIRTUAL TABLE lines USING fts5(ref UNINDEXED, text, tokenize='{tokenizer}')"
        )
        self._database.executemany("INSERT INTO lines VALUES (?, ?)", search.texts())

    def find(self, query: str) -> list[str]:
        words = re.findall(r"\w+", query)
        if not words:
            return []
        asked = " ".join(f'"{word}"{self._suffix}' for word in words)
        rows = self._database.execute(
            "SELECT ref FROM lines WHERE lines MATCH ? ORDER BY rank LIMIT 200", (asked,)
        )
        return list(dict.fromkeys(ref for (ref,) in rows))[:FIRST]


def rows(desk: Desk) -> list[Row]:
    """Times of a query and of building, and the share of queries that were met."""
    search = Search(desk.library.packs)
    asked = queries(desk)
    plain = _Peer(search, "unicode61 remove_diacritics 2", "*")
    trigram = _Peer(search, "trigram", "")

    def ours(query: str) -> list[str]:
        return [result.ref for result in search.find(query, limit=FIRST).results]

    measured = [_measure(way, asked) for way in (ours, plain.find, trigram.find)]
    words, parts = measured[1], measured[2]
    beside = f"FTS5 words: {words.times}; FTS5 trigram: {parts.times}"
    table = [
        Row(
            f"quick search, {len(asked)} queries, ms",
            measured[0].times,
            beside,
            f"{measured[0].late / words.late:.1f} times FTS5 words at the 95th percentile",
        ),
        Row(
            "quick search, built in, s",
            f"{best(lambda: Search(desk.library.packs), 3):.3f}",
            "FTS5 words: "
            f"{best(lambda: _Peer(search, 'unicode61 remove_diacritics 2', '*'), 3):.3f}; "
            f"FTS5 trigram: {best(lambda: _Peer(search, 'trigram', ''), 3):.3f}",
        ),
    ]
    for sort in measured[0].met:
        peers = f"FTS5 words: {words.met[sort]}; FTS5 trigram: {parts.met[sort]}"
        table.append(
            Row(f"quick search, met in the first {FIRST}: {sort}", measured[0].met[sort], peers)
        )
    return table


class _Measured(NamedTuple):
    times: str
    late: float
    met: dict[str, str]


def _measure(find: Callable[[str], Sequence[str]], asked: list[Query]) -> _Measured:
    """Each query timed at the best of three runs."""
    times = []
    met: dict[str, list[bool]] = {}
    for query in asked:
        runs = []
        for _ in range(3):
            start = time.perf_counter()
            found = find(query.text)
            runs.append(time.perf_counter() - start)
        times.append(min(runs) * 1e3)
        hit = not query.wanted.isdisjoint(found) if query.wanted else not found
        met.setdefault(query.sort, []).append(hit)
    times.sort()
    late = times[int(len(times) * 0.95)]
    told = f"median {times[len(times) // 2]:.2f}, 95th percentile {late:.2f}, worst {times[-1]:.2f}"
    return _Measured(
        told, late, {sort: f"{sum(hits)} of {len(hits)}" for sort, hits in met.items()}
    )
