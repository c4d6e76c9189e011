"""Sealed bundles: their bytes, what they hold, and what is refused when one is opened."""

import hashlib
import io
import uuid
from collections.abc import Callable

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from customhouse.coordination import bundle, carried
from customhouse.coordination.bundle import Manifest, Sender
from customhouse.coordination.carried import BundleError, Kind
from customhouse.coordination.case import Case, case_of
from customhouse.coordination.entries import (
    Answered,
    Corrected,
    Entry,
    FileAdded,
    Opened,
    PartyNamed,
    Said,
    Withdrawn,
    encode,
    sealed,
)
from customhouse.publishing import archive, signing
from tests.coordination.build import DRUMS, asked, opened, put, tell

KEY = Ed25519PrivateKey.from_private_bytes(b"a key that is known to all tests")
OWN = signing.fingerprint(KEY.public_key())
TRUSTED = {OWN: KEY.public_key()}
PAPER = b"a paper"
PAPER_HASH = hashlib.sha256(PAPER).hexdigest()
FILE = FileAdded(
    role="document", sha256=PAPER_HASH, name="a.txt", media_type="text/plain", size=len(PAPER)
)
QUESTION = uuid.UUID(int=5)
SIGNATURE = bundle.SIGNATURE


def the_case() -> Case:
    """Drums, a party, a file, a secret message, a question about 2 and 4, its thread."""
    party = PartyNamed(role="exporter", name="Mombasa Metals")
    return opened(
        DRUMS,
        party,
        FILE,
        Said(text="a secret", language="en"),
        asked(5, shared=(2, 4)),
        Said(text="it is urgent", language="en", referral=QUESTION),
    )


def manifest(
    case: Case,
    referral: uuid.UUID | None = None,
    after: int = 0,
    key: Ed25519PrivateKey = KEY,
) -> Manifest:
    chosen = carried.chosen(case, referral)
    new = [entry for entry in chosen if entry.sequence > after]
    return bundle.manifest_of(
        kind=carried.kind_of(case, referral),
        case=case.id,
        referral=referral,
        sender=Sender(key=signing.fingerprint(key.public_key()), name="Kenya", iso3="KEN"),
        to="GHA",
        chosen=chosen,
        after=after,
        files=carried.files_of(new),
    )


def sent(case: Case, referral: uuid.UUID | None = None, after: int = 0) -> bytes:
    told = manifest(case, referral, after)
    new = [e for e in carried.chosen(case, referral) if e.sequence > after]
    target = io.BytesIO()
    sha256 = bundle.write(target, told, new, {PAPER_HASH: PAPER}.__getitem__, KEY)
    assert sha256 == hashlib.sha256(target.getvalue()).hexdigest()
    return target.getvalue()


def read(data: bytes) -> tuple[Manifest, tuple[Entry, ...]]:
    with bundle.opened(io.BytesIO(data), "b", TRUSTED) as found:
        for name in found.manifest.files:
            assert hashlib.sha256(found.file(name)).hexdigest() == name
        return found.manifest, found.carried


def numbers(entries: tuple[Entry, ...]) -> list[int]:
    return [entry.sequence for entry in entries]


def test_a_whole_case_comes_out_as_it_went_in() -> None:
    case = the_case()
    told, entries = read(sent(case))
    assert entries == case.entries
    assert (told.kind, told.gaps, told.first, told.last) == ("case", False, 1, 7)
    assert told.files == (PAPER_HASH,)
    assert sent(case) == sent(case)


def test_entries_are_carried_as_the_bytes_that_are_kept() -> None:
    case = the_case()
    files = archive.split(sent(case), "b")
    assert files["entries.jsonl"] == b"".join(encode(one) + b"\n" for one in case.entries)
    assert sorted(files) == sorted([PAPER_HASH, "entries.jsonl", "manifest.json", SIGNATURE])


def test_of_a_question_only_its_part_is_sent() -> None:
    told, entries = read(sent(the_case(), QUESTION))
    assert numbers(entries) == [1, 2, 4, 6, 7]
    assert (told.kind, told.gaps, told.referral) == ("question", True, QUESTION)
    assert b"a secret" not in sent(the_case(), QUESTION)
    assert b"Mombasa" not in sent(the_case(), QUESTION)


def test_what_was_put_right_is_sent_with_its_correction() -> None:
    case = tell(the_case(), Corrected(of=2, reason="misread", body=DRUMS))
    case = tell(case, Corrected(of=3, reason="misread"))
    _, entries = read(sent(case, QUESTION))
    assert numbers(entries) == [1, 2, 4, 6, 7, 8]
    gone = tell(the_case(), Corrected(of=2, reason="not ours"))
    assert numbers(read(sent(gone, QUESTION, after=7))[1]) == [8]


def test_of_a_withdrawn_question_no_fact_is_sent() -> None:
    case = tell(the_case(), Withdrawn(referral=QUESTION, reason="settled"))
    assert numbers(read(sent(case, QUESTION))[1]) == [1, 6, 7, 8]


