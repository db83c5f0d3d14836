"""The import rule of CONTRIBUTING.md: who may import whom, and the one home of each outside library."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import flowdesigner

PACKAGE = Path(flowdesigner.__file__).parent

EVERYTHING = frozenset(
    {
        "flow",
        "blocks",
        "interpreter",
        "outgoing",
        "intercom",
        "store",
        "bot",
        "channel",
        "functions",
        "chats",
        "transfer",
        "runtime",
        "listener",
        "runner",
        "watching",
    }
    | {"sandbox", "designer", "testing", "examples"}
)
MAY_IMPORT: dict[str, frozenset[str]] = {
    "errors": frozenset(),
    "settings": frozenset(),
    "ports": frozenset(),
    "flow": frozenset(),
    "blocks": frozenset({"flow"}),
    "interpreter": frozenset({"flow"}),
    "outgoing": frozenset(),
    "watching": frozenset(),
    "intercom": frozenset({"outgoing"}),
    "store": frozenset({"flow"}),
    "chats": frozenset({"flow", "interpreter"}),
    "bot": frozenset({"flow", "store", "chats", "transfer", "examples", "functions"}),
    "transfer": frozenset({"bot", "flow", "chats"}),
    "functions": frozenset({"flow"}),
    "channel": frozenset({"flow", "interpreter", "intercom", "outgoing"}),
    "runtime": frozenset({"store", "channel", "interpreter", "flow", "functions", "outgoing", "intercom", "watching"}),
    "listener": frozenset({"store", "intercom.notification", "intercom.signature", "runtime", "watching"}),
    "runner": frozenset({"bot", "channel", "flow", "functions", "runtime", "listener", "store", "watching"}),
    "sandbox": frozenset({"intercom.objects", "intercom.notification", "intercom.signature", "outgoing"}),
    "designer": EVERYTHING,
    "testing": frozenset({"flow", "interpreter", "chats", "intercom", "sandbox", "runtime"}),
    "cli": EVERYTHING | {"commands"},
    "commands": EVERYTHING,
    "examples": frozenset(),
    "docs": frozenset(),
}
OPEN_TO_ALL = frozenset({"errors", "settings", "ports"})

HOMES: dict[str, tuple[str, ...]] = {
    "httpx": ("outgoing", "intercom", "testing"),
    "httpx_aiohttp": ("outgoing",),
    "aiohttp": ("outgoing",),
    "starlette": ("listener", "sandbox"),
    "uvicorn": ("listener", "sandbox"),
    "anywidget": ("designer",),
    "ipywidgets": ("designer",),
    "voila": ("designer",),
    "sqlalchemy": ("store",),
    "alembic": ("store",),
    "babel": ("flow",),
    "holidays": ("flow",),
    "jmespath": ("flow",),
    "procrastinate": ("runtime",),
    "prometheus_client": ("watching",),
    "structlog": ("watching",),
    "opentelemetry": ("watching",),
    "pandas": (),
    "matplotlib": (),
    "click": ("cli", "commands"),
}


def modules() -> list[Path]:
    return sorted(
        path for path in PACKAGE.rglob("*.py") if "node_modules" not in path.parts and "migrations" not in path.parts
    )


def imports(path: Path) -> Iterator[str]:
    """Full dotted names that the module imports, whatever the place of the import."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def part_of(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def allowed(part: str, target: str) -> bool:
    """Whether a module of `part` may import `target`, a dotted name below flowdesigner."""
    first = target.split(".")[0]
    if first == part or first in OPEN_TO_ALL or first == "__version__":
        return True
    rule = MAY_IMPORT[part]
    return first in rule or any(target == open_ or target.startswith(open_ + ".") for open_ in rule)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_what_its_part_may(path: Path) -> None:
    part = part_of(path)
    if part in {"__init__", "__main__"}:
        return
    assert part in MAY_IMPORT, f"{part} has no rule: give it one in CONTRIBUTING.md and here"
    ours = {name.removeprefix("flowdesigner.") for name in imports(path) if name.startswith("flowdesigner.")}
    forbidden = sorted(name for name in ours if not allowed(part, name))
    assert not forbidden, f"{part} may not import {forbidden}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_an_outside_library_is_imported_in_its_home_only(path: Path) -> None:
    part = part_of(path)
    strays = sorted(
        name for name in imports(path) if name.split(".")[0] in HOMES and part not in HOMES[name.split(".")[0]]
    )
    assert not strays


def test_every_rule_names_a_part_that_exists() -> None:
    there = {part_of(path) for path in modules()} | {"docs", "examples"}
    assert set(MAY_IMPORT) <= there
