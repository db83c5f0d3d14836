"""The first tables: revisions, channels, secrets, conversations, inbox and outbox."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from flowdesigner.store.columns import ROW_NUMBER, Json, Moment

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create everything in an empty database."""
    what_pages_write()
    conversations()
    deliveries()
    calls()
    keep_revisions_as_they_are(op.get_bind().dialect.name)


def what_pages_write() -> None:
    """Revisions, settings, channels and secrets."""
    op.create_table(
        "revision",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("published_at", Moment(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("document", Json(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_revision"),
    )
    op.create_table(
        "setting",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", Json()),
        sa.PrimaryKeyConstraint("name", name="pk_setting"),
    )
    op.create_table(
        "channel",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("settings", Json(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_channel"),
    )
    op.create_table(
        "sighting",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "what", name="pk_sighting"),
    )
    op.create_table(
        "secret",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("ciphertext", sa.Text(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_secret"),
    )


def conversations() -> None:
    """One row a conversation."""
    op.create_table(
        "conversation",
        sa.Column("id", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("app_id", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer()),
        sa.Column("session", Json()),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("woken", sa.Boolean(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("timer_at", Moment()),
        sa.Column("customer_name", sa.Text(), nullable=False),
        sa.Column("heard_at", Moment()),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_conversation"),
        sa.UniqueConstraint("app_id", "conversation_id", name="uq_conversation_app_id_conversation_id"),
    )
    index("ix_conversation_woken", "conversation", ["id"], "woken")
    index("ix_conversation_timer_at", "conversation", ["timer_at"], "timer_at IS NOT NULL")
    op.create_index("ix_conversation_updated_at", "conversation", ["updated_at"])


def deliveries() -> None:
    """One row a notification."""
    op.create_table(
        "inbox",
        sa.Column("number", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("conversation", ROW_NUMBER, nullable=False),
        sa.Column("app_id", sa.Text(), nullable=False),
        sa.Column("notification_id", sa.Text()),
        sa.Column("part_key", sa.Text()),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("part_at", Moment()),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("done_at", Moment()),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name="fk_inbox_conversation"),
        sa.PrimaryKeyConstraint("number", name="pk_inbox"),
        sa.UniqueConstraint("app_id", "notification_id", name="uq_inbox_app_id_notification_id"),
        sa.UniqueConstraint("app_id", "part_key", name="uq_inbox_app_id_part_key"),
    )
    index("ix_inbox_pending", "inbox", ["conversation", "number"], "done_at IS NULL")
    op.create_index("ix_inbox_done_at", "inbox", ["done_at"])


def calls() -> None:
    """One row a call to Intercom."""
    op.create_table(
        "outbox",
        sa.Column("number", ROW_NUMBER, autoincrement=True, nullable=False),
        sa.Column("conversation", ROW_NUMBER, nullable=False),
        sa.Column("action", sa.Integer(), nullable=False),
        sa.Column("flow", sa.Text(), nullable=False),
        sa.Column("block", sa.Text(), nullable=False),
        sa.Column("call", Json(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("queued_at", Moment(), nullable=False),
        sa.Column("intended_at", Moment()),
        sa.Column("since", Moment()),
        sa.Column("done_at", Moment()),
        sa.Column("part_id", sa.Text(), nullable=False),
        sa.Column("result", Json()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("reported", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["conversation"], ["conversation.id"], name="fk_outbox_conversation"),
        sa.PrimaryKeyConstraint("number", name="pk_outbox"),
    )
    op.create_index("ix_outbox_conversation", "outbox", ["conversation", "number"])


def index(name: str, table: str, columns: list[str], condition: str) -> None:
    """An index of the rows that are looked for, which are few among many."""
    where = sa.text(condition)
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def keep_revisions_as_they_are(dialect: str) -> None:
    """A published revision never changes, whoever has the database open."""
    if dialect == "postgresql":
        op.execute(
            "CREATE FUNCTION revision_is_immutable() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'a revision is immutable'; END $$"
        )
        op.execute(
            "CREATE TRIGGER revision_is_immutable BEFORE UPDATE OR DELETE ON revision"
            " FOR EACH ROW EXECUTE FUNCTION revision_is_immutable()"
        )
        return
    for event in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER revision_is_immutable_{event.lower()} BEFORE {event} ON revision"
            " BEGIN SELECT RAISE(ABORT, 'a revision is immutable'); END"
        )
