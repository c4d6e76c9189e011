"""What the person who runs the server says of sign-in at the command line."""

from pathlib import Path

from tests.cli.command import customhouse


def test_a_service_without_https_or_without_a_client_id_is_refused(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'desk.db'}"
    plain = customhouse(
        "serve", "--database", database, "--oidc-issuer", "http://sign-in.example.org"
    )
    assert (plain.code, plain.out) == (2, "")
    assert "--oidc-issuer: http://sign-in.example.org is not reached by HTTPS" in plain.err
    nameless = customhouse(
        "serve", "--database", database, "--oidc-issuer", "https://sign-in.example.org"
    )
    assert nameless.code == 2
    assert "--oidc-client-id" in nameless.err


def test_nobody_is_cleared_who_is_not_there(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'desk.db'}"
    ran = customhouse("users", "clear-second-factor", "amina", "--database", database)
    assert ran.code == 2
    assert "nobody signs in as amina" in ran.err
