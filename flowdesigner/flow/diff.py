"""`difference`: what changed between two states of a flow, with moves kept apart from changes, and in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flowdesigner.flow.block import Block, BlockId
from flowdesigner.flow.document import Flow
from flowdesigner.flow.edge import Edge


@dataclass(frozen=True, slots=True)
class Difference:
    """Ids of blocks that were added, removed, changed (settings, name, edges) or only moved, from `old` to `new`."""

    old: Flow
    new: Flow
    added: frozenset[BlockId]
    removed: frozenset[BlockId]
    changed: frozenset[BlockId]
    moved: frozenset[BlockId]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed or self.moved)

    def sentences(self) -> list[str]:
        """One sentence for each change, moves last and together."""
        lines = [f"Added “{self.new.block(id).title}”." for id in sorted(self.added)]
        lines += [f"Removed “{self.old.block(id).title}”." for id in sorted(self.removed)]
        for id in sorted(self.changed):
            lines += changes(self, id)
        if self.moved:
            lines.append(f"Moved {len(self.moved)} block{'s' if len(self.moved) > 1 else ''}.")
        return lines


def difference(old: Flow, new: Flow) -> Difference:
    """What is different in `new`."""
    before, after = {block.id: block for block in old.blocks}, {block.id: block for block in new.blocks}
    both = before.keys() & after.keys()
    exits_before, exits_after = exits(old), exits(new)
    changed = {
        id for id in both if _content(before[id]) != _content(after[id]) or exits_before.get(id) != exits_after.get(id)
    }
    moved = {id for id in both if old.layout.get(id) != new.layout.get(id)}
    return Difference(
        old, new,
        added=frozenset(after.keys() - before.keys()),
        removed=frozenset(before.keys() - after.keys()),
        changed=frozenset(changed),
        moved=frozenset(moved - changed),
    )  # fmt: skip


def _content(block: Block) -> tuple[str, str, Block]:
    return block.kind, block.name, block


def exits(flow: Flow) -> dict[BlockId, list[Edge]]:
    """The edges that leave each block."""
    found: dict[BlockId, list[Edge]] = {}
    for edge in flow.edges:
        found.setdefault(edge.source, []).append(edge)
    return found


def changes(found: Difference, id: BlockId) -> Iterator[str]:
    """What is different about one block."""
    old, new = found.old.block(id), found.new.block(id)
    if old.name != new.name:
        yield f"Renamed “{old.title}” to “{new.title}”."
    titles = {name: info.title or name for name, info in type(new).model_fields.items()}
    for name, title in titles.items():
        if name not in ("id", "name") and getattr(old, name, None) != getattr(new, name):
            yield f"“{new.title}”: {title} changed."
    for port in new.ports():
        before, after = found.old.after(id, port.id), found.new.after(id, port.id)
        if (before and before.id) != (after and after.id):
            target = f"to “{after.title}”" if after else "nowhere"
            yield f"“{new.title}”: “{port.label}” leads {target}."
