"""The papers of a case, and the forms to choose from."""

from litestar import get
from litestar.params import FromPath
from litestar.response import Response

from customhouse.coordination.forms.drafts import drafts
from customhouse.coordination.forms.form import forms
from customhouse.http.given import GivenContext, WebRequest
from customhouse.operations import case_view
from customhouse.web.given import GivenActor, GivenVisitor
from customhouse.web.pages import page
from customhouse.web.visitor import uuid_of


@get("/cases/{key:str}/papers", sync_to_thread=True)
def papers_page(
    request: WebRequest,
    visitor: GivenVisitor,
    context: GivenContext,
    actor: GivenActor,
    key: FromPath[str],
) -> Response[str]:
    """Every draft of the case, the newest first, and the forms."""
    view = case_view.view(context, actor, uuid_of(key))
    return page(
        request,
        visitor,
        "papers/list.html",
        case=view.case,
        mine=view.mine and actor.may("cases.write"),
        drafts=list(reversed(drafts(view.case))),
        forms=forms(),
    )


HANDLERS = [papers_page]
