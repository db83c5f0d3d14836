"""`FunctionDesk`: the Python functions that a bot's blocks may run: found, noticed when their file changes, tried.

The page sends `{type: "functions"}` and is told, now and whenever a file changes,

    {type: "functions", functions: [{name, description, arguments, fields, repeatable}], troubles: [{where, message}]}
        argument  {name, kind, required, default, choices, description}

Functions are looked at and run in worker processes, never here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from flowdesigner.designer.background import Background
from flowdesigner.designer.canvas import Canvas
from flowdesigner.designer.requests import ListFunctions
from flowdesigner.designer.session import EditingSession
from flowdesigner.errors import FlowdesignerError
from flowdesigner.flow.event import Value
from flowdesigner.flow.python_function import CallFunction, FoundFunctions, FunctionShape, FunctionTrouble
from flowdesigner.functions.library import Stamp, sources

if TYPE_CHECKING:
    from flowdesigner.functions.workers import Workers


class FunctionDesk:
    """The functions of one bot; `changed` is called when they are other ones than before."""

    def __init__(
        self, canvas: Canvas, session: EditingSession, background: Background, *, changed: Callable[[], None]
    ) -> None:
        self.canvas = canvas
        self.session = session
        self._background = background
        self._changed = changed
        self._workers: Workers | None = None
        self._is_asked = self._is_reading = False
        self._stamp: Stamp | None = None
        self._found: FoundFunctions | None = None
        canvas.on(ListFunctions, self.list_all)

    def known(self) -> Mapping[str, FunctionShape] | None:
        """The functions by name; None while nobody has looked."""
        return self._found.named() if self._found else None

    def list_all(self, _: ListFunctions) -> None:
        """Tell the page, and go on telling it."""
        self._is_asked = True
        if self._found:
            self._tell(self._found)
        self.look()

    def look(self) -> None:
        """Look again if a file has changed, once a block or the page wants to know."""
        if self._is_reading or not (self._is_asked or self._is_used()):
            return
        stamp = sources(self.session.bot.folder)
        if stamp != self._stamp:
            self._stamp, self._is_reading = stamp, True
            self._background.run(lambda: self.workers().describe(), self._met, self._missed)

    def run(self, call: CallFunction) -> Value:
        """Run it for a trial or a test; FunctionError, in words. It takes as long as the function."""
        return self.workers().run(call)

    def workers(self) -> Workers:
        """The processes; started when they are first needed."""
        # Imported when it is needed: most pages open without functions.
        from flowdesigner.functions.workers import Workers

        if self._workers is None:
            self._workers = Workers(self.session.bot.folder, most=2)
        return self._workers

    def close(self) -> None:
        """End the processes."""
        if self._workers is not None:
            self._workers.close()

    def _is_used(self) -> bool:
        return any(block.function_use() for flow in self.session.bot.flows.values() for block in flow.blocks)

    def _met(self, found: FoundFunctions) -> None:
        self._is_reading = False
        if found != self._found:
            self._found = found
            self._changed()
        self._tell(found)

    def _missed(self, error: Exception) -> None:
        self._is_reading = False
        why = str(error) if isinstance(error, FlowdesignerError) else type(error).__name__
        self._tell(FoundFunctions(troubles=(FunctionTrouble(where="functions.py", message=why),)))

    def _tell(self, found: FoundFunctions) -> None:
        if self._is_asked:
            self.canvas.tell("functions", **found.model_dump(mode="json"))
