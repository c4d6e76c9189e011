"""How a server is run. Everything has a default."""

import msgspec


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """`public_url` is how browsers reach the server, as https://desk.example.org.

    `factor_required` asks supervisors, administrators and auditors for a second factor; the
    default is to ask as soon as the server is reached from other machines. `requests_a_minute` is
    for each API key, `sign_ins_a_minute` for each address that tries to sign in. `scan_command` is
    the virus scanner that files are shown to; without one they are kept as not scanned.
    """

    public_url: str
    factor_required: bool
    requests_a_minute: int = 600
    sign_ins_a_minute: int = 30
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_name: str = ""
    scan_command: str = ""

    @property
    def is_https(self) -> bool:
        """Whether cookies may be kept to encrypted connections."""
        return self.public_url.startswith("https://")
