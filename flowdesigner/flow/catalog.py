"""`Catalog`: finds the block kinds, flowdesigner's and those of other packages, and describes them to the page."""

from __future__ import annotations

import inspect
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from importlib.resources import files
from types import MappingProxyType, ModuleType
from typing import Any

from flowdesigner.errors import DocumentError
from flowdesigner.flow.block import GROUP_LABELS, Block, BlockId, Group, Port, UnknownBlock
from flowdesigner.flow.event import Value

KINDS_PACKAGE = "flowdesigner.blocks"
ENTRY_POINTS = "flowdesigner.blocks"
PLAIN_ICON = (
    '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.7">'
    '<rect x="5" y="5" width="14" height="14" rx="3"/></svg>'
)


@dataclass(frozen=True, slots=True)
class KindDescription:
    """What the page must know to draw a kind; `help` is Markdown, `icon` SVG, `schema` the form."""

    kind: str
    label: str
    group: Group
    icon: str
    help: str
    schema: Mapping[str, Any]
    defaults: Mapping[str, Any]
    ports: tuple[Port, ...]


@dataclass(frozen=True, slots=True)
class Catalog:
    """The kinds at hand, by name, in the order of the palette."""

    kinds: Mapping[str, type[Block]] = field(default_factory=dict)

    @classmethod
    def default(cls) -> Catalog:
        """All kinds that are installed; looked for once."""
        return _default()

    @classmethod
    def of(cls, *kinds: type[Block]) -> Catalog:
        """Just these."""
        return cls({kind.kind: kind for kind in kinds})

    def create(self, kind: str, id: str = "", name: str = "", settings: Mapping[str, Value] | None = None) -> Block:
        """A block of this kind, checked; of a kind that is not installed, an `UnknownBlock` that keeps the settings.

        A setting that the kind refuses raises pydantic's ValidationError.
        """
        known = self.kinds.get(kind)
        if known is None:
            unknown = UnknownBlock(raw_kind=kind, raw_settings=dict(settings or {}))
            return unknown.model_copy(update={"id": BlockId(id), "name": name})
        return known(**dict(settings or {})).model_copy(update={"id": BlockId(id), "name": name})

    def describe(self, kind: str) -> KindDescription:
        """The kind for the page; DocumentError when it is not installed."""
        if kind not in self.kinds:
            raise DocumentError(f"The block kind “{kind}” is not installed.")
        block = self.kinds[kind]()
        model = type(block)
        return KindDescription(
            kind=kind,
            label=model.label,
            group=model.group,
            icon=icon_of(model),
            help=_beside(model, ".md") or inspect.getdoc(model) or "",
            schema=model.model_json_schema(),
            defaults=block.model_dump(mode="json"),
            ports=block.ports(),
        )

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self.kinds))


@cache
def _default() -> Catalog:
    found = {kind.kind: kind for kind in _own_kinds()}
    for point in entry_points(group=ENTRY_POINTS):
        loaded = point.load()
        for kind in kinds_in(loaded) if isinstance(loaded, ModuleType) else (loaded,):
            found.setdefault(kind.kind, kind)
    groups = list(GROUP_LABELS)
    ordered = sorted(found.values(), key=lambda kind: (groups.index(kind.group), kind.order, kind.label))
    return Catalog(MappingProxyType({kind.kind: kind for kind in ordered}))


def _own_kinds() -> Iterator[type[Block]]:
    package = import_module(KINDS_PACKAGE)
    for module in pkgutil.iter_modules(package.__path__, f"{KINDS_PACKAGE}."):
        yield from kinds_in(import_module(module.name))


def kinds_in(module: ModuleType) -> Iterator[type[Block]]:
    """The kinds that the module defines itself."""
    for _, thing in inspect.getmembers(module, inspect.isclass):
        if issubclass(thing, Block) and thing.__module__ == module.__name__ and "kind" in vars(thing):
            yield thing


def icon_of(kind: type[Block]) -> str:
    """The kind's icon, an SVG document of 24 by 24 that is drawn in one colour."""
    return _beside(kind, ".svg") or PLAIN_ICON


def _beside(kind: type[Block], suffix: str) -> str:
    """The text of the file with the same stem as the kind's module."""
    package, _, stem = kind.__module__.rpartition(".")
    if not package:
        return ""
    path = files(package) / f"{stem}{suffix}"
    return path.read_text("utf-8") if path.is_file() else ""
