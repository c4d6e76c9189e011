import json
from codecs import BOM_UTF8

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from customhouse.declarations.declaration import DeclarationError
from customhouse.declarations.read import read_declarations
from customhouse.declarations.source import Limits
from tests.declarations.build import EXAMPLES, declared, read_text, refusal

JSON = json.dumps(declared(description="Müll"), ensure_ascii=False)
FILES = {path.name: path.read_bytes() for path in EXAMPLES.iterdir()}


@pytest.mark.parametrize("name", ["x.json", "x.txt", "x.csv", "x", ""])
def test_the_content_tells_the_format(name: str) -> None:
    assert read_text(JSON, name).declarations[0].items[0].description == "Müll"
    assert read_text("\n <ASYCUDA><Item/></ASYCUDA>", name).declarations
    if name != "x.json":
        assert read_text("description\nx\n", name).declarations


def test_the_name_tells_the_format_where_the_content_does_not() -> None:
    assert "not JSON" in refusal("description\nx\n", "x.json").problem
    assert "not XML" in refusal("description\nx\n", "x.XML").problem


@pytest.mark.parametrize(
    "data",
    [
        JSON.encode(),
        BOM_UTF8 + JSON.encode(),
        JSON.encode("utf-16"),
        b"\xfe\xff" + JSON.encode("utf-16-be"),
        JSON.encode("utf-32"),
    ],
)
def test_encodings_with_a_mark(data: bytes) -> None:
    (declaration,) = read_declarations(data, "x.json").declarations
    assert declaration.items[0].description == "Müll"


def test_an_xml_file_names_its_own_encoding() -> None:
    item = "<Item><Goods_description><Commercial_Description>Müll</Commercial_Description>"
    body = f"<ASYCUDA>{item}</Goods_description></Item></ASYCUDA>"
    text = f'<?xml version="1.0" encoding="ISO-8859-1"?>\n{body}'
    (declaration,) = read_declarations(text.encode("latin-1"), "x.xml").declarations
    assert declaration.items[0].description == "Müll"
    assert "encoding" in refusal(text.replace("8859-1", "8859-99").encode(), "x.xml").problem


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"", None, "empty"),
        (b" \r\n\t", None, "empty"),
        (BOM_UTF8, None, "empty"),
        (b'{"id": "x",\n"items": [{"description": "M\xfcll"}]}', 2, "not UTF-8"),
        (JSON.encode("utf-16-le"), None, "not UTF-8"),
        ('{"items": [{}]}'.encode("utf-16-le"), 1, "zero bytes"),
        (b"\xff\xfe\x00", 1, "not UTF-16-LE"),
        (b"PK\x03\x04rest", None, "a workbook"),
        (b"%PDF-1.7", None, "a PDF"),
        (b"\x1f\x8b\x08", None, "compressed"),
        (b"\xd0\xcf\x11\xe0", None, "an old Office document"),
    ],
)
def test_bytes_that_are_no_text(data: bytes, line: int | None, words: str) -> None:
    error = refusal(data, "x.json")
    assert words in error.problem
    assert line is None or error.line == line


def test_the_size_is_limited() -> None:
    data = JSON.encode()
    assert read_declarations(data, "x.json", limits=Limits(file_bytes=len(data)))
    error = refusal(data, "x.json", Limits(file_bytes=len(data) - 1))
    assert "bytes" in error.problem


def _read_or_refuse(data: bytes, name: str) -> None:
    """Whatever the bytes, there is a result or a refusal that can be printed."""
    try:
        result = read_declarations(data, name)
    except DeclarationError as error:
        assert str(error).encode()
        assert len(str(error)) < 1000
    else:
        assert result.declarations
        assert "".join(result.notes).encode() is not None


NAMES = st.sampled_from(["x.json", "x.xml", "x.csv", "x", "\0"])


@given(st.binary(max_size=200), NAMES)
def test_random_bytes(data: bytes, name: str) -> None:
    _read_or_refuse(data, name)


@given(st.text(max_size=200), st.sampled_from(["{", "[", "<", "<ASYCUDA>", "cas,"]), NAMES)
def test_random_text_after_a_likely_start(text: str, start: str, name: str) -> None:
    _read_or_refuse((start + text).encode("utf-8", "replace"), name)


@settings(max_examples=300)
@given(st.data(), st.sampled_from(sorted(FILES)))
def test_mutated_files(data: st.DataObject, name: str) -> None:
    spoilt = bytearray(FILES[name])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(spoilt) - 1))
        end = min(len(spoilt), at + data.draw(st.integers(0, 40)))
        spoilt[at:end] = data.draw(st.binary(max_size=12))
    _read_or_refuse(bytes(spoilt), name)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
FIELDS = ["items", "id", "date", "regime", "documents", "exporter", "transit_countries", "x"]
ITEM_FIELDS = ["number", "description", "cas", "un", "formulation", "facts", "value", "is_waste"]


@settings(max_examples=300)
@given(
    st.dictionaries(st.sampled_from(FIELDS), JSON_VALUES),
    st.lists(st.dictionaries(st.sampled_from(ITEM_FIELDS), JSON_VALUES) | JSON_VALUES, max_size=3),
)
def test_any_json_in_any_field(fields: dict[str, object], items: list[object]) -> None:
    _read_or_refuse(json.dumps({"items": items, **fields}).encode(), "x.json")
    _read_or_refuse(json.dumps({**fields, "items": items}).encode(), "x.json")
