"""`Lease`: the right to write a conversation, which ends as soon as somebody else claims it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from flowdesigner.errors import LeaseLostError
from flowdesigner.store.prepared import Prepared
from flowdesigner.store.tables import conversation


@dataclass(frozen=True, slots=True)
class Lease:
    """A conversation (its row's id) and the epoch in which it was claimed."""

    conversation: int
    epoch: int


_ROW = select(conversation.c.epoch).where(conversation.c.id == bindparam("id")).with_for_update()
_EPOCH = Prepared(_ROW)
_LOCK = Prepared(_ROW.where(conversation.c.epoch == bindparam("claimed_in")))


def hold(conn: Connection, lease: Lease) -> None:
    """Lock the conversation's row until the transaction ends; LeaseLostError when somebody claimed it since."""
    if _EPOCH.scalar(conn, {"id": lease.conversation}) != lease.epoch:
        raise lost(lease)


def lock(conn: Connection, lease: Lease) -> None:
    """`hold` that need not be waited for: what comes behind it in the transaction counts only if the lease holds."""
    _LOCK.send(conn, {"id": lease.conversation, "claimed_in": lease.epoch}, lambda: lost(lease))


def lost(lease: Lease) -> LeaseLostError:
    """The error that says so."""
    return LeaseLostError(
        f"Conversation {lease.conversation} was claimed by another worker: what this one did is dropped."
    )
