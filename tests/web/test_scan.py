"""Codes in photographs: read, shown, and used for what they are."""

import io
import json
import struct
import uuid
import zlib
from collections.abc import Callable
from urllib.parse import quote

import pytest
import segno
from playwright.sync_api import Page, expect

from customhouse.declarations.read import read_declarations
from customhouse.operations import screenings
from customhouse.operations.context import Context
from customhouse.store.screenings import Filter
from customhouse.web.screening.code_image import (
    LARGEST_IMAGE,
    NO_IMAGE,
    TOO_LARGE,
    ImageError,
    read_codes,
)
from tests.people import person
from tests.web.access import barriers

Visit = Callable[..., Page]

DECLARED = {"regime": "export", "items": [{"number": 1, "description": "Lindane technical"}]}


def _qr(text: str) -> bytes:
    drawn = io.BytesIO()
    segno.make(text, error="m").save(drawn, kind="png", scale=5)
    return drawn.getvalue()


def _photograph(page: Page, data: bytes, name: str = "code.png") -> None:
    page.get_by_label("Photograph of the code").set_input_files(
        {"name": name, "mimeType": "image/png", "buffer": data}
    )
    page.get_by_role("button", name="Read the code").click()


def test_a_declaration_fills_the_form_and_is_not_screened(visit: Visit, context: Context) -> None:
    officer = person(context, "officer")
    page = visit("/scan", officer, java_script_enabled=False)
    _photograph(page, _qr(json.dumps(DECLARED)))
    expect(page.get_by_role("status")).to_contain_text("Nothing is screened yet")
    expect(page.get_by_label("Description of the goods")).to_have_value("Lindane technical")
    assert screenings.history(context, officer.actor, Filter())[0] == []
    page.get_by_role("button", name="Screen", exact=True).last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hold")


def test_the_code_of_an_answer_leads_back_to_it(visit: Visit, context: Context, site: str) -> None:
    officer = person(context, "officer")
    read = read_declarations(json.dumps(DECLARED).encode(), "")
    key = screenings.screen(context, officer.actor, read.declarations)[0].id
    page = visit(f"/screenings/{key}", officer)
    picture = page.get_by_role("img", name="QR code").screenshot()
    page.goto("/scan")
    assert barriers(page) == []
    _photograph(page, picture)
    page.get_by_role("link", name="Open this screening").click()
    page.wait_for_url(f"{site}/screenings/{key}")
    stranger = visit("/scan", "officer")
    for text in (f"{site}/screenings/{key}", str(key), str(uuid.uuid4())):
        _photograph(stranger, _qr(text))
        expect(stranger.get_by_text("not yours to see")).to_be_visible()


@pytest.mark.parametrize("text", ["58-89-9", "https://example.org/screenings/" + "0" * 32, "[1]"])
def test_any_other_code_is_looked_up(visit: Visit, text: str) -> None:
    page = visit("/scan", "officer")
    _photograph(page, _qr(text))
    expect(page.locator("code")).to_have_text(text)
    link = page.get_by_role("link", name="Look this up")
    expect(link).to_have_attribute("href", f"/lookup?q={quote(text)}")
    assert barriers(page) == []


def test_a_file_that_is_no_image_is_told(visit: Visit) -> None:
    page = visit("/scan", "officer")
    _photograph(page, b"<svg onload=alert(1)>", "a.png")
    expect(page.get_by_role("alert")).to_contain_text("not an image")
    _photograph(page, _blank(40, 40))
    expect(page.get_by_role("alert")).to_contain_text("No code was found")


def test_a_code_is_read_in_an_image() -> None:
    assert read_codes(_qr("A1181")) == ["A1181"]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", NO_IMAGE),
        (b"\x89PNG\r\n\x1a\n", NO_IMAGE),
        (_qr("A1181")[:100], NO_IMAGE),
        (b"GIF89a" + b"\xff" * 50, NO_IMAGE),
        (b"0" * (LARGEST_IMAGE + 1), TOO_LARGE),
    ],
)
def test_a_damaged_image_is_refused(data: bytes, problem: str) -> None:
    with pytest.raises(ImageError) as raised:
        read_codes(data)
    assert raised.value.problem == problem


@pytest.mark.parametrize(("width", "height"), [(30_000, 30_000), (2**31 - 1, 2), (9_000, 9_000)])
def test_a_small_file_that_unpacks_to_much_is_refused(width: int, height: int) -> None:
    with pytest.raises(ImageError) as raised:
        read_codes(_header(width, height) + _chunk(b"IDAT", zlib.compress(b"\0" * 100_000)))
    assert raised.value.problem == TOO_LARGE


def _blank(width: int, height: int) -> bytes:
    rows = zlib.compress((b"\0" + b"\xff" * width) * height)
    return _header(width, height) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _header(width: int, height: int) -> bytes:
    told = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", told)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
