"""Who calls: the bearer of an API key. Known before anything of the request is read."""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.enums import ScopeType
from litestar.handlers import BaseRouteHandler
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from customhouse.accounts.actor import Actor
from customhouse.api.problems import ProblemError
from customhouse.http.rate_limit import Left, Limiter
from customhouse.operations import keys
from customhouse.operations.context import Context

GivenCaller = NamedDependency[Actor]

_LEFT = "requests_left"
_SCHEME = "bearer "


def known_caller(
    connection: ASGIConnection[Any, Any, Any, State], _handler: BaseRouteHandler
) -> None:
    """Let in who shows a key that holds, so many times a minute, and nobody else.

    Keys that open nothing are counted by the address that they come from.
    """
    context: Context = connection.app.state.context
    limiter: Limiter = connection.app.state.api_limiter
    shown = connection.headers.get("authorization", "")
    text = shown[len(_SCHEME) :].strip() if shown[: len(_SCHEME)].lower() == _SCHEME else ""
    caller = keys.authenticate(context, text) if text else None
    address = connection.client.host if connection.client else ""
    left = limiter.take(caller.key_id if caller else address)
    connection.scope["state"][_LEFT] = left
    if left.spent:
        raise ProblemError(
            "too-many-requests",
            f"More than {left.limit} requests were made in a minute.",
            remedy=f"Wait {left.seconds} seconds.",
            headers=left.headers(),
        )
    if caller is None:
        raise ProblemError(
            "key-needed",
            "The API key is missing, wrong, revoked or has run out.",
            field="Authorization",
            remedy="Send 'Authorization: Bearer chk_…' with a key made at /account/keys.",
            headers={"WWW-Authenticate": 'Bearer realm="customhouse"'},
        )
    connection.scope["state"]["caller"] = caller.actor


def caller_of(scope: Scope) -> Actor:
    """The one who calls."""
    actor: Actor = scope["state"]["caller"]
    return actor


class TellsWhatIsLeft(ASGIMiddleware):
    """Adds to every answer how many requests the caller may still make."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Answer, with the headers added."""

        async def told(message: Message) -> None:
            left: Left | None = scope["state"].get(_LEFT)
            if message["type"] == "http.response.start" and left is not None:
                known = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(
                        (name.lower().encode(), value.encode())
                        for name, value in left.headers().items()
                        if name.lower().encode() not in known
                    ),
                ]
            await send(message)

        await next_app(scope, receive, told)
