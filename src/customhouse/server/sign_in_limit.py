"""How often one address may try to sign in, whatever account it tries."""

from litestar.enums import ScopeType
from litestar.exceptions import TooManyRequestsException
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from customhouse.http.rate_limit import Limiter

_TRIES = frozenset({"/sign-in", "/sign-in/code"})


class SignInLimit(ASGIMiddleware):
    """Refuses what is more than so many tries a minute. Passwords are guessed slowly then."""

    scopes = (ScopeType.HTTP,)

    def __init__(self, tries_a_minute: int):
        self._limiter = Limiter(tries_a_minute)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        """Pass the request on. Raises `TooManyRequestsException`."""
        if scope.get("method") == "POST" and scope["path"] in _TRIES:
            client = scope.get("client")
            left = self._limiter.take(client[0] if client else "")
            if left.spent:
                raise TooManyRequestsException(headers=left.headers())
        await next_app(scope, receive, send)
