"""What axe-core finds wrong with a page for people who read it with other means."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_AXE = Axe()
_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def barriers(page: Page) -> list[str]:
    """Each rule broken, and where; empty for a page that axe-core finds nothing in."""
    found = _AXE.run(page, options=_RULES).response["violations"]
    return [
        f"{one['id']}: {one['help']}: {' | '.join(n['html'][:150] for n in one['nodes'][:3])}"
        for one in found
    ]
