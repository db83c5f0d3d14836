"""What changed between two states of a flow (`difference`) or a bot (`compare`): moves kept apart from changes,
as data for the canvas and in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from flowdesigner.flow.block import Block, BlockId
from flowdesigner.flow.document import ASIDE, Flow
from flowdesigner.flow.edge import Edge
from flowdesigner.flow.language import Languages, name_of
from flowdesigner.flow.note import Group, Note
from flowdesigner.flow.translation import places

LONGEST_QUOTE = 60
"""A text that is longer is not quoted when it changes."""
State = Literal["added", "removed", "changed", "moved"]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A setting of a block that is another one; `title` is its label on the form."""

    name: str
    title: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Difference:
    """Ids of blocks that were added, removed, changed (settings, name, edges) or only moved, from `old` to `new`.

    `is_new` and `is_gone` are for a flow that only the new or only the old bot has.
    """

    old: Flow
    new: Flow
    added: frozenset[BlockId]
    removed: frozenset[BlockId]
    changed: frozenset[BlockId]
    moved: frozenset[BlockId]
    is_new: bool = False
    is_gone: bool = False

    def __bool__(self) -> bool:
        blocks = self.added or self.removed or self.changed or self.moved
        return bool(blocks or self.is_new or self.is_gone or self.is_renamed or self.variables or self.beside)

    @property
    def beside(self) -> list[str]:
        """What became of notes and groups, one sentence for each; where they lie does not count."""
        old, new = self.old, self.new
        kinds = (("note", old.notes, new.notes), ("group", old.groups, new.groups))
        return [sentence for kind, before, after in kinds for sentence in things_changed(kind, before, after)]

    @property
    def is_renamed(self) -> bool:
        """Whether the flow has another name."""
        return self.old.name != self.new.name

    @property
    def states(self) -> dict[BlockId, State]:
        """What became of each block that is not as it was."""
        states: list[tuple[State, frozenset[BlockId]]] = [
            ("added", self.added), ("removed", self.removed), ("changed", self.changed), ("moved", self.moved),
        ]  # fmt: skip
        return {id: state for state, ids in states for id in sorted(ids)}

    @property
    def edges_added(self) -> list[Edge]:
        """Edges that only the new flow has."""
        return sorted(set(self.new.edges) - set(self.old.edges))

    @property
    def edges_removed(self) -> list[Edge]:
        """Edges that only the old flow had."""
        return sorted(set(self.old.edges) - set(self.new.edges))

    @property
    def variables(self) -> dict[str, State]:
        """What became of each variable that is not as it was."""
        before, after = self.old.variables, self.new.variables
        states: dict[str, State] = {}
        for name in sorted(before.keys() | after.keys()):
            if before.get(name) != after.get(name):
                states[name] = "added" if name not in before else "removed" if name not in after else "changed"
        return states

    def fields(self, id: BlockId | str) -> list[FieldChange]:
        """The settings of a block that are other ones."""
        old, new = self.old.block(id), self.new.block(id)
        titles = {name: info.title or name for name, info in type(new).model_fields.items()}
        settings = (
            FieldChange(name, title, getattr(old, name, None), getattr(new, name))
            for name, title in titles.items()
            if name not in ASIDE and getattr(old, name, None) != getattr(new, name)
        )
        return [*settings, *translations_changed(old, new)]

    def sentences(self) -> list[str]:
        """One sentence for each change, moves last and together."""
        lines = [f"Renamed the flow “{self.old.name}” to “{self.new.name}”."] if self.is_renamed else []
        lines += [f"Added “{self.new.block(id).title}”." for id in sorted(self.added)]
        lines += [f"Removed “{self.old.block(id).title}”." for id in sorted(self.removed)]
        for id in sorted(self.changed):
            lines += changes(self, id)
        lines += [f"{state.capitalize()} the variable “{name}”." for name, state in self.variables.items()]
        lines += self.beside
        if self.moved:
            lines.append(f"Moved {len(self.moved)} block{'s' if len(self.moved) > 1 else ''}.")
        return lines


