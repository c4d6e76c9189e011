"""Calendar feeds; clocks without an end, and the State whose days off count for a clock."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the tables to this revision."""
    op.create_table(
        "calendar_feeds",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_calendar_feeds_user_id_users")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feeds_token_hash")),
    )
    with op.batch_alter_table("case_clocks", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("iso3", sa.String(length=3), nullable=False, server_default="")
        )
        batch_op.alter_column("ends_on", existing_type=sa.Date(), nullable=True)


def downgrade() -> None:
    """Take this revision back; clocks without an end are of no use before it."""
    op.execute("delete from case_clocks where ends_on is null")
    with op.batch_alter_table("case_clocks", schema=None) as batch_op:
        batch_op.alter_column("ends_on", existing_type=sa.Date(), nullable=False)
        batch_op.drop_column("iso3")
    op.drop_table("calendar_feeds")
