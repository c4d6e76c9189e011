"""Recovery codes as they are printed and typed."""

from customhouse.accounts import recovery


def test_ten_codes_and_all_different() -> None:
    codes = recovery.new_codes()
    assert len(set(codes)) == 10
    assert all(len(code) == 19 and code.count("-") == 3 for code in codes)
    assert not set("".join(codes)) & set("ilo01")


def test_a_code_is_known_however_it_is_typed() -> None:
    code = recovery.new_codes()[0]
    kept = recovery.code_hash(code)
    assert recovery.code_hash(f" {code.upper().replace('-', ' ')} ") == kept
    assert recovery.code_hash(code[:-1]) != kept
    assert code not in kept
