"""`Library`: the functions of a bot's folder and of installed packages, loaded in a worker, again after an edit.

BOT/functions.py           def discount        “discount”
BOT/functions/shop.py      def discount        “shop.discount”
entry point `shop = acme.bot_functions` of the group `flowdesigner.functions`      “shop.discount”
"""

from __future__ import annotations

import importlib
import sys
import traceback
from collections.abc import Callable, Iterator
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

from flowdesigner.flow.python_function import FunctionTrouble
from flowdesigner.functions.declaring import declared
from flowdesigner.functions.masking import masked

MODULE = "functions"
ENTRY_POINTS = "flowdesigner.functions"
Function = Callable[..., Any]
Stamp = tuple[tuple[str, int, int], ...]


def sources(folder: Path) -> Stamp:
    """The files in which a bot has functions, each with its time and size: another one when any of them is."""
    alone = [folder / f"{MODULE}.py"] if (folder / f"{MODULE}.py").is_file() else []
    files = [*alone, *sorted((folder / MODULE).rglob("*.py"))]
    stamps = []
    for file in files:
        try:
            found = file.stat()
        except OSError:
            continue
        stamps.append((str(file.relative_to(folder)), found.st_mtime_ns, found.st_size))
    return tuple(stamps)


class Library:
    """The functions by name, and why files have none that can be used."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._stamp: Stamp | None = None
        self._functions: dict[str, Function] = {}
        self._troubles: list[FunctionTrouble] = []

    def look(self) -> tuple[dict[str, Function], list[FunctionTrouble]]:
        """As the files are now."""
        stamp = sources(self.folder)
        if stamp != self._stamp:
            self._functions, self._troubles = {}, []
            for name in [one for one in sys.modules if one == MODULE or one.startswith(f"{MODULE}.")]:
                del sys.modules[name]
            importlib.invalidate_caches()
            for module, prefix, file in modules(stamp):
                self._load(file, lambda module=module: importlib.import_module(module), prefix)  # type: ignore[misc]
            for point in entry_points(group=ENTRY_POINTS):
                self._load(f"the package entry “{point.name}”", point.load, point.name)
            self._stamp = stamp
        return self._functions, self._troubles

    def _load(self, where: str, load: Callable[[], Any], prefix: str) -> None:
        try:
            loaded = load()
        except (Exception, SystemExit) as error:
            self._troubles.append(FunctionTrouble(where=where, message=in_words(error, where)))
            return
        for name, found in functions_in(loaded, prefix):
            if name in self._functions:
                self._troubles.append(FunctionTrouble(where=where, message=f"there is another function “{name}”."))
            self._functions.setdefault(name, found)


def modules(stamp: Stamp) -> Iterator[tuple[str, str, str]]:
    """The modules of these files: what they are imported as, how their functions' names begin, and the file."""
    files = [file for file, _, _ in stamp]
    has_folder = any(file.startswith(f"{MODULE}/") for file in files)
    for file in files:
        parts = Path(file).with_suffix("").parts
        if parts == (MODULE,) and has_folder:
            # Python imports one of the two; the folder is the newer way.
            continue
        if parts[-1] == "__init__":
            parts = parts[:-1]
        if all(part.isidentifier() for part in parts):
            yield ".".join(parts), ".".join(parts[1:]), file


def functions_in(loaded: object, prefix: str) -> Iterator[tuple[str, Function]]:
    """The functions that a module declares itself, or the function itself, by their names."""
    if not isinstance(loaded, ModuleType):
        if declared(loaded) and callable(loaded):
            yield prefix, loaded
        return
    for name, thing in vars(loaded).items():
        if declared(thing) and getattr(thing, "__module__", "") == loaded.__name__ and callable(thing):
            yield f"{prefix}.{name}" if prefix else name, thing


def in_words(error: BaseException, where: str) -> str:
    """What went wrong, and in which line of the file."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(where)]
    line = error.lineno if isinstance(error, SyntaxError) else lines[-1] if lines else None
    at = f"line {line}: " if line else ""
    said = error.msg if isinstance(error, SyntaxError) else str(error)
    return masked(f"{at}{type(error).__name__}: {said}")
