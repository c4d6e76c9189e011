"""A question addressed from a State's own table of contacts, which a layer brings."""

import datetime
import re
from pathlib import Path

from playwright.sync_api import Browser, expect

from customhouse.coordination.entries import Asked
from customhouse.http.settings import Settings
from customhouse.operations import cases
from customhouse.operations.context import Context
from customhouse.reference.new_layer import write_layer
from customhouse.reference.pack import load_packs, load_shipped, write_manifest
from customhouse.server.app import build
from customhouse.web.visitor import SESSION_COOKIE
from tests.people import person
from tests.servers import address, listening, serving
from tests.web.access import barriers

DAY = datetime.date(2026, 1, 31)
CONTACTS = """\
iso3,convention,role,name,address,email,phone,languages,valid_from,valid_to,notes,confidence,source
KEN,basel,competent_authority,Environment Authority,,basel@example.org,,en,,,,source,ACT-1
"""


def test_a_contact_of_a_layer_is_chosen_and_asked(
    browser: Browser, context: Context, tmp_path: Path
) -> None:
    country = context.desk.library.country("KE")
    assert country is not None
    layer = tmp_path / "ke"
    write_layer(layer, country, DAY)
    (layer / "contacts.csv").write_text(CONTACTS)
    write_manifest(layer, "2026.1", DAY)
    with_layer = Context([*load_shipped(), *load_packs([layer])], context.store)
    officer = person(with_layer, "officer")
    key = cases.open_case(with_layer, officer.actor, number="K-1", title="Drums")
    listener = listening()
    settings = Settings(public_url=address(listener), factor_required=False)
    with serving(build(with_layer, settings), listener) as url:
        window = browser.new_context(base_url=url, service_workers="block")
        window.add_cookies([{"name": SESSION_COOKIE, "value": officer.token, "url": url}])
        page = window.new_page()
        page.goto(f"/cases/{key}/questions/new?state=KEN")
        page.get_by_role("link", name="Environment Authority").click()
        assert barriers(page) == []
        page.get_by_label("In your words").fill("Is this waste controlled here?")
        page.locator("main form[method=post] button.main").click()
        expect(page.get_by_label("Link")).to_have_value(re.compile("/guest/"))
        window.close()
    [(_, asked)] = cases.get(with_layer, officer.actor, key).every(Asked)
    assert (asked.name, asked.iso3, asked.to) == (
        "Environment Authority",
        "KEN",
        "competent_authority",
    )
    assert asked.address == "basel@example.org"
