"""The page without a network, its index, and the worker that keeps both in the browser."""

import hashlib
import json

from litestar import Litestar, MediaType, get
from litestar.response import Response

from customhouse.accounts.actor import Actor
from customhouse.http.given import GivenContext, WebRequest
from customhouse.languages.catalogues import translations
from customhouse.operations.context import Context
from customhouse.web.given import GivenVisitor
from customhouse.web.offline.index import OfflineIndex, offline_index
from customhouse.web.pages import STATIC, page, static_url

_ALWAYS_ASK = "no-cache"
_SHELL = ("app.css", "app.js", "offline.css", "offline.js", "htmx.min.js", "icon.svg")
_MANIFEST = {
    "id": "/",
    "name": "customhouse: Basel, Rotterdam and Stockholm",
    "short_name": "customhouse",
    "start_url": "/",
    "scope": "/",
    "display": "minimal-ui",
    "background_color": "#ffffff",
    "theme_color": "#0b4f6c",
}


@get("/offline", sync_to_thread=True)
def offline_page(
    request: WebRequest, visitor: GivenVisitor, context: GivenContext
) -> Response[str]:
    """Look things up in the index that the browser keeps."""
    return page(request, visitor, "offline/lookup.html", packs=context.desk.library.versions)


@get("/offline/words.json", sync_to_thread=True)
def offline_words(visitor: GivenVisitor) -> Response[dict[str, str]]:
    """What the worker says on a stored page, in the reader's language."""
    _ = translations(visitor.language).gettext
    said = _("Stored copy of %(moment)s (%(age)s); you are offline. What came since is not in it.")
    return _fresh({"language": visitor.language, "stored": said})


@get("/offline/mark", sync_to_thread=False)
def offline_mark(visitor: GivenVisitor) -> Response[dict[str, str]]:
    """A mark of the one signed in, empty for nobody: the worker forgets all when it changes."""
    return _fresh({"mark": _mark(visitor.actor) if visitor.actor else ""})


@get("/offline/index.json", sync_to_thread=True, media_type=MediaType.JSON)
def send_index(request: WebRequest, context: GivenContext) -> Response[bytes | None]:
    """The offline index, unless the browser has the very same."""
    index = _index(request.app, context)
    headers = {"ETag": index.etag, "Cache-Control": _ALWAYS_ASK}
    if index.etag in request.headers.get("if-none-match", ""):
        return Response(None, status_code=304, headers=headers)
    return Response(index.content, media_type=MediaType.JSON, headers=headers)


@get("/service-worker.js", sync_to_thread=True)
def service_worker() -> Response[str]:
    """The worker; a new one whenever a file that it keeps has changed."""
    kept = " ".join(map(static_url, _SHELL))
    version = hashlib.sha256(kept.encode()).hexdigest()[:12]
    text = (STATIC / "service-worker.js").read_text("utf-8")
    return Response(
        f"{text}\n// {version}\n",
        media_type="text/javascript",
        headers={"Cache-Control": _ALWAYS_ASK},
    )


@get("/manifest.webmanifest", sync_to_thread=False)
def manifest() -> Response[str]:
    """What a browser needs to put the desk among its programs."""
    icon = {"src": static_url("icon.svg"), "sizes": "any", "type": "image/svg+xml"}
    return Response(
        json.dumps(_MANIFEST | {"icons": [icon]}), media_type="application/manifest+json"
    )


def _fresh(told: dict[str, str]) -> Response[dict[str, str]]:
    return Response(told, headers={"Cache-Control": "private, no-store"})


def _mark(actor: Actor) -> str:
    """Changes with the person, and with what the person may see."""
    told = f"{actor.user_id} {actor.organisation_id} {' '.join(sorted(actor.roles))}"
    return hashlib.sha256(told.encode()).hexdigest()[:20]


def _index(app: Litestar, context: Context) -> OfflineIndex:
    known: OfflineIndex | None = app.state.get("offline_index")
    if known is None:
        known = app.state["offline_index"] = offline_index(
            context.packs, context.desk.index, context.today()
        )
    return known


HANDLERS = [offline_page, offline_words, offline_mark, send_index, service_worker, manifest]
