"""Measures precision and recall on the cases, and prints or writes the coverage page.

`python -m evidence.measure` prints; `--write docs/coverage.md` puts the figures between the
marks of that page.
"""

import argparse
from collections import Counter
from pathlib import Path
from typing import get_args

from customhouse.desk import Desk
from customhouse.reference.records import Confidence
from customhouse.screening.finding import OUTCOMES, SEVERITY, Outcome
from evidence.cases import BLIND, CASES, assess, faults, found_refs, load_cases, provision_met

START, END = "<!-- measured: start -->", "<!-- measured: end -->"


def measure(desk: Desk) -> str:
    """The figures as Markdown: both sets of cases, then the packs."""
    sets = (
        ("Cases", CASES),
        ("Cases written blind, first set", BLIND[0]),
        ("Cases written blind, second set", BLIND[1]),
    )
    parts = [line for title, folder in sets for line in _set(desk, title, folder)]
    return "\n".join([*parts, *_packs(desk)])


def _set(desk: Desk, title: str, folder: Path) -> list[str]:
    """Outcomes, provisions and identification on one set, and the cases that disagree."""
    cases = load_cases(folder)
    confusion: Counter[tuple[Outcome, Outcome]] = Counter()
    hits = misses = false_alarms = 0
    provisions_met = provisions = 0
    open_cases: list[str] = []
    for case in cases:
        assessment = assess(desk, case)
        view = desk.library.view(assessment.as_of)
        confusion[case.expect.outcome, assessment.outcome] += 1
        for provision, applies in case.expect.provisions.items():
            provisions += 1
            provisions_met += int(provision_met(assessment, provision, applies))
        for item in assessment.items:
            expected = case.expect.candidates.get(str(item.number))
            if expected is None:
                continue
            found = found_refs(item, view)
            hits += len(found & set(expected))
            misses += len(set(expected) - found)
            false_alarms += len(found - set(expected))
        wrong = faults(case, assessment, view)
        if wrong:
            open_cases.append(f"| {case.id} | {case.title} | {'; '.join(wrong)} |")
    agreed = sum(n for (expected, got), n in confusion.items() if expected == got)
    missed = sum(n for (e, g), n in confusion.items() if e != "release" and g == "release")
    alarms = sum(n for (e, g), n in confusion.items() if e == "release" and g != "release")
    milder = sum(n for (e, g), n in confusion.items() if SEVERITY[g] < SEVERITY[e])
    lawful = sum(n for (e, _), n in confusion.items() if e == "release")
    lines = [
        f"### {title}",
        "",
        f"{len(cases)} cases; {len(cases) - len(open_cases)} agree in every point that they test.",
        "",
        "| figure | value |",
        "|---|---|",
        f"| outcome as expected | {agreed} of {len(cases)} |",
        f"| released though it should not be (a miss) | {missed} of {len(cases) - lawful} |",
        f"| not released though it should be (a false alarm) | {alarms} of {lawful} |",
        f"| answered more mildly than expected | {milder} |",
        f"| provisions found as expected | {provisions_met} of {provisions} |",
        f"| identification, precision | {_share(hits, hits + false_alarms)} |",
        f"| identification, recall | {_share(hits, hits + misses)} |",
        "",
        "Expected outcome (rows) against the answer (columns):",
        "",
        "| | " + " | ".join(OUTCOMES) + " |",
        "|---" * (len(OUTCOMES) + 1) + "|",
        *(
            f"| {expected} | "
            + " | ".join(str(confusion[expected, got]) for got in OUTCOMES)
            + " |"
            for expected in OUTCOMES
        ),
        "",
    ]
    if open_cases:
        lines += ["Cases that disagree:", "", "| case | title | what |", "|---|---|---|"]
        lines += [*open_cases, ""]
    return lines


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f} ({part} of {whole})" if whole else "none"


def _packs(desk: Desk) -> list[str]:
    """The counts of each pack table, by how sure the rows are."""
    lines = [
        "### Packs",
        "",
        "| pack | table | rows | source | known | unverified |",
        "|---|---|---|---|---|---|",
    ]
    for pack in desk.library.packs:
        tables = {kind.__name__: rows for kind, rows in pack.tables.items()}
        sure = {name: [row.confidence for row in rows] for name, rows in tables.items()}
        sure["Rule"] = [rule.confidence for rule in pack.rules]
        for name, marks in sure.items():
            shares = " | ".join(str(marks.count(how)) for how in get_args(Confidence))
            lines.append(f"| {pack.label} | {name} | {len(marks)} | {shares} |")
    return lines


def main() -> None:
    """Print the figures, or write them into a page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", type=Path, help="page to write the figures into")
    page: Path | None = parser.parse_args().write
    figures = measure(Desk.shipped())
    if page is None:
        print(figures)
        return
    before, _, rest = page.read_text("utf-8").partition(START)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{START}\n\n{figures}\n\n{END}{after}", "utf-8")


if __name__ == "__main__":
    main()
