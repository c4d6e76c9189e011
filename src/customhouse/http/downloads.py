"""A file as an answer: it is handed out, and can do nothing where it is opened."""

from urllib.parse import quote

from litestar.response import Response

_CLOSED_OFF = {
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
}
"""Headers under which a file can run nothing and fetch nothing, whatever it holds."""


def closed_off(content: bytes, media_type: str, name: str) -> Response[bytes]:
    """A file to be saved, that a browser neither shows nor runs."""
    return answer(content, media_type, "attachment", name)


def answer(content: bytes, media_type: str, disposition: str, name: str) -> Response[bytes]:
    """A file under headers with which it can run nothing, `inline` or as an `attachment`."""
    plain = "".join(c if c.isascii() and c not in '"\\%' else "_" for c in name)
    told = f"{disposition}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(
        content,
        media_type=media_type,
        headers={**_CLOSED_OFF, "Content-Disposition": told},
    )


def attachment(content: bytes, media_type: str, name: str) -> Response[bytes]:
    """A file of our own making, to be saved; its name is plain ASCII."""
    return Response(
        content,
        media_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
