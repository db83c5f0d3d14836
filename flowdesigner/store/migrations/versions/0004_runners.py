"""Which runner moves a conversation, where several share a database."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from flowdesigner.store.columns import Moment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody moves any yet."""
    op.create_table(
        "runner",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runner")),
    )
    op.add_column("conversation", sa.Column("runner", sa.Text()))
    where = sa.text("runner IS NOT NULL")
    op.create_index("ix_conversation_runner", "conversation", ["runner"], sqlite_where=where, postgresql_where=where)
