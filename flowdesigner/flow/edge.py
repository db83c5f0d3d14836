"""`Edge`: from a block's port to a block."""

from __future__ import annotations

from typing import NamedTuple

from flowdesigner.flow.block import BlockId


class Edge(NamedTuple):
    """Conversations that leave `source` by `port` go on at `target`."""

    source: BlockId
    port: str
    target: BlockId
