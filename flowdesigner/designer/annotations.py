"""Edits of what authors put beside the blocks: notes and where they lie, groups and whether they are collapsed."""

from __future__ import annotations

from typing import Literal

from flowdesigner.designer.operation import Operation
from flowdesigner.errors import EditError
from flowdesigner.flow.document import Flow
from flowdesigner.flow.note import Area, Group, Note


class SetNotes(Operation):
    """Add, change, take away (None) and move notes; `at` is left, top, width and height in pixels."""

    op: Literal["set_notes"] = "set_notes"
    notes: dict[str, Note | None] = {}
    at: dict[str, Area | None] = {}

    def carry_out(self, flow: Flow) -> Operation:
        """Change them; a place of a note that is not there is refused."""
        there = (flow.notes.keys() | {id for id, note in self.notes.items() if note}) - {
            id for id, note in self.notes.items() if note is None
        }
        if lost := sorted(id for id, area in self.at.items() if area is not None and id not in there):
            raise EditError(f"There is no note “{lost[0]}” any more.")
        back = SetNotes(
            notes={id: flow.notes.get(id) for id in self.notes},
            at={id: flow.note_layout.get(id) for id in {*self.notes, *self.at} if id in flow.notes},
        )
        for id, note in self.notes.items():
            flow.set_note(id, note)
        for id, area in self.at.items():
            if area is None:
                flow.note_layout.pop(id, None)
            else:
                flow.note_layout[id] = area
        return back


class SetGroups(Operation):
    """Add, change, take away (None) and collapse groups. Blocks leave the group that they were in before."""

    op: Literal["set_groups"] = "set_groups"
    groups: dict[str, Group | None] = {}
    collapsed: dict[str, bool] = {}

    def carry_out(self, flow: Flow) -> Operation:
        """Change them; a group of blocks that are not there is refused."""
        for group in self.groups.values():
            for block in group.blocks if group else ():
                flow.block(block)
        before, collapsed = dict(flow.groups), set(flow.collapsed)
        if lost := sorted(self.collapsed.keys() - before.keys() - self.groups.keys()):
            raise EditError(f"There is no group “{lost[0]}” any more.")
        for id, group in self.groups.items():
            flow.set_group(id, group)
        wanted = {id for id, is_wanted in self.collapsed.items() if is_wanted}
        flow.collapsed = (flow.collapsed - self.collapsed.keys() | wanted) & flow.groups.keys()
        ids = {id for id in before.keys() | flow.groups.keys() if before.get(id) != flow.groups.get(id)}
        folds = {id for id in ids | self.collapsed.keys() if id in before}
        return SetGroups(
            groups={id: before.get(id) for id in sorted(ids)}, collapsed={id: id in collapsed for id in folds}
        )