def test_only_what_is_new_is_sent_and_joins_what_is_held() -> None:
    case = the_case()
    told, entries = read(sent(case, after=5))
    assert numbers(entries) == [6, 7]
    assert told.files == ()
    held = case.entries[:5]
    assert carried.fresh(held, told.hashes, entries) == entries
    assert carried.fresh(case.entries, told.hashes, entries) == ()
    assert carried.fresh(case.entries[:6], told.hashes, entries) == entries[1:]
    with pytest.raises(BundleError, match="entry 4 came in no bundle yet"):
        carried.fresh(held[:3], told.hashes, entries)
    with pytest.raises(BundleError, match="nothing after entry 7"):
        sent(case, after=7)


def test_a_fork_is_told_with_its_entry() -> None:
    short = opened(DRUMS)
    one, other = (put(short, Said(text=text, language="en")) for text in ("a", "b"))
    told, entries = read(sent(one))
    with pytest.raises(BundleError, match="entry 3 is another one here"):
        carried.fresh(other.entries, told.hashes, entries)
    assert carried.fresh(one.entries, *_told(sent(short))) == ()


def _told(data: bytes) -> tuple[tuple[tuple[int, str], ...], tuple[Entry, ...]]:
    told, entries = read(data)
    return told.hashes, entries


def test_gaps_are_seen_through_but_no_change_is() -> None:
    case = the_case()
    part = carried.chosen(case, QUESTION)
    assert carried.first_unfit(part) is None
    assert carried.first_unfit(case.entries) is None
    changed = msgspec.structs.replace(part[2], body=DRUMS)
    assert carried.first_unfit((*part[:2], changed, *part[3:])) == 4
    loose = sealed(msgspec.structs.replace(part[4], previous="1" * 64))
    assert carried.first_unfit((*part[:4], loose)) == 7
    assert carried.first_unfit((part[1], part[0])) == 1


def test_a_reply_sends_what_it_says_to_the_one_who_asked() -> None:
    first = the_case().entries[0]
    begun = Opened(number="GH-1", title="Reply", linked=uuid.UUID(int=3), answers=QUESTION)
    case = case_of([sealed(msgspec.structs.replace(first, body=begun))])
    case = tell(
        case,
        FILE,
        Said(text="among us", language="en"),
        Said(text="we look", language="en", referral=QUESTION),
        Answered(
            referral=QUESTION, verdict="denied", text="No.", language="en", files=(PAPER_HASH,)
        ),
    )
    chosen = carried.chosen(case, QUESTION)
    assert numbers(chosen) == [2, 4, 5]
    carried.check_answer(chosen, QUESTION)
    with pytest.raises(BundleError, match="entry 1 is no part"):
        carried.check_answer(case.entries, QUESTION)
    with pytest.raises(BundleError, match="no part"):
        carried.check_answer(chosen, uuid.UUID(int=6))


Forge = Callable[[dict[str, bytes]], dict[str, bytes]]


def signed(files: dict[str, bytes], purpose: signing.Purpose = signing.CASE) -> bytes:
    """Files with a true signature: a trusted sender who made a mistake, or was robbed."""
    content = {name: data for name, data in files.items() if name != SIGNATURE}
    signature = signing.sign_hashes(signing.hashes_of(content), KEY, purpose)
    return archive.join(content | {SIGNATURE: signature.to_bytes()})


def changed(name: str, old: bytes, new: bytes) -> Forge:
    def forge(files: dict[str, bytes]) -> dict[str, bytes]:
        assert old in files[name]
        return files | {name: files[name].replace(old, new, 1)}

    return forge


def without(name: str) -> Forge:
    return lambda files: {one: data for one, data in files.items() if one != name}


