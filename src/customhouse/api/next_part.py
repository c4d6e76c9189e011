"""Where the next part of a list is: the Link header."""

from urllib.parse import urlencode

from litestar.datastructures import ResponseHeader

from customhouse.api.etags import ApiRequest

NEXT_PART = ResponseHeader(
    name="Link",
    documentation_only=True,
    description='The address of the part after this one, as <…>; rel="next".',
)


def to_next_part(request: ApiRequest, name: str, mark: str | None) -> dict[str, str]:
    """The header: the same request from `mark` on, in the parameter `name`; none at the end."""
    if mark is None:
        return {}
    asked = [(key, value) for key, value in request.query_params.multi_items() if key != name]
    return {"Link": f'<{request.url.path}?{urlencode([*asked, (name, mark)])}>; rel="next"'}
