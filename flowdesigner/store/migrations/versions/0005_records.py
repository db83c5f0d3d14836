"""What happened in each conversation, what was given up, and where conversations stand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from flowdesigner.store.columns import ROW_NUMBER, Json, Moment

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

AT_ONCE = 1_000


def upgrade() -> None:
    """Nothing is known of what was said before; conversations under way stand where their sessions say."""
    _make_history()
    _make_dead_letter()
    op.add_column("outbox", sa.Column("letter", ROW_NUMBER))
    op.add_column("conversation", sa.Column("flow", sa.Text()))
    op.add_column("conversation", sa.Column("block", sa.Text()))
    _place_conversations(op.get_bind())
    op.create_index("ix_conversation_status", "conversation", ["status", "flow", "block", "revision"])
    # What is over is found by its number from now on; what belongs to a conversation must be found to forget it.
    op.drop_index("ix_inbox_done_at", "inbox")
    op.create_index("ix_inbox_conversation", "inbox", ["conversation"])


def _make_history() -> None:
    op.create_table(
        "history",
        sa.Column("number", ROW_NUMBER, nullable=False, autoincrement=True),
        sa.Column("conversation", ROW_NUMBER, nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("revision", sa.Integer()),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("path", Json(), nullable=False),
        sa.Column("lines", Json(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_history")),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name=op.f("fk_history_conversation")),
    )
    op.create_index("ix_history_conversation", "history", ["conversation", "number"])
    op.create_index("ix_history_at", "history", ["at", "received_at", "event"])


def _make_dead_letter() -> None:
    op.create_table(
        "dead_letter",
        sa.Column("number", ROW_NUMBER, nullable=False, autoincrement=True),
        sa.Column("conversation", ROW_NUMBER, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("flow", sa.Text(), nullable=False),
        sa.Column("block", sa.Text(), nullable=False),
        sa.Column("action", sa.Integer(), nullable=False),
        sa.Column("content", Json(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("in_doubt", sa.Boolean(), nullable=False),
        sa.Column("intended_at", Moment()),
        sa.Column("since", Moment()),
        sa.Column("retried_at", Moment()),
        sa.Column("settled_at", Moment()),
        sa.Column("settled_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_dead_letter")),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name=op.f("fk_dead_letter_conversation")),
    )
    where = sa.text("settled_at IS NULL")
    columns = ["conversation", "number"]
    op.create_index("ix_dead_letter_unsettled", "dead_letter", columns, sqlite_where=where, postgresql_where=where)
    op.create_index("ix_dead_letter_conversation", "dead_letter", ["conversation"])


def _place_conversations(bind: sa.Connection) -> None:
    table = sa.table(
        "conversation",
        *(sa.column("id", ROW_NUMBER), sa.column("session", Json()), sa.column("status", sa.Text())),
        *(sa.column("flow", sa.Text()), sa.column("block", sa.Text())),
    )
    under_way = sa.select(table.c.id, table.c.session).where(table.c.status.in_(("waiting", "handed_over")))
    last = 0
    while rows := bind.execute(under_way.where(table.c.id > last).order_by(table.c.id).limit(AT_ONCE)).all():
        last = rows[-1].id
        for row in rows:
            position = row.session.get("position") if isinstance(row.session, dict) else None
            if position:
                place = {"flow": str(position[0]), "block": str(position[1])}
                bind.execute(sa.update(table).where(table.c.id == row.id).values(place))