def translations_changed(old: Block, new: Block) -> Iterator[FieldChange]:
    """The texts that are said otherwise in another language."""
    labels = {text.path: text.label for text in (*places(old), *places(new))}
    for code in sorted(old.translations.keys() | new.translations.keys()):
        before, after = old.translations.get(code, {}), new.translations.get(code, {})
        for path in sorted(before.keys() | after.keys()):
            if before.get(path) != after.get(path):
                label = f"{labels.get(path, path)} in {name_of(code)}"
                yield FieldChange(f"{code}:{path}", label, before.get(path, ""), after.get(path, ""))


def things_changed(kind: str, before: Mapping[str, Note | Group], after: Mapping[str, Note | Group]) -> Iterator[str]:
    """What became of each note or group that is not as it was."""
    for id in sorted(before.keys() | after.keys()):
        if before.get(id) != after.get(id):
            state = "Added" if id not in before else "Removed" if id not in after else "Changed"
            thing = after.get(id) or before[id]
            words = " ".join((thing.text if isinstance(thing, Note) else thing.name).split())[:LONGEST_QUOTE]
            yield f"{state} the {kind} “{words}”." if words else f"{state} a {kind}."


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


def compare(old: Mapping[str, Flow], new: Mapping[str, Flow]) -> list[Difference]:
    """What is different in the flows of two bots: one difference for each flow that is not as it was."""
    found = []
    for id in sorted(old.keys() | new.keys()):
        before, after = old.get(id), new.get(id)
        if before is None and after is not None:
            found.append(wholly(Flow(after.name, id=id), after, is_new=True))
        elif after is None and before is not None:
            found.append(wholly(before, Flow(before.name, id=id), is_gone=True))
        elif before is not None and after is not None:
            found.append(difference(before, after))
    return [one for one in found if one]


def wholly(old: Flow, new: Flow, *, is_new: bool = False, is_gone: bool = False) -> Difference:
    """The difference of a flow that only one of two bots has."""
    added, removed = frozenset(block.id for block in new), frozenset(block.id for block in old)
    none: frozenset[BlockId] = frozenset()
    return Difference(old, new, added, removed, none, none, is_new, is_gone)


def languages_changed(old: Languages, new: Languages) -> list[str]:
    """What became of the languages of a bot, in words."""
    lines = [f"Added the language {name_of(code)}." for code in new if code not in old]
    lines += [f"Removed the language {name_of(code)}." for code in old if code not in new]
    if old and new and old[0] != new[0]:
        lines.append(f"The bot is written in {name_of(new[0])} now, no longer in {name_of(old[0])}.")
    return lines


def sentences(differences: Iterable[Difference]) -> list[str]:
    """What changed in a bot, in words; of a flow that is new or gone only that."""
    lines: list[str] = []
    for one in differences:
        size = f"{len(one.new) or len(one.old)} block{'' if (len(one.new) or len(one.old)) == 1 else 's'}"
        if one.is_new:
            lines.append(f"Added the flow “{one.new.name}” with {size}.")
        elif one.is_gone:
            lines.append(f"Removed the flow “{one.old.name}” with {size}.")
        else:
            lines += [f"{one.new.name}: {sentence}" for sentence in one.sentences()]
    return lines


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
    if old.kind != new.kind:
        yield f"“{new.title}” is now of the kind “{new.label}”."
    for field in found.fields(id):
        yield f"“{new.title}”: {field.title} changed{from_to(field)}."
    for port in new.ports():
        before, after = found.old.after(id, port.id), found.new.after(id, port.id)
        if (before and before.id) != (after and after.id):
            target = f"to “{after.title}”" if after else "nowhere"
            yield f"“{new.title}”: “{port.label}” leads {target}."


def from_to(field: FieldChange) -> str:
    """` from “Hi” to “Good day”` where both can be said in a few words, else ""."""
    old, new = quoted(field.old), quoted(field.new)
    return f" from {old} to {new}" if old and new else ""


def quoted(value: object) -> str:
    """A value as a few words, "" for one that takes more."""
    if value is None or value == "":
        return "nothing"
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, int | float):
        return str(value)
    is_short = isinstance(value, str) and len(value) <= LONGEST_QUOTE and "\n" not in value
    return f"“{value}”" if is_short else ""
