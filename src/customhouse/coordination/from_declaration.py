"""What a declaration that was screened tells a case that is opened from it."""

from collections.abc import Sequence
from decimal import Decimal

from customhouse.coordination.entries import ItemFound, PartyNamed, PartyRole
from customhouse.declarations.declaration import Declaration, Item
from customhouse.screening.finding import SEVERITY, Assessment, ItemAssessment

MOST_ITEMS = 100
"""Items that become entries, those with the strictest answers; the screening has them all."""


def facts_of(declaration: Declaration, assessment: Assessment) -> Sequence[PartyNamed | ItemFound]:
    """The parties and items as first entries of a case. Nothing is added that is not declared."""
    roles: tuple[tuple[PartyRole, str, str], ...] = (
        ("exporter", declaration.exporter.name, declaration.exporter.id),
        ("consignee", declaration.consignee.name, declaration.consignee.id),
    )
    parties = [
        PartyNamed(role=role, name=name, identifier=number)
        for role, name, number in roles
        if name or number
    ]
    pairs = list(zip(declaration.items, assessment.items, strict=True))
    strictest = sorted(pairs, key=lambda pair: -SEVERITY[pair[1].outcome])[:MOST_ITEMS]
    numbers = {item.number for item, _ in strictest}
    return [*parties, *(_item(*pair) for pair in pairs if pair[0].number in numbers)]


def _item(item: Item, answered: ItemAssessment) -> ItemFound:
    mass = item.net_mass_kg if item.net_mass_kg is not None else item.gross_mass_kg
    subjects = {
        finding.subject
        for finding in answered.findings
        if finding.subject and finding.applies != "no"
    }
    return ItemFound(
        description=item.description,
        number=item.number,
        hs_code=item.hs_code,
        refs=tuple(sorted(subjects)),
        mass_kg=None if mass is None else Decimal(str(mass)),
        packages=item.packages,
    )
