"""Roles and what each may do, as one table. Nothing else decides a permission.

A person may hold several roles and has the permissions of all of them. What a permission
reaches (own screenings, the organisation's, the State's) is in its name; `scope` puts it to use.
"""

from collections.abc import Collection
from typing import Literal, get_args

Role = Literal[
    "officer", "supervisor", "authority", "trainer", "learner", "administrator", "auditor"
]
Permission = Literal[
    "screen",
    "screenings.read_own",
    "screenings.read_organisation",
    "screenings.read_state",
    "screenings.invite",
    "dashboard.read",
    "searches.keep",
    "keys.own",
    "users.manage",
    "organisations.manage",
    "audit.read",
    "cases.open",
    "cases.write",
    "cases.read_organisation",
    "cases.read_state",
    "cases.ask",
    "cases.answer",
    "cases.exchange",
]

ROLES: tuple[Role, ...] = get_args(Role)
PERMISSIONS: tuple[Permission, ...] = get_args(Permission)

_AT_THE_DESK: frozenset[Permission] = frozenset({"screen", "screenings.read_own", "searches.keep"})
_ON_CASES: frozenset[Permission] = frozenset(
    {"cases.open", "cases.write", "cases.read_organisation", "cases.ask"}
)
_OF_THE_OFFICE: frozenset[Permission] = frozenset(
    {"screenings.read_organisation", "screenings.invite", "cases.answer"}
)

GRANTS: dict[Role, frozenset[Permission]] = {
    "officer": _AT_THE_DESK | _ON_CASES | frozenset[Permission]({"keys.own"}),
    "supervisor": _AT_THE_DESK
    | _ON_CASES
    | _OF_THE_OFFICE
    | frozenset[Permission]({"keys.own", "dashboard.read", "cases.exchange"}),
    "authority": _AT_THE_DESK | _ON_CASES | _OF_THE_OFFICE,
    "trainer": _AT_THE_DESK,
    "learner": _AT_THE_DESK,
    "administrator": frozenset({"users.manage", "organisations.manage", "searches.keep"}),
    "auditor": frozenset(
        {
            "screenings.read_state",
            "cases.read_state",
            "dashboard.read",
            "audit.read",
            "searches.keep",
        }
    ),
}
"""An administrator gives accounts and sees no declaration; an auditor sees and changes nothing."""

WITH_SECOND_FACTOR: frozenset[Role] = frozenset({"supervisor", "administrator", "auditor"})
"""Roles that see or rule more than their own work: a password alone does not open them."""


def permissions(roles: Collection[Role]) -> frozenset[Permission]:
    """All that the roles together may do."""
    return frozenset().union(*(GRANTS[role] for role in roles))
