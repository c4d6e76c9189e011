"""The tables. A change here needs a migration in `migrations/versions`; a test compares them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from customhouse.store.types import Moment

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_Sequence = BigInteger().with_variant(Integer, "sqlite")

settings = Table(
    "settings",
    metadata,
    Column("name", String(50), primary_key=True),
    Column("value", Text, nullable=False),
)
"""What the installation keeps of itself: the key that signs links."""

organisations = Table(
    "organisations",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("iso3", String(3), nullable=False),
    Column("hosts", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("name", "iso3"),
)
"""`kind` is customs, authority, training or secretariat; `hosts` marks the one that runs this."""

users = Table(
    "users",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation_id", ForeignKey("organisations.id"), nullable=False, index=True),
    Column("login", String(200), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("roles", String(200), nullable=False),
    Column("language", String(2)),
    Column("password_hash", String(200)),
    Column("totp_secret", String(64)),
    Column("totp_last_step", BigInteger),
    Column("oidc_issuer", String(300)),
    Column("oidc_subject", String(300)),
    Column("active", Boolean, nullable=False),
    Column("failed_attempts", Integer, nullable=False),
    Column("locked_until", Moment),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("oidc_issuer", "oidc_subject"),
)
"""`roles` are separated by spaces; `totp_last_step` keeps a code from being used twice."""

recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("user_id", ForeignKey("users.id"), primary_key=True),
    Column("code_hash", String(64), primary_key=True),
    Column("used_at", Moment),
)

passkeys = Table(
    "passkeys",
    metadata,
    Column("id", LargeBinary(1023), primary_key=True),
    Column("user_id", ForeignKey("users.id"), nullable=False, index=True),
    Column("name", String(100), nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("sign_count", BigInteger, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("last_used_at", Moment),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("user_id", ForeignKey("users.id"), nullable=False, index=True),
    Column("stage", String(20), nullable=False),
    Column("challenge", LargeBinary),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
)
"""`stage` is `second_factor` while the code or passkey is awaited, `enrol` while one has to be
set up, and `open`."""

one_time_links = Table(
    "one_time_links",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("purpose", String(20), nullable=False),
    Column("user_id", ForeignKey("users.id")),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
)
"""A link to set up the installation, or for a person to choose a password."""

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("user_id", ForeignKey("users.id"), nullable=False, index=True),
    Column("name", String(100), nullable=False),
    Column("hint", String(12), nullable=False),
    Column("key_hash", String(64), nullable=False, unique=True),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("last_used_at", Moment),
    Column("revoked_at", Moment),
)

screenings = Table(
    "screenings",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation_id", ForeignKey("organisations.id"), nullable=False),
    Column("user_id", ForeignKey("users.id"), nullable=False),
    Column("iso3", String(3), nullable=False),
    Column("declaration_id", String(200), nullable=False),
    Column("words", Text, nullable=False),
    Column("regime", String(20)),
    Column("country_of_export", String(3)),
    Column("country_of_destination", String(3)),
    Column("outcome", String(20), nullable=False),
    Column("as_of", Date, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("fingerprint", String(64), nullable=False),
    Column("record", LargeBinary, nullable=False),
    Index(None, "organisation_id", "created_at", "id"),
    Index(None, "user_id", "created_at", "id"),
    Index(None, "iso3", "created_at", "id"),
)
"""`record` holds the declaration and the assessment as `saved.record` writes them; the other
columns are there to find it by. `words` are the descriptions, folded, to be searched."""

screening_refs = Table(
    "screening_refs",
    metadata,
    Column("screening_id", ForeignKey("screenings.id"), primary_key=True),
    Column("ref", String(120), primary_key=True),
    Index(None, "ref", "screening_id"),
)
"""The listed entries that a screening has a finding about."""

screening_provisions = Table(
    "screening_provisions",
    metadata,
    Column("screening_id", ForeignKey("screenings.id"), primary_key=True),
    Column("provision", String(120), primary_key=True),
    Index(None, "provision", "screening_id"),
)
"""The provisions that bite or cannot be told yet."""

invitations = Table(
    "invitations",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("screening_id", ForeignKey("screenings.id"), nullable=False, index=True),
    Column("organisation_id", ForeignKey("organisations.id"), nullable=False, index=True),
    Column("invited_by", ForeignKey("users.id"), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("withdrawn_at", Moment),
)
"""What lets another organisation, of this State or another, see one screening."""

saved_searches = Table(
    "saved_searches",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("user_id", ForeignKey("users.id"), nullable=False, index=True),
    Column("name", String(100), nullable=False),
    Column("place", String(20), nullable=False),
    Column("query", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
)
"""`place` is `lookup` or `history`; `query` is the query string of its page."""

idempotency = Table(
    "idempotency",
    metadata,
    Column("user_id", ForeignKey("users.id"), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("request_hash", String(64), nullable=False),
    Column("screening_ids", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
)
"""What a request with an Idempotency-Key made, so that its repetition makes nothing new."""

cases = Table(
    "cases",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("organisation_id", ForeignKey("organisations.id"), nullable=False),
    Column("iso3", String(3), nullable=False),
    Column("number", String(40), nullable=False),
    Column("title", String(200), nullable=False),
    Column("words", Text, nullable=False),
    Column("state", String(20), nullable=False),
    Column("outcome", String(20)),
    Column("opened_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("last_sequence", Integer, nullable=False),
    Column("last_hash", String(64), nullable=False),
    UniqueConstraint("organisation_id", "number"),
    Index(None, "organisation_id", "changed_at", "id"),
    Index(None, "iso3", "changed_at", "id"),
)
"""A case as lists show it; all of it is what `case_entries` come to. `last_sequence` and
`last_hash` are compared by whoever adds an entry, so that two at once are told."""

case_entries = Table(
    "case_entries",
    metadata,
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("at", Moment, nullable=False),
    Column("record", LargeBinary, nullable=False),
)
"""`record` is the entry as `coordination.entries` writes it. Triggers refuse every change."""

files = Table(
    "files",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("size", Integer, nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("scan", String(20), nullable=False),
    Column("scan_told", Text, nullable=False),
    Column("added_at", Moment, nullable=False),
    Column("content", LargeBinary, nullable=False),
)
"""Photos and documents by the hash of their bytes; `scan` is clean, infected or not_scanned."""

referrals = Table(
    "referrals",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("organisation_id", ForeignKey("organisations.id"), index=True),
    Column("token_hash", String(64), unique=True),
    Column("expires_at", Moment, nullable=False),
    Column("answer_by", Date),
    Column("opened_at", Moment),
    Column("answered_at", Moment),
    Column("withdrawn_at", Moment),
)
"""Who was asked and how they come in: an organisation with accounts, or a guest link."""

case_clocks = Table(
    "case_clocks",
    metadata,
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    Column("clock", String(60), primary_key=True),
    Column("limit_id", String(40), nullable=False),
    Column("began_on", Date, nullable=False),
    Column("ends_on", Date, index=True),
    Column("stopped_on", Date),
    Column("reminded", Integer, nullable=False),
    Column("iso3", String(3), nullable=False),
)
"""The clocks of all cases, to see what is due; it is what their entries come to. `reminded` counts
the occasions of reminders; `ends_on` is empty for a limit without an end."""

case_documents = Table(
    "case_documents",
    metadata,
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("document_type", String(40), nullable=False),
    Column("issuer_iso3", String(3), nullable=False),
    Column("reference", String(200), nullable=False),
    Column("consignment", String(200), nullable=False),
    Index(None, "reference", "document_type"),
)
"""Papers shown in cases by their reference in a plain form, to see one that was used before."""

outbox = Table(
    "outbox",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("about", String(200), nullable=False, unique=True),
    Column("address", String(300), nullable=False),
    Column("subject", String(300), nullable=False),
    Column("body", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("tries", Integer, nullable=False),
    Column("problem", Text, nullable=False),
)
"""Letters to be sent by e-mail. `about` names the occasion, so that none is sent twice."""

calendar_feeds = Table(
    "calendar_feeds",
    metadata,
    Column("user_id", ForeignKey("users.id"), primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
)
"""The address at which a calendar program reads a person's time limits; one a person."""

exchanges = Table(
    "exchanges",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("direction", String(10), nullable=False),
    Column("peer", String(200), nullable=False),
    Column("at", Moment, nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
)
"""Sealed bundles of cases that were sent or taken in. `id` is a hash of the direction, the case
and the bundle, as two organisations of one desk may take in the same file."""

audit = Table(
    "audit",
    metadata,
    Column("sequence", _Sequence, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("user_id", Uuid),
    Column("organisation_id", Uuid),
    Column("iso3", String(3)),
    Column("action", String(60), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("detail", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)
"""What was done, by whom, each row chained to the one before. Triggers refuse every change."""
