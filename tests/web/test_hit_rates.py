"""What an indicator was worth before, beside what it found now."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from customhouse.coordination.indicators import rate_of
from customhouse.declarations.read import read_declarations
from customhouse.http.settings import Settings
from customhouse.operations import screenings
from customhouse.operations.context import Context
from customhouse.server.app import build
from customhouse.web.visitor import SESSION_COOKIE
from tests.people import person
from tests.servers import address, listening, serving

PLASTIC = Path(__file__).parents[2] / "examples" / "plastic_export.json"


def test_a_reviewed_hit_rate_stands_beside_what_its_rule_found(
    browser: Browser, context: Context
) -> None:
    rate = rate_of("provision", "basel:art-6-2", 40, 12)
    rated = Context(context.packs, context.store, rates={("provision", "basel:art-6-2"): rate})
    officer = person(rated, "officer")
    read = read_declarations(PLASTIC.read_bytes(), PLASTIC.name)
    [answer] = screenings.screen(rated, officer.actor, read.declarations)
    listener = listening()
    settings = Settings(public_url=address(listener), factor_required=False)
    with serving(build(rated, settings), listener) as url:
        window = browser.new_context(base_url=url, service_workers="block")
        window.add_cookies([{"name": SESSION_COOKIE, "value": officer.token, "url": url}])
        page = window.new_page()
        page.goto(f"/screenings/{answer.id}")
        beside = page.get_by_text(
            "led to a find in 12 of 40; on the whole, between 18 and 45 of 100"
        )
        expect(beside).to_have_count(1)
        window.close()
