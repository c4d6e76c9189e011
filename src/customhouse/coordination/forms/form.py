"""The forms as data: which boxes each has, which are needed, and how each is filled."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

import msgspec

from customhouse.accounts.permissions import Role

FormName = Literal[
    "basel_notification",
    "basel_movement_document",
    "rotterdam_export_notification",
    "illegal_traffic_report",
    "take_back_request",
]
Required = Literal["yes", "no", "hazardous"]
"""`hazardous`: needed when the codes of the paper name hazardous waste of Annex I or VIII."""

Tells = Literal["mass", "codes", "consignee", "disposer"]
"""What a box says that can be compared with other papers."""

BY_HAND = "by_hand"
"""The way to fill a box that only a person can fill."""


class Box(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One box. `box` is its number on paper; `fill` the name of a filler, or `by_hand`."""

    box: str
    id: str
    title: str
    provision: str
    required: Required
    fill: str
    tells: Tells | None = None


class Form(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A form in a layout of our own: it has the points of the provision, not its print.

    `to` says which State it is for, and `state_box` where that State is written; `signers` are
    the roles of which one is needed to sign.
    """

    form: FormName
    title: str
    provision: str
    to: Literal["import", "export"]
    state_box: str
    signers: tuple[Role, ...]
    boxes: tuple[Box, ...]

    def box(self, key: str) -> Box:
        """The box of this id. Raises `KeyError` when there is none."""
        for one in self.boxes:
            if one.id == key:
                return one
        raise KeyError(key)

    def telling(self, what: Tells) -> Box | None:
        """The box that says this."""
        return next((one for one in self.boxes if one.tells == what), None)


@cache
def forms() -> Mapping[str, Form]:
    """All forms by name, in the order in which they are offered."""
    folder = files("customhouse.coordination.forms")
    read = (
        msgspec.json.decode(folder.joinpath(f"{name}.json").read_bytes(), type=Form)
        for name in get_args(FormName)
    )
    return {form.form: form for form in read}


def texts() -> Iterator[str]:
    """Every text of the forms that a reader sees, for the catalogues."""
    for form in forms().values():
        yield form.title
        for box in form.boxes:
            yield box.title
