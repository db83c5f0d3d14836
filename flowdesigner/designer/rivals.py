"""Two edits of one field: the later one asks, when its author has not seen the other yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flowdesigner.designer.operation import Operation
from flowdesigner.designer.operations import Batch, Rename, Set, Translate, parse, settings_of
from flowdesigner.errors import EditError
from flowdesigner.flow.block import Block
from flowdesigner.flow.event import Value
from flowdesigner.flow.language import name_of
from flowdesigner.flow.translation import places, translation
from flowdesigner.store.draft import Edit

NAME = "name"
Field = tuple[str, str]


class RivalError(EditError):
    """Somebody else has changed the same field meanwhile: `field` of `block`, by the page `author`."""

    def __init__(self, title: str, block: str, field: str, author: str) -> None:
        super().__init__(f"Somebody has changed “{title}” at the same place meanwhile.")
        self.block = block
        self.field = field
        self.author = author


def rival(operation: Operation, id: str, since: Iterable[Edit]) -> tuple[Field, Edit] | None:
    """The newest of the edits that another page made of a field that the operation changes too, and that field.

    An edit's id begins with the page's name for itself.
    """
    wanted = set(fields(operation))
    for edit in reversed(list(since)):
        both = wanted & set(fields(parse(edit.op))) if page_of(edit.id) != page_of(id) else set()
        if both:
            return min(both), edit
    return None


def fields(operation: Operation) -> Iterator[Field]:
    """The fields that an operation gives a value, as (block, setting), or (block, language:text)."""
    match operation:
        case Set(block=block, settings=settings):
            yield from ((block, name) for name in settings)
        case Translate(block=block, language=language, texts=texts):
            yield from ((block, f"{language}:{path}") for path in texts)
        case Rename(block=block):
            yield block, NAME
        case Batch(ops=ops):
            for one in ops:
                yield from fields(one)


def field_now(block: Block, field: str) -> tuple[Value, str]:
    """What the field holds now, and what it is called on the page."""
    language, _, path = field.partition(":")
    if path:
        label = next((text.label for text in places(block) if text.path == path), path)
        return translation(block, path, language), f"{label} in {name_of(language)}"
    if field == NAME:
        return block.name, "Name"
    return settings_of(block)[field], type(block).model_fields[field].title or field


def page_of(id: str | None) -> str:
    """The page that made an edit: `4f2a-17` is the seventeenth of the page `4f2a`."""
    return (id or "").rpartition("-")[0]
