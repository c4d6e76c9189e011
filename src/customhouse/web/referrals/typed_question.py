"""A question as it was typed into its form."""

import datetime
import uuid
from collections.abc import Mapping
from typing import TypeVar, get_args

import msgspec

from customhouse.coordination.entries import Addressee, Question
from customhouse.operations.asking import USUAL_DAYS, Asking, ReferralError
from customhouse.web.cases.own_case import ticked

T = TypeVar("T")

ADDRESSEES: tuple[Addressee, ...] = get_args(Addressee)
QUESTIONS: tuple[Question, ...] = get_args(Question)


def asking_of(typed: Mapping[str, str]) -> Asking:
    """The question. Raises `ReferralError` for a field that cannot be read."""
    days = typed.get("days", str(USUAL_DAYS))
    return Asking(
        to=_read("to", typed, Addressee),
        question=_read("question", typed, Question),
        text=typed.get("text", ""),
        language=typed.get("words_language", ""),
        organisation=_read("organisation", typed, uuid.UUID) if typed.get("organisation") else None,
        name=typed.get("name", ""),
        iso3=typed.get("iso3", ""),
        address=typed.get("address", ""),
        contact=typed.get("contact", ""),
        document=typed.get("document", ""),
        document_type=typed.get("document_type", ""),
        document_issuer=typed.get("document_issuer", ""),
        shared=tuple(int(one) for one in ticked(typed, "shared") if is_number(one)),
        answer_by=_read("answer_by", typed, datetime.date) if typed.get("answer_by") else None,
        days=int(days) if is_number(days) else 0,
    )


def is_number(text: str) -> bool:
    """Whether it is a whole number that fits."""
    return text.isascii() and text.isdecimal() and len(text) < 10


def _read(field: str, typed: Mapping[str, str], kind: type[T] | object) -> T:
    try:
        read: T = msgspec.convert(typed.get(field, ""), kind)
    except msgspec.ValidationError:
        raise ReferralError(field, "choose one of the list, or write it as asked") from None
    return read
