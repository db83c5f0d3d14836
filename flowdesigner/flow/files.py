"""Flows and bots as files; the only place that knows the file format and its versions.

Canonical JSON: keys and lists in one order, sorted by stable ids, one object to a group of lines, the layout in a
section of its own. Settings that equal the kind's default are left out. Moving a block or a note, or collapsing a
group, changes no line of content. Notes and groups stand in the file when there are any; unknown sections survive.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import orjson
from pydantic import BaseModel, ValidationError

from flowdesigner.errors import BrokenFileError, EditError, UnknownFormatError
from flowdesigner.flow.block import Block, BlockId, UnknownBlock
from flowdesigner.flow.catalog import Catalog
from flowdesigner.flow.document import Flow
from flowdesigner.flow.note import Group, Note
from flowdesigner.flow.template import Template
from flowdesigner.flow.variable import Variable

M = TypeVar("M", bound=BaseModel)
FORMAT = 1
FARTHEST = 1e9
"""Pixels; a place beyond is a mistake."""
PLACES = ("layout", "note_layout")
"""Sections at the end, with one line for each place."""
TRANSLATIONS = "translations"
SECTIONS = (
    "format", "id", "name", "variables", "blocks", "edges", TRANSLATIONS, "groups", "notes", "collapsed", *PLACES,
)  # fmt: skip
Data = dict[str, Any]


# Writing


def flow_to_data(flow: Flow) -> Data:
    """The flow as JSON data, in canonical order."""
    return document(flow, [block_to_data(block) for block in flow.blocks], _places(flow.layout))


def document(flow: Flow, blocks: list[Any], layout: Mapping[str, Any]) -> Data:
    """The flow's file around these blocks and places."""
    return {
        "format": FORMAT,
        "id": flow.id,
        "name": flow.name,
        "variables": [
            flow.variables[name].model_dump(mode="json", exclude_defaults=True) for name in sorted(flow.variables)
        ],
        "blocks": blocks,
        "edges": [{"from": source, "port": port, "to": target} for source, port, target in sorted(flow.edge_tuples())],
        **translations_to_data(flow.blocks),
        **_beside(flow),
        **{name: flow.unknown[name] for name in sorted(flow.unknown)},
        **({"collapsed": sorted(flow.collapsed)} if flow.collapsed else {}),
        "layout": layout,
        **({"note_layout": _places(flow.note_layout)} if flow.note_layout else {}),
    }


def _beside(flow: Flow) -> Data:
    """Notes and groups, where there are any."""
    listed: dict[str, Mapping[str, Note] | Mapping[str, Group]] = {"groups": flow.groups, "notes": flow.notes}
    return {
        name: [things[id].model_dump(mode="json", exclude_defaults=True) for id in sorted(things)]
        for name, things in listed.items()
        if things
    }


def translations_to_data(blocks: Iterable[Block]) -> Data:
    """The translations of these blocks, which are in order, by language, block and text, where there are any: so the
    lines of one language stand together."""
    found: Data = {}
    for block in blocks:
        for code, texts in block.translations.items():
            found.setdefault(code, {})[block.id] = {path: str(texts[path]) for path in sorted(texts)}
    return {TRANSLATIONS: {code: found[code] for code in sorted(found)}} if found else {}


def _places(layout: Mapping[Any, tuple[float, ...]]) -> Data:
    return {id: [coordinate(one) for one in layout[id]] for id in sorted(layout)}


def block_to_data(block: Block) -> Data:
    """A block as it stands in the list of blocks."""
    return {"id": block.id, "kind": kind_of(block), "name": block.name, "settings": settings_of(block)}


def kind_of(block: Block) -> str:
    """The kind as files name it."""
    return block.raw_kind if isinstance(block, UnknownBlock) else block.kind


def settings_of(block: Block) -> Data:
    """The settings that differ from the kind's defaults, as JSON data."""
    if isinstance(block, UnknownBlock):
        return dict(block.raw_settings)
    return block.model_dump(mode="json", exclude_defaults=True)


def coordinate(value: float) -> int | float:
    """A number of pixels as files have it: to the tenth, whole where it is."""
    rounded = round(float(value), 1)
    return int(rounded) if rounded.is_integer() else rounded


def dump(data: Mapping[str, Any]) -> str:
    """Canonical JSON text: two spaces, letters as they are, a new line at the end; each place on one line."""
    lines = dict(data)
    layouts = {name: lines.pop(name) for name in PLACES if name in lines}
    sections = {name: [place_line(id, at) for id, at in layout.items()] for name, layout in layouts.items()}
    return with_places(to_json(lines), sections)


