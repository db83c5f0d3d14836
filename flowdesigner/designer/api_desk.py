"""`ApiDesk`: real calls to APIs, and functions run, from the page; and the secrets that calls need.

The page sends `{type: "call", block, values}`: one test call of a block of the flow on the screen, with these values of
its variables; others have their defaults, or the examples. It is told

    {type: "called", block, call, status, headers: [[name, value]], body, paths: [[path, value]], seconds, error}

`call` is what was called (`GET https://…`), `paths` are the fields of the answer, to be kept in variables; after a
failure `error` says why, and `status` is None. Secrets are masked in all of it.

It sends `{type: "secrets", do, ...}`:

    list    which secrets are kept
    set     `name`, `text`: keep this one, encrypted
    forget  `name`: drop it

and is told after each `{type: "secrets", kept: [name], used: [name]}`, `used` by any flow; texts are never sent back.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from flowdesigner.designer.background import Background
from flowdesigner.designer.canvas import Canvas
from flowdesigner.designer.requests import CallOnce, Secrets
from flowdesigner.designer.session import EditingSession
from flowdesigner.errors import ConfigurationError, EditError, FlowdesignerError, FunctionError
from flowdesigner.flow.api_call import CallApi
from flowdesigner.flow.block import Block
from flowdesigner.flow.document import Flow
from flowdesigner.flow.event import CustomerMessage, Value
from flowdesigner.flow.json_path import paths_of
from flowdesigner.flow.memory import Memory
from flowdesigner.flow.python_function import CallFunction
from flowdesigner.flow.turn import LeaveBy
from flowdesigner.interpreter.program import Node, defaults_of
from flowdesigner.interpreter.session import Position, Session
from flowdesigner.interpreter.stage import MONDAY
from flowdesigner.interpreter.visit import Visit
from flowdesigner.store.flow_secrets import FlowSecrets
from flowdesigner.store.secrets import Secrets as Kept

if TYPE_CHECKING:
    from flowdesigner.runtime.api_calls import Answered


class ApiDesk:
    """Calls and secrets of one bot; `facts` are examples of the system variables, `changed` is called when secrets
    have changed."""

    def __init__(
        self,
        canvas: Canvas,
        session: EditingSession,
        kept: Kept,
        background: Background,
        *,
        facts: Mapping[str, Value],
        changed: Callable[[], None],
        run: Callable[[CallFunction], Value] | None = None,
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        self.canvas = canvas
        self.session = session
        self.secrets = FlowSecrets(kept, environ)
        self._kept = kept
        self._background = background
        self._facts = facts
        self._changed = changed
        self._run = run
        self._environ = environ
        self._named: Memory[Block, frozenset[str]] = Memory(lambda block: block.secrets())
        canvas.on(CallOnce, self.test)
        canvas.on(Secrets, self.answer)

    def known(self) -> frozenset[str]:
        """The secrets that flows name and a call would find."""
        return frozenset(name for name in self.used() if self.secrets.has(name))

    def used(self) -> list[str]:
        """The secrets that flows name."""
        flows = self.session.bot.flows
        self._named.keep(flows)
        return sorted({name for id in flows for names in self._named.of(id, flows[id].by_id) for name in names})

    def make(self, call: CallApi) -> tuple[int, Value]:
        """Make a call for a trial: status and body of its answer; not to be called on a running loop."""
        answer = asyncio.run(self._ask(call))
        return answer.status, answer.body

    def answer(self, request: Secrets) -> None:
        """Do what the page asks, and say which secrets are kept."""
        try:
            if request.do == "set":
                self.secrets.set(request.name.strip(), request.text.strip())
            elif request.do == "forget":
                self.secrets.forget(request.name)
        except ConfigurationError as error:
            self.canvas.notice(str(error))
        if request.do != "list":
            self._changed()
        self.canvas.tell("secrets", kept=self.secrets.names(), used=self.used())

    def test(self, request: CallOnce) -> None:
        """One test call; the page is told the answer when it is there."""
        flow = self.session.flow
        try:
            call = call_of(flow, flow.block(request.block), {**self._facts, **request.values})
        except FlowdesignerError as error:
            self.canvas.tell("called", block=request.block, call="", **view(error))
            return

        def told(answer: Answered | FlowdesignerError) -> None:
            self.canvas.tell("called", block=request.block, call=str(call), **view(answer))

        def failed(error: Exception) -> None:
            told(error if isinstance(error, FlowdesignerError) else FlowdesignerError("The call failed."))

        self._background.run(lambda: self._made(call), told, failed)

    def _made(self, call: CallApi | CallFunction) -> Answered:
        """The answer to a call, or what the function gives."""
        if isinstance(call, CallApi):
            return asyncio.run(self._ask(call))
        if self._run is None:
            raise FunctionError("Functions cannot be run here.")
        from flowdesigner.runtime.api_calls import Answered

        begun = time.monotonic()
        return Answered(status=200, headers=(), body=self._run(call), seconds=time.monotonic() - begun)

    async def _ask(self, call: CallApi) -> Answered:
        # Imported when it is needed: a page opens without anything that calls.
        from flowdesigner.runtime.api_calls import ApiCalls

        apis = ApiCalls.of(self._kept, self._environ)
        try:
            return await apis.ask(call)
        finally:
            await apis.close()


def call_of(flow: Flow, block: Block, values: Mapping[str, Value]) -> CallApi | CallFunction:
    """The call that the block would make with these values; EditError, in words, when it makes none."""
    session = Session.new("test", {**defaults_of(flow), **values})
    node = Node(Position(flow.id, block.id), block, {})
    visit = Visit(session, CustomerMessage(at=MONDAY, text=""), node, [])
    answer = block.enter(visit)
    for request in visit.requests:
        if isinstance(request.action, CallApi | CallFunction):
            return request.action
    reason = answer.trouble if isinstance(answer, LeaveBy) else ""
    raise EditError(reason or f"“{block.title}” calls nothing.")


def view(answer: Answered | FlowdesignerError) -> dict[str, Any]:
    """The answer as the page shows it."""
    if isinstance(answer, FlowdesignerError):
        return {"status": None, "headers": [], "body": None, "paths": [], "seconds": 0.0, "error": str(answer)}
    return {
        "status": answer.status,
        "headers": [list(header) for header in answer.headers],
        "body": answer.body,
        "paths": [list(pair) for pair in paths_of(answer.body)],
        "seconds": round(answer.seconds, 3),
        "error": "",
    }