SIGNED_FORGERIES: dict[str, tuple[Forge, str]] = {
    "a message changed": (changed("entries.jsonl", b"a secret", b"a rumour"), "was changed"),
    "an entry left out": (
        lambda f: f | {"entries.jsonl": f["entries.jsonl"].split(b"\n", 1)[1]},
        "other entries than it holds",
    ),
    "no entry at all": (lambda f: f | {"entries.jsonl": b""}, "other entries than it holds"),
    "an entry of a later version": (
        changed("entries.jsonl", b'"text":"a secret"', b'"text":"a secret","tone":"low"'),
        "written in another way",
    ),
    "an entry of an unknown kind": (
        changed("entries.jsonl", b'"kind":"said"', b'"kind":"sung"'),
        "cannot be read here",
    ),
    "no newline at the end": (
        lambda f: f | {"entries.jsonl": f["entries.jsonl"][:-1]},
        "another way",
    ),
    "text that is none": (changed("entries.jsonl", b"a secret", b"a \xff"), "cannot be read here"),
    "a later format": (changed("manifest.json", b'"format": 1', b'"format": 2'), "cannot be read"),
    "a field more": (changed("manifest.json", b'"format"', b'"x": 1, "format"'), "cannot be read"),
    "another space": (changed("manifest.json", b'"format": 1', b'"format":  1'), "another way"),
    "another sender": (
        changed("manifest.json", OWN.encode(), b"0" * 64),
        "tells of another bundle",
    ),
    "another last": (changed("manifest.json", b'"last": 7', b'"last": 6'), "other entries"),
    "as if after 1": (changed("manifest.json", b'"after": 0', b'"after": 1'), "other entries"),
    "gaps": (changed("manifest.json", b'"gaps": false', b'"gaps": true'), "other entries"),
    "as a question": (changed("manifest.json", b'"kind": "case"', b'"kind": "question"'), "other"),
    "another chain": (
        changed("manifest.json", f'"chain": "{uuid.UUID(int=99)}"'.encode(),
                f'"chain": "{uuid.UUID(int=98)}"'.encode()),
        "other entries",
    ),
    "a file more": (lambda f: f | {"0" * 64: b"more"}, "tells of another bundle"),
    "a file less": (without(PAPER_HASH), "tells of another bundle"),
    "another file": (lambda f: f | {PAPER_HASH: b"another"}, "not the one that its name promises"),
    "no entries": (without("entries.jsonl"), "holds no signed case"),
    "no manifest": (without("manifest.json"), "holds no signed case"),
}  # fmt: skip


@pytest.mark.parametrize("kind", SIGNED_FORGERIES)
def test_a_forgery_is_refused_though_signed(kind: str) -> None:
    forge, reason = SIGNED_FORGERIES[kind]
    files = archive.split(sent(the_case()), "b")
    with pytest.raises(BundleError, match=reason) as caught:
        read(signed(forge(dict(files))))
    assert caught.value.remedy


def test_the_helper_signs_what_is_taken() -> None:
    """The forgeries would be refused as well if nothing could be signed again."""
    assert read(signed(archive.split(sent(the_case()), "b")))[1] == the_case().entries


def test_other_signatures_are_refused() -> None:
    data = sent(the_case())
    files = archive.split(data, "b")
    with (
        pytest.raises(BundleError, match="not trusted here"),
        bundle.opened(io.BytesIO(data), "b", {}),
    ):
        pass
    with pytest.raises(BundleError, match="changed after it was signed"):
        read(signed(files, signing.PACK))
    with pytest.raises(BundleError, match="malformed"):
        read(archive.join(files | {SIGNATURE: b"{}"}))
    with pytest.raises(BundleError, match="no signed case"):
        read(archive.join({name: data for name, data in files.items() if name != SIGNATURE}))


def test_a_case_is_no_pack() -> None:
    """What signs packs of law says nothing about cases, and the other way round."""
    files = archive.split(sent(the_case()), "b")
    signature = signing.read_signature(files.pop(SIGNATURE), "b")
    with pytest.raises(Exception, match="changed after it was signed"):
        signing.check(files, signature, TRUSTED, "b")


@pytest.mark.parametrize(("name", "size"), [("size", 2000), ("files", 3)])
def test_too_much_is_not_sealed_and_not_opened(
    name: str, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = sent(the_case())
    monkeypatch.setattr(bundle, "LIMITS", bundle.LIMITS._replace(**{name: size}))
    with pytest.raises(BundleError, match="larger than"):
        sent(the_case())
    with pytest.raises(BundleError, match=r"larger than|3 are allowed"):
        read(data)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_changed_byte_gets_through(data: st.DataObject) -> None:
    whole = sent(the_case(), QUESTION)
    place = data.draw(st.integers(0, len(whole) - 1))
    flip = data.draw(st.integers(1, 255))
    forged = whole[:place] + bytes([whole[place] ^ flip]) + whole[place + 1 :]
    with pytest.raises(BundleError):
        read(forged)


@settings(max_examples=60, deadline=None)
@given(end=st.integers(0, 10**6))
def test_no_half_bundle_gets_through(end: int) -> None:
    whole = sent(the_case())
    with pytest.raises(BundleError, match="cut short"):
        read(whole[: end % len(whole)])


def test_copies_have_ids_of_their_own() -> None:
    organisations = [uuid.UUID(int=n) for n in (1, 2)]
    case = the_case()
    ids = {carried.copy_id(o, case.id, r) for o in organisations for r in (None, QUESTION)}
    assert len(ids) == 4
    part = carried.chosen(case, QUESTION)
    kept_as = carried.copy_id(organisations[0], case.id, QUESTION)
    copy = case_of(part, kept_as=kept_as)
    assert copy.is_copy
    assert carried.referral_of(copy, organisations[0]) == QUESTION
    assert carried.referral_of(copy, organisations[1]) is None
    assert not case.is_copy


def test_kinds_are_told() -> None:
    case = the_case()
    told: list[Kind] = [carried.kind_of(case, None), carried.kind_of(case, QUESTION)]
    assert told == ["case", "question"]
    with pytest.raises(BundleError, match="no such question"):
        carried.kind_of(case, uuid.UUID(int=77))