def place_line(id: str, at: Iterable[float]) -> str:
    """The line of a place, without the comma."""
    return f"    {to_json(id)}: [{', '.join(repr(coordinate(one)) for one in at)}]"


def with_places(text: str, sections: Mapping[str, Iterable[str]]) -> str:
    """The whole file: its JSON text, and then the lines of places."""
    for name, lines in sections.items():
        places = ",\n".join(lines)
        section = "{\n" + places + "\n  }" if places else "{}"
        text = f'{text[:-2]},\n  "{name}": {section}\n}}'
    return text + "\n"


def to_json(data: object) -> str:
    """JSON without half letters: a cut emoji, as some editors leave it, has no place in UTF-8."""
    try:
        return orjson.dumps(data, option=orjson.OPT_INDENT_2).decode()
    except orjson.JSONEncodeError:
        return json.dumps(data, ensure_ascii=False, indent=2).encode("utf-8", "replace").decode()


def write_atomically(path: Path | str, content: str | bytes) -> None:
    """Write beside, flush to the disk, then rename: a reader sees the old file or the new one, whole."""
    target = Path(path)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
        beside.replace(target)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise


def save_flow(flow: Flow, path: Path | str) -> None:
    """Write the flow's file."""
    write_atomically(path, dump(flow_to_data(flow)))


# Reading


def load_flow(path: Path | str, catalog: Catalog | None = None) -> Flow:
    """Read a flow's file; BrokenFileError names the file and the JSON path, and the file is left alone."""
    with naming(path):
        return flow_from_data(read_json(path), catalog)


def read_json(path: Path | str) -> Any:  # noqa: ANN401 - whatever the file holds
    """The JSON value of a file; BrokenFileError with line and column when it is none."""
    try:
        return json.loads(Path(path).read_text("utf-8"))
    except json.JSONDecodeError as error:
        raise BrokenFileError(f"line {error.lineno}, column {error.colno}: {error.msg}", path=str(path)) from error
    except RecursionError as error:
        raise BrokenFileError("is nested too deeply", path=str(path)) from error
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "is not text in UTF-8"
        raise BrokenFileError(f"cannot be read: {reason}", path=str(path)) from error


@contextmanager
def naming(path: Path | str) -> Iterator[None]:
    """Errors of reading that do not know their file yet get its name."""
    try:
        yield
    except BrokenFileError as error:
        if error.path:
            raise
        message = str(error).removeprefix(f"{error.where}: ")
        raise type(error)(message, path=str(path), where=error.where) from error


def flow_from_data(data: object, catalog: Catalog | None = None) -> Flow:
    """A flow from its JSON data; BrokenFileError with the JSON path of the first fault."""
    top = expect(data, dict, "$")
    check_format(top)
    flow = Flow(text(top, "name", "$"), id=text(top, "id", "$"))
    edges = [expect(one, dict, f"$.edges[{i}]") for i, one in enumerate(items(top, "edges"))]
    for place, one in enumerate(items(top, "variables")):
        _read_variable(flow, one, f"$.variables[{place}]")
    for place, one in enumerate(items(top, "blocks")):
        _read_block(
            flow, expect(one, dict, f"$.blocks[{place}]"), edges, f"$.blocks[{place}]", catalog or Catalog.default()
        )
    for place, edge in enumerate(edges):
        _read_edge(flow, edge, f"$.edges[{place}]")
    for id, at in expect(top.get("layout", {}), dict, "$.layout").items():
        corner = _read_place(at, 2, f"$.layout.{id}")
        flow.layout.update({BlockId(id): (corner[0], corner[1])} if id in flow else {})
    _read_translations(flow, top)
    _read_beside(flow, top)
    flow.unknown = {name: value for name, value in top.items() if name not in SECTIONS}
    return flow


def _read_translations(flow: Flow, top: Data) -> None:
    """Translations; those of blocks that are not there are left out."""
    whole: dict[str, dict[str, dict[str, Template]]] = {}
    for code, blocks in expect(top.get(TRANSLATIONS, {}), dict, f"$.{TRANSLATIONS}").items():
        for id, texts in expect(blocks, dict, f"$.{TRANSLATIONS}.{code}").items():
            where = f"$.{TRANSLATIONS}.{code}.{id}"
            found = {path: Template(text(texts, path, where)) for path in sorted(expect(texts, dict, where))}
            whole.setdefault(id, {}).update({code: found} if found else {})
    for id, translations in whole.items():
        if id in flow:
            by_code = {code: translations[code] for code in sorted(translations)}
            flow.put(flow.block(id).model_copy(update={TRANSLATIONS: by_code}))


