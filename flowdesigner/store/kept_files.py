"""Files that published revisions send: kept by the hash of their content, for as long as the store is."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, insert, select

from flowdesigner.store.repository import Database
from flowdesigner.store.tables import file


class KeptFiles:
    """The files of one bot, by their SHA-256."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, sha256: str) -> bytes | None:
        """The bytes of the file; None when no revision was published with it."""
        return self._database.read(lambda conn: get(conn, sha256))

    def has(self, sha256: str) -> bool:
        """Whether it is kept."""
        return self._database.read(lambda conn: has(conn, sha256))


def get(conn: Connection, sha256: str) -> bytes | None:
    """The bytes of the file."""
    found: bytes | None = conn.execute(select(file.c.content).where(file.c.sha256 == sha256)).scalar()
    return None if found is None else bytes(found)


def has(conn: Connection, sha256: str) -> bool:
    """Whether it is kept."""
    return conn.execute(select(file.c.sha256).where(file.c.sha256 == sha256)).scalar() is not None


def keep(conn: Connection, contents: Mapping[str, bytes]) -> None:
    """Keep those that are not kept yet."""
    for sha256, content in sorted(contents.items()):
        if not has(conn, sha256):
            conn.execute(insert(file), {"sha256": sha256, "content": content})
