"""The page on which a declaration is typed, pasted or handed over as a file."""

import uuid
from collections.abc import Mapping, Sequence

import msgspec
from litestar.response import Response

from customhouse.declarations.declaration import Declaration, DeclarationError
from customhouse.declarations.facts import FACTS
from customhouse.http.given import WebRequest
from customhouse.languages.catalogues import translations
from customhouse.operations.context import Context
from customhouse.reference.country_names import countries_in
from customhouse.report.words import DOCUMENTS
from customhouse.screening.finding import Missing
from customhouse.web.pages import page
from customhouse.web.screening.field_names import Place, Shape, Typed, place, shape
from customhouse.web.screening.filled_form import MOST_ITEMS, filled
from customhouse.web.screening.typed_form import MOST_TRANSIT, Fault
from customhouse.web.visitor import Visitor

OPERATIONS = (*(f"D{n}" for n in range(1, 16)), *(f"R{n}" for n in range(1, 14)))
"""The operations of Basel Annex IV, each of which is a purpose."""

_LEAST_TRANSIT = 2
_MORE = ("id", "exporter.", "consignee.", "transit_countries[", "as_of")


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A question of an assessment, and the field of the form that answers it."""

    place: Place
    why: str
    would_change: str


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """What the page shows in its fields, and what it says about them.

    `focus` is the field where the reader goes on. `source` says where the fields were filled
    from: a kept screening, or a scanned code. `wrong_file` is said of the text or file.
    """

    typed: Typed = {}
    faults: Sequence[Fault] = ()
    asked: Sequence[Asked] = ()
    focus: str = ""
    source: str = ""
    text: str = ""
    wrong_file: DeclarationError | None = None
    as_of: str = ""
    too_large: int = 0


def show(
    request: WebRequest, visitor: Visitor, context: Context, form: Form, status: int = 200
) -> Response[str]:
    """The page with a form on it."""
    typed = dict(form.typed)
    for one in form.asked:
        typed.setdefault(one.place.name, "")
    kept = shape(typed)
    say = translations(visitor.language).gettext
    return page(
        request,
        visitor,
        "screening/form.html",
        status=status,
        form=form,
        typed=typed,
        shape=kept,
        faults={fault.place.name: fault for fault in reversed(form.faults)},
        asked={one.place.name: one for one in reversed(form.asked)},
        focus=form.focus or (form.faults[0].place.name if form.faults else ""),
        open_parts=_open_parts(typed, kept, form),
        more_open=_is_more_open(typed, form),
        operations=OPERATIONS,
        document_words={key: say(words) for key, words in DOCUMENTS.items()},
        transit=_transit(typed),
        countries=countries_in(context.desk.library, visitor.language).listed,
        fact_kinds=FACTS,
        once=uuid.uuid4().hex,
        most_items=MOST_ITEMS,
    )


def of_declaration(
    declaration: Declaration,
    context: Context,
    language: str,
    *,
    source: str,
    missing: Sequence[Missing] = (),
    ask: str = "",
) -> Form:
    """The form that says what a declaration says, with the questions put to it.

    `ask` is the field that a reader came to answer; a declaration too large for a form leaves
    the form empty.
    """
    if len(declaration.items) > MOST_ITEMS:
        return Form(source=source, too_large=len(declaration.items))
    numbers = [item.number for item in declaration.items]
    asked = tuple(
        Asked(place=place(one.field, numbers), why=one.why, would_change=one.would_change)
        for one in missing
    )
    return Form(
        typed=filled(declaration, countries_in(context.desk.library, language).name),
        asked=asked,
        focus=place(ask, numbers).name if ask else "",
        source=source,
    )


def _transit(typed: Typed) -> int:
    """How many fields for States of transit there are: one is always free."""
    used = [k for k in range(MOST_TRANSIT) if typed.get(f"transit_countries[{k}]", "").strip()]
    return min(max(_LEAST_TRANSIT, max(used, default=-1) + 2), MOST_TRANSIT)


def _is_more_open(typed: Typed, form: Form) -> bool:
    """Whether the less common fields of the consignment are shown at once."""
    told_of = {fault.place.name for fault in form.faults}
    return bool(form.as_of) or any(
        name.startswith(_MORE) for name in (*told_of, *(n for n, v in typed.items() if v.strip()))
    )


_ALWAYS_SHOWN = frozenset(
    [
        "description",
        "hs_code",
        "hs_edition",
        "cas",
        "un",
        "waste_codes",
        "is_waste",
        "purpose",
        "net_mass_kg",
    ]
)


def _open_parts(typed: Typed, form: Shape, told: Form) -> Mapping[int, bool]:
    """By item, whether its less common fields are shown at once: something stands in one."""
    told_of = {fault.place.name for fault in told.faults} | {one.place.name for one in told.asked}
    return {
        number: any(
            (value.strip() or name in told_of or name == told.focus)
            and name.partition(".")[2] not in _ALWAYS_SHOWN
            for name, value in typed.items()
            if name.startswith(f"items[{number}].")
        )
        for number in form.items
    }