def _read_beside(flow: Flow, top: Data) -> None:
    """Notes and groups; a group's blocks that are not there are left out."""
    for place, one in enumerate(items(top, "notes")):
        note = _read_model(Note, one, f"$.notes[{place}]")
        flow.set_note(note.id, note)
    for place, one in enumerate(items(top, "groups")):
        group = _read_model(Group, one, f"$.groups[{place}]")
        flow.set_group(group.id, group.without(*(id for id in group.blocks if id not in flow)))
    for id, at in expect(top.get("note_layout", {}), dict, "$.note_layout").items():
        area = _read_place(at, 4, f"$.note_layout.{id}")
        flow.note_layout.update({id: (area[0], area[1], area[2], area[3])} if id in flow.notes else {})
    flow.collapsed = {str(id) for id in items(top, "collapsed")} & flow.groups.keys()


def _read_model(model: type[M], data: object, where: str) -> M:
    try:
        return model.model_validate(expect(data, dict, where))
    except ValidationError as error:
        raise broken(error, where) from error


def check_format(data: Data) -> None:
    """UnknownFormatError when a newer flowdesigner wrote this, BrokenFileError when the version makes no sense."""
    version = data.get("format")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise BrokenFileError("there is no format version, so this is no file of flowdesigner", where="$.format")
    if version > FORMAT:
        raise UnknownFormatError(
            f"was written by a newer flowdesigner (format {version}, this one knows {FORMAT}); update flowdesigner",
            where="$.format",
        )


def _read_variable(flow: Flow, data: object, where: str) -> None:
    variable = _read_model(Variable, data, where)
    if variable.name in flow.variables:
        raise BrokenFileError(f"there are two variables “{variable.name}”", where=f"{where}.name")
    flow.variables[variable.name] = variable


def _read_block(flow: Flow, data: Data, edges: list[Data], where: str, catalog: Catalog) -> None:
    id, kind, name = text(data, "id", where), text(data, "kind", where), text(data, "name", where, "")
    settings = expect(data.get("settings", {}), dict, f"{where}.settings")
    if id in flow:
        raise BrokenFileError(f"there are two blocks “{id}”", where=f"{where}.id")
    try:
        block = catalog.create(kind, id, name, settings)
    except ValidationError as error:
        raise broken(error, f"{where}.settings") from error
    if isinstance(block, UnknownBlock):
        ports = sorted({str(edge.get("port")) for edge in edges if edge.get("from") == id})
        block = block.model_copy(update={"raw_ports": tuple(ports)})
    flow.add(block, id=id)


def _read_edge(flow: Flow, data: Data, where: str) -> None:
    source, port, target = (text(data, key, where) for key in ("from", "port", "to"))
    if source in flow and flow.after(source, port):
        raise BrokenFileError(f"there are two edges from the port “{port}” of “{source}”", where=where)
    try:
        flow.connect(source, target, port=port)
    except EditError as error:
        raise BrokenFileError(str(error), where=where) from error


def _read_place(data: object, length: int, where: str) -> tuple[float, ...]:
    numbers = expect(data, list, where)
    if len(numbers) != length or not all(_is_coordinate(one) for one in numbers):
        raise BrokenFileError(f"a place is {'two' if length == 2 else 'four'} numbers", where=where)
    return tuple(float(one) for one in numbers)


def _is_coordinate(value: object) -> bool:
    """A number of pixels that a page can have; no infinity, which JSON does not know."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < FARTHEST


def expect(value: object, kind: type[Any], where: str) -> Any:  # noqa: ANN401 - the kind says what it is
    """The value, if it is of this kind."""
    if not isinstance(value, kind):
        names = {"dict": "an object", "list": "a list", "str": "a text"}
        raise BrokenFileError(f"must be {names[kind.__name__]}", where=where)
    return value


def items(data: Data, key: str) -> list[Any]:
    """The list under this key; missing is empty."""
    listed: list[Any] = expect(data.get(key, []), list, f"$.{key}")
    return listed


def text(data: Data, key: str, where: str, default: str | None = None) -> str:
    """The text under this key."""
    if key not in data and default is None:
        raise BrokenFileError(f"“{key}” is missing", where=where)
    found: str = expect(data.get(key, default), str, f"{where}.{key}")
    return found


def broken(error: ValidationError, where: str) -> BrokenFileError:
    """The first fault that pydantic found, with its JSON path."""
    fault = error.errors(include_url=False)[0]
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in fault["loc"])
    return BrokenFileError(fault["msg"], where=where + path)
