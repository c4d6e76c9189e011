"""A case that the reader's organisation adds to, and how much of it a form had seen."""

from collections.abc import Mapping

from customhouse.accounts.actor import Actor
from customhouse.operations import case_view
from customhouse.operations.case_view import CaseView
from customhouse.operations.context import Context
from customhouse.operations.screenings import NotFoundError
from customhouse.web.visitor import uuid_of


def own_case(context: Context, actor: Actor, key: str) -> CaseView:
    """The case, for a page with a form.

    Raises `DeniedError`, and `NotFoundError` for a case that the actor may not add to.
    """
    actor.require("cases.write")
    view = case_view.view(context, actor, uuid_of(key))
    if not view.mine:
        raise NotFoundError
    return view


def seen_of(typed: Mapping[str, str]) -> int:
    """The number of the last entry that the form was made from; 0 when it does not say."""
    text = typed.get("seen", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def ticked(typed: Mapping[str, str], name: str) -> list[str]:
    """The values of boxes that were ticked; each is a field of its own, as `evidence.3`."""
    start = f"{name}."
    return [field.removeprefix(start) for field in typed if field.startswith(start)]
