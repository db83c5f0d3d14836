"""The tables of `draft.sqlite`: the log of edits, the files as pages saved them last, and who is there.

The file is no part of the bot's database: it belongs to the folder's files, and may be deleted with no loss but undo.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, MetaData, Table, Text

from flowdesigner.store.columns import Json, Moment

FORMAT = 1

metadata = MetaData()

edit = Table(
    "edit",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("id", Text),
    Column("flow", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("op", Json, nullable=False),
    Column("inverse", Json),
    Column("undone", Boolean, nullable=False),
    Index("ix_edit_id", "id", unique=True),
    sqlite_autoincrement=True,
)

saved = Table("saved", metadata, Column("flow", Text, primary_key=True), Column("digest", Text, nullable=False))

presence = Table(
    "presence",
    metadata,
    Column("client", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("flow", Text, nullable=False),
    Column("block", Text, nullable=False),
    Column("seen_at", Moment, nullable=False),
)
