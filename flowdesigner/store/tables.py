"""The tables of a bot's store. Migrations build them; a test holds the two equal."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    and_,
    literal_column,
    text,
)

from flowdesigner.store.columns import ROW_NUMBER, Json, Moment

HEAD = "0005"
"""The newest migration."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

revision = Table(
    "revision",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("published_at", Moment, nullable=False),
    Column("note", Text, nullable=False),
    Column("document", Json, nullable=False),
    Column("author", Text, nullable=False, server_default=text("''")),
)

file = Table(
    "file",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

setting = Table(
    "setting",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Json),
)

channel = Table(
    "channel",
    metadata,
    Column("name", Text, primary_key=True),
    Column("settings", Json, nullable=False),
    Column("updated_at", Moment, nullable=False),
)

sighting = Table(
    "sighting",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("what", Text, primary_key=True),
    Column("at", Moment, nullable=False),
)

secret = Table(
    "secret",
    metadata,
    Column("name", Text, primary_key=True),
    Column("ciphertext", Text, nullable=False),
    Column("updated_at", Moment, nullable=False),
)

conversation = Table(
    "conversation",
    metadata,
    Column("id", ROW_NUMBER, primary_key=True, autoincrement=True),
    Column("app_id", Text, nullable=False),
    Column("conversation_id", Text, nullable=False),
    Column("revision", Integer),
    Column("session", Json),
    Column("status", Text, nullable=False),
    Column("woken", Boolean, nullable=False),
    Column("epoch", BigInteger, nullable=False),
    Column("timer_at", Moment),
    Column("customer_name", Text, nullable=False),
    Column("heard_at", Moment),
    Column("updated_at", Moment, nullable=False),
    Column("runner", Text),
    Column("flow", Text),
    Column("block", Text),
    UniqueConstraint("app_id", "conversation_id"),
)

runner = Table(
    "runner",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("seen_at", Moment, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    Column("number", ROW_NUMBER, primary_key=True, autoincrement=True),
    Column("conversation", ROW_NUMBER, ForeignKey("conversation.id"), nullable=False),
    Column("app_id", Text, nullable=False),
    Column("notification_id", Text),
    Column("part_key", Text),
    Column("topic", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("part_at", Moment),
    Column("received_at", Moment, nullable=False),
    Column("done_at", Moment),
    UniqueConstraint("app_id", "notification_id"),
    UniqueConstraint("app_id", "part_key"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("number", ROW_NUMBER, primary_key=True, autoincrement=True),
    Column("conversation", ROW_NUMBER, ForeignKey("conversation.id"), nullable=False),
    Column("action", Integer, nullable=False),
    Column("flow", Text, nullable=False),
    Column("block", Text, nullable=False),
    Column("call", Json, nullable=False),
    Column("state", Text, nullable=False),
    Column("queued_at", Moment, nullable=False),
    Column("intended_at", Moment),
    Column("since", Moment),
    Column("done_at", Moment),
    Column("part_id", Text, nullable=False),
    Column("result", Json),
    Column("attempts", Integer, nullable=False),
    Column("error", Text, nullable=False),
    Column("reported", Boolean, nullable=False),
    Column("letter", ROW_NUMBER),
)

history = Table(
    "history",
    metadata,
    Column("number", ROW_NUMBER, primary_key=True, autoincrement=True),
    Column("conversation", ROW_NUMBER, ForeignKey("conversation.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("revision", Integer),
    Column("event", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("path", Json, nullable=False),
    Column("lines", Json, nullable=False),
    Column("error", Text, nullable=False),
)

dead_letter = Table(
    "dead_letter",
    metadata,
    Column("number", ROW_NUMBER, primary_key=True, autoincrement=True),
    Column("conversation", ROW_NUMBER, ForeignKey("conversation.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("flow", Text, nullable=False),
    Column("block", Text, nullable=False),
    Column("action", Integer, nullable=False),
    Column("content", Json, nullable=False),
    Column("reason", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("in_doubt", Boolean, nullable=False),
    Column("intended_at", Moment),
    Column("since", Moment),
    Column("retried_at", Moment),
    Column("settled_at", Moment),
    Column("settled_by", Text, nullable=False),
)

WOKEN: ColumnElement[bool] = literal_column("conversation.woken")
PENDING: ColumnElement[bool] = inbox.c.done_at.is_(None)
OPEN: ColumnElement[bool] = outbox.c.done_at.is_(None)
UNHEARD: ColumnElement[bool] = and_(outbox.c.done_at.is_not(None), ~outbox.c.reported)
UNSETTLED: ColumnElement[bool] = dead_letter.c.settled_at.is_(None)
_TIMED = conversation.c.timer_at.is_not(None)

# SQLite takes a partial index only for a query that repeats its condition word for word.
Index("ix_conversation_woken", conversation.c.id, sqlite_where=text("woken"), postgresql_where=text("woken"))
Index(
    "ix_conversation_runner",
    conversation.c.runner,
    sqlite_where=conversation.c.runner.is_not(None),
    postgresql_where=conversation.c.runner.is_not(None),
)
Index("ix_conversation_timer_at", conversation.c.timer_at, sqlite_where=_TIMED, postgresql_where=_TIMED)
Index("ix_conversation_updated_at", conversation.c.updated_at)
Index(
    "ix_conversation_status",
    conversation.c.status,
    conversation.c.flow,
    conversation.c.block,
    conversation.c.revision,
)
Index("ix_inbox_pending", inbox.c.conversation, inbox.c.number, sqlite_where=PENDING, postgresql_where=PENDING)
Index("ix_inbox_conversation", inbox.c.conversation)
Index("ix_outbox_conversation", outbox.c.conversation, outbox.c.number)
Index("ix_history_conversation", history.c.conversation, history.c.number)
Index("ix_history_at", history.c.at, history.c.received_at, history.c.event)
Index(
    "ix_dead_letter_unsettled",
    dead_letter.c.conversation,
    dead_letter.c.number,
    sqlite_where=UNSETTLED,
    postgresql_where=UNSETTLED,
)
Index("ix_dead_letter_conversation", dead_letter.c.conversation)
