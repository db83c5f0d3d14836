"""`Coverage`: which blocks and ports of a bot its chats touch, and which nobody tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from flowdesigner.chats.running import Result
from flowdesigner.flow.document import Flow
from flowdesigner.interpreter.session import Position


class Exit(NamedTuple):
    """A port of a block that leads somewhere."""

    flow: str
    block: str
    port: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """All blocks and all ports with an edge, those that chats touched, and the flows to name them."""

    flows: Mapping[str, Flow]
    blocks: frozenset[Position]
    ports: frozenset[Exit]
    touched_blocks: frozenset[Position]
    touched_ports: frozenset[Exit]

    @classmethod
    def of(cls, flows: Mapping[str, Flow], results: Iterable[Result]) -> Coverage:
        """What the chats touched of these flows."""
        blocks = frozenset(Position(flow.id, block.id) for flow in flows.values() for block in flow)
        ports = frozenset(Exit(flow.id, edge.source, edge.port) for flow in flows.values() for edge in flow.edges)
        seen = list(results)
        visited = frozenset(position for result in seen for position in result.blocks)
        left = frozenset(Exit(edge.flow, edge.source, edge.port) for result in seen for edge in result.edges)
        return cls(flows, blocks, ports, blocks & visited, ports & left)

    @property
    def untouched_blocks(self) -> list[Position]:
        """Blocks that no chat comes to."""
        return sorted(self.blocks - self.touched_blocks)

    @property
    def untouched_ports(self) -> list[Exit]:
        """Ports that no chat leaves by, of blocks that some chat comes to."""
        return sorted(
            port for port in self.ports - self.touched_ports if Position(port.flow, port.block) in self.touched_blocks
        )

    def sentences(self) -> list[str]:
        """How much is tested, then what is not, one line each."""
        blocks, ports = f"{len(self.touched_blocks)} of {len(self.blocks)} blocks", len(self.touched_ports)
        lines = [f"The chats touch {blocks} and {ports} of {len(self.ports)} ports."]
        lines += [f"No chat comes to {self.title(*position)}." for position in self.untouched_blocks]
        lines += [
            f"No chat leaves {self.title(one.flow, one.block)} by “{self.label(one)}”." for one in self.untouched_ports
        ]
        return lines

    def title(self, flow: str, block: str) -> str:
        """The block in words; with its flow's name where the bot has several."""
        found = f"“{self.flows[flow].block(block).title}”"
        return f"{found} in “{self.flows[flow].name}”" if len(self.flows) > 1 else found

    def label(self, one: Exit) -> str:
        """The port in words."""
        ports = self.flows[one.flow].block(one.block).ports()
        return next((port.label for port in ports if port.id == one.port), one.port)
