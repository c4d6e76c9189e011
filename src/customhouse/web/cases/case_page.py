"""The page of one case: how it stands, what can be done now, and all that is in it."""

from litestar import get
from litestar.params import FromPath
from litestar.response import Response

from customhouse.coordination import moves
from customhouse.coordination.carried import first_unfit
from customhouse.coordination.case import Case, shaken
from customhouse.coordination.entries import first_broken
from customhouse.coordination.facts.forms import FORMS
from customhouse.coordination.moves import Move
from customhouse.http.given import GivenContext, WebRequest
from customhouse.operations import case_view, papers_used
from customhouse.reference.country_names import countries_in
from customhouse.web.cases import rows
from customhouse.web.clocks_part import clocks_part
from customhouse.web.given import GivenActor, GivenVisitor
from customhouse.web.pages import page
from customhouse.web.visitor import uuid_of


@get("/cases/{key:str}", sync_to_thread=True)
def case_page(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
) -> Response[str]:
    """The case as its entries make it."""
    view = case_view.view(context, actor, uuid_of(key))
    case = view.case
    told = rows.facts(case)
    ready = moves.possible(case, actor) if view.mine else []
    return page(
        request,
        visitor,
        "cases/case.html",
        view=view,
        case=case,
        case_line=view.line,
        mine=view.mine and actor.may("cases.write"),
        ready=[
            (
                move,
                [n for n in moves.unmet(move, case, actor, "", ()) if n not in moves.IN_THE_FORM],
            )
            for move in ready
        ],
        for_others=[move for move in _from_here(case) if move not in ready],
        facts={kind: rows.of_kind(told, kind) for kind in FORMS},
        samples=rows.samples(told),
        totals=rows.totals(case),
        messages=rows.messages(case),
        log=list(rows.log(case.entries)),
        broken=first_unfit(case.entries) if case.is_copy else first_broken(case.entries),
        shaken=shaken(case),
        clocks=clocks_part(context, actor, view.line.id),
        papers_before=papers_used.of_case(context, actor, view.case.id),
        forms=FORMS,
        country=countries_in(context.desk.library, visitor.language).name,
    )


def _from_here(case: Case) -> list[Move]:
    return [move for move in moves.moves().values() if case.state in move.sources]


HANDLERS = [case_page]
