"""Where a thing has its page. References are those of the search and of findings."""

from urllib.parse import quote

_PAGES = {"hs": "/hs/", "iso": "/countries/", "term": "/terms/"}


def href(ref: str) -> str:
    """The page of a reference: `stockholm:lindane`, `basel:art-6-1`, `hs:380859` or `iso:DEU`."""
    convention, _, name = ref.partition(":")
    if convention in _PAGES:
        return _PAGES[convention] + quote(name, safe="")
    if name.startswith(("art-", "annex-")):
        return f"/provisions/{quote(convention)}/{quote(name)}"
    if convention == "basel":
        return f"/wastes/{quote(name)}"
    return f"/substances/{quote(convention)}/{quote(name)}"
