"""Who acts: a person, or a program with a person's key. Every operation is asked by one."""

import uuid
from typing import Literal

import msgspec

from customhouse.accounts.permissions import Permission, Role, permissions

Via = Literal["session", "api_key", "command_line"]


class DeniedError(Exception):
    """The actor may not do this; `permission` is what it would take."""

    def __init__(self, permission: Permission):
        super().__init__(f"this needs the permission {permission}")
        self.permission = permission


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """A person with an account, in an organisation of a State, and how they came in."""

    user_id: uuid.UUID
    organisation_id: uuid.UUID
    iso3: str
    name: str
    roles: frozenset[Role]
    via: Via

    def may(self, permission: Permission) -> bool:
        """Whether one of the roles grants the permission."""
        return permission in permissions(self.roles)

    def require(self, permission: Permission) -> None:
        """Do nothing when the actor may; raise `DeniedError` when not."""
        if not self.may(permission):
            raise DeniedError(permission)
