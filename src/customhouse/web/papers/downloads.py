"""A draft as files: PDF to print, JSON and CSV for programs."""

from typing import Any

import msgspec
from litestar import get
from litestar.params import FromPath
from litestar.response import Response

from customhouse.coordination.entries import Signed
from customhouse.coordination.forms.drafts import Draft
from customhouse.http.downloads import attachment
from customhouse.http.given import GivenContext, GivenSettings
from customhouse.languages.catalogues import translations
from customhouse.operations import papers
from customhouse.operations.papers import Paper
from customhouse.operations.screenings import NotFoundError
from customhouse.reference.country_names import CountryNames, countries_in
from customhouse.report import form_pdf
from customhouse.report.form_pdf import Sheet, SheetBox, Signature
from customhouse.web.given import GivenActor, GivenVisitor
from customhouse.web.provisions import teller
from customhouse.web.spreadsheet import csv_file
from customhouse.web.visitor import uuid_of

_COLUMNS = ("box", "id", "title", "provision", "text", "sources", "gap")


@get("/cases/{key:str}/papers/{number:int}/paper.pdf", sync_to_thread=True)
def paper_pdf(
    visitor: GivenVisitor,
    context: GivenContext,
    settings: GivenSettings,
    actor: GivenActor,
    key: FromPath[str],
    number: FromPath[int],
) -> Response[bytes]:
    """The paper to print, marked as a draft until it is signed."""
    paper, draft = _kept(context, actor, key, number)
    address = f"{settings.public_url}/cases/{paper.case.id}/papers/{number}"
    sheet = _sheet(
        paper,
        draft,
        address,
        visitor.language,
        countries_in(context.desk.library, visitor.language),
    )
    data = form_pdf.render(
        sheet,
        language=visitor.language,
        say=translations(visitor.language).gettext,
        left=visitor.direction == "rtl",
    )
    return attachment(data, "application/pdf", f"{_name(draft)}.pdf")


@get("/cases/{key:str}/papers/{number:int}/paper.json", sync_to_thread=True)
def paper_json(
    context: GivenContext, actor: GivenActor, key: FromPath[str], number: FromPath[int]
) -> Response[bytes]:
    """The boxes with their places, in English, for programs."""
    paper, draft = _kept(context, actor, key, number)
    told = {
        "case": paper.case.number,
        "form": draft.form.form,
        "title": draft.form.title,
        "entry": draft.number,
        "sha256": draft.body.sha256,
        "signed": _signed(draft),
        "state": paper.state,
        "official": False,
        "boxes": _boxes(paper),
    }
    data = msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n"
    return attachment(data, "application/json", f"{_name(draft)}.json")


@get("/cases/{key:str}/papers/{number:int}/paper.csv", sync_to_thread=True)
def paper_csv(
    context: GivenContext, actor: GivenActor, key: FromPath[str], number: FromPath[int]
) -> Response[bytes]:
    """The boxes as a table."""
    paper, draft = _kept(context, actor, key, number)
    lines = [
        [" ".join(one[name]) if name == "sources" else one[name] for name in _COLUMNS]
        for one in _boxes(paper)
    ]
    return csv_file(f"{_name(draft)}.csv", _COLUMNS, lines)


def _kept(context: GivenContext, actor: GivenActor, key: str, number: int) -> tuple[Paper, Draft]:
    paper = papers.get(context, actor, uuid_of(key), number)
    if paper.draft is None:
        raise NotFoundError
    return paper, paper.draft


def _boxes(paper: Paper) -> list[dict[str, Any]]:
    missing = {box.id for box in paper.gaps}
    found = []
    for box in paper.form.boxes:
        field = paper.fields.get(box.id)
        found.append(
            {
                "box": box.box,
                "id": box.id,
                "title": box.title,
                "provision": box.provision,
                "text": field.text if field else "",
                "sources": field.sources if field else (),
                "gap": box.id in missing,
            }
        )
    return found


def _signed(draft: Draft) -> dict[str, object] | None:
    if draft.signature is None or not isinstance(draft.signature.body, Signed):
        return None
    told = draft.signature.body
    return {
        "entry": draft.signature.sequence,
        "at": draft.signature.at,
        "name": told.name,
        "office": told.office,
        "state": told.iso3,
    }


def _sheet(
    paper: Paper, draft: Draft, address: str, language: str, countries: CountryNames
) -> Sheet:
    provision = teller(language)
    signature = draft.signature
    told = signature.body if signature else None
    return Sheet(
        title=draft.form.title,
        provision=provision(draft.form.provision),
        case=paper.case.number,
        number=str(draft.number),
        mark=draft.body.sha256,
        boxes=[
            SheetBox(
                box=one["box"],
                title=one["title"],
                provision=provision(one["provision"]) if one["provision"] else "",
                text=one["text"],
                gap=one["gap"],
            )
            for one in _boxes(paper)
        ],
        signature=Signature(
            name=told.name,
            office=told.office,
            state=countries.name(told.iso3),
            day=f"{signature.at:%Y-%m-%d}",
        )
        if signature and isinstance(told, Signed)
        else None,
        address=address,
    )


def _name(draft: Draft) -> str:
    return f"{draft.form.form}-{draft.number}"


HANDLERS = [paper_pdf, paper_json, paper_csv]
