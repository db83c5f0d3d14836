"""`Walk`: one event's way through the blocks until one waits or the conversation ends, and what follows a failure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from flowdesigner.flow.action import HandOver, SendMessage
from flowdesigner.flow.event import ActionFailed, CustomerMessage, Event, Value
from flowdesigner.flow.turn import (
    Answer,
    Finish,
    GoTo,
    LeaveBy,
    WaitForAction,
    WaitForReply,
    WaitForReturn,
    WaitUntil,
)
from flowdesigner.interpreter.program import Node, Program
from flowdesigner.interpreter.session import Frame, Position, Session, Status, Wait
from flowdesigner.interpreter.visit import Request, Visit

MOST_BLOCKS = 100
"""So many blocks may follow each other without a customer's turn; more are a loop."""
DEEPEST = 50
"""So many flows may wait for each other's return."""
APOLOGY = "<p>Sorry, something went wrong here. A colleague will take over.</p>"

Next = tuple[Node | None, bool]
"""The block that comes next, or None, and whether it is resumed instead of entered."""
NOTHING: Next = (None, False)


class Passed(NamedTuple):
    """An edge that the conversation took."""

    flow: str
    source: str
    port: str
    target: str


class Walk:
    """Walks over `session`, which is its own copy and changes."""

    __slots__ = ("error", "event", "passed", "path", "program", "requests", "session")

    def __init__(self, program: Program, session: Session, event: Event) -> None:
        self.program = program
        self.session = session
        self.event = event
        self.requests: list[Request] = []
        self.path: list[Position] = []
        self.passed: list[Passed] = []
        self.error = ""
        if event.facts:
            session.facts = {**session.facts, **event.facts}

    def start(self, known: Mapping[str, Value] | None = None) -> None:
        """Begin at the main flow's start: variables have their defaults, but for what is `known`."""
        session = self.session
        session.variables = {**self.program.defaults, **(known or {})}
        session.stack, session.trouble = (), 0
        node = self.program.find(self.program.main, None)
        if node is None:
            self.fail(f"The flow “{self.program.main}” has no start block.")
        else:
            self.go(node)

    def resume(self) -> None:
        """Ask the waiting block what it makes of the event."""
        node = self.program.node(self.session.position) if self.session.position else None
        if node is not None:
            self.go(node, again=True)
            return
        # The revision has changed and the block is gone: the customer's message begins anew, all else ends.
        self.rest("ended")
        if isinstance(self.event, CustomerMessage):
            self.start()

    def go(self, node: Node, *, again: bool = False) -> None:
        """Visit this block and those after it until one waits or the conversation ends."""
        visit: Node | None = node
        while visit is not None:
            visit, again = self.visit(visit, again=again)

    def visit(self, node: Node, *, again: bool) -> Next:
        """Ask one block."""
        session = self.session
        session.visits += 1
        if session.visits > MOST_BLOCKS:
            return self.divert(node, f"{MOST_BLOCKS} blocks followed each other without a customer's turn.")
        self.path.append(node.position)
        session.status, session.wait, session.position = "waiting", "", node.position
        session.timer_at = session.awaiting = None
        if not again:
            session.memory = {}
        turn = Visit(session, self.event, node, self.requests)
        try:
            block = self.program.block(node, session)
            return self.follow(node, block.resume(turn) if again else block.enter(turn))
        except Exception as error:
            # Whatever a block of some package does, the customer is answered.
            return self.divert(node, f"“{node.block.title}” failed: {type(error).__name__}: {error}")

    def follow(self, node: Node, answer: Answer) -> Next:
        """Do what the block answered."""
        match answer:
            case LeaveBy(port, trouble):
                return self.leave(node, port, trouble)
            case WaitForReply(until):
                self.rest("waiting", "reply", node.position)
                self.session.timer_at = until
            case WaitUntil(at):
                self.rest("waiting", "time", node.position)
                self.session.timer_at = at
            case WaitForAction(action):
                self.rest("waiting", "action", node.position)
                self.session.awaiting = action
            case WaitForReturn(until):
                self.rest("handed_over", "return", node.position)
                self.session.timer_at = until
            case GoTo(flow, block, come_back):
                return self.jump(node, flow, block, come_back=come_back)
            case Finish(conversation):
                return self.finish(conversation=conversation)
            case _:
                raise TypeError(f"answered {answer!r}, which is no answer")
        return NOTHING

    def leave(self, node: Node, port: str, trouble: str = "") -> Next:
        """Along the edge of this port; without one the flow ends, but a failure is not left without an answer."""
        target = node.targets.get(port)
        if target is not None:
            flow, block = node.position
            self.passed.append(Passed(flow, block, port, target))
            return self.program.flows[flow].nodes[target], False
        if isinstance(self.event, ActionFailed) and self.path == [node.position]:
            trouble = self.event.reason
        if trouble:
            return self.divert(node, trouble)
        return self.finish()

    def jump(self, node: Node, flow: str | None, block: str | None, *, come_back: bool) -> Next:
        """To another block or flow, remembering where to come back to."""
        session = self.session
        target = self.program.find(flow or node.position.flow, block)
        if target is None:
            return self.divert(node, f"“{node.block.title}” goes to a block that is not there.")
        if come_back:
            if len(session.stack) >= DEEPEST:
                return self.divert(node, f"{DEEPEST} flows wait for each other's return.")
            session.stack = (*session.stack, Frame(node.position, session.memory))
        return target, False

    def finish(self, *, conversation: bool = False) -> Next:
        """Back to the flow that called, or the conversation's end."""
        session = self.session
        while session.stack and not conversation:
            frame, session.stack = session.stack[-1], session.stack[:-1]
            caller = self.program.node(frame.position)
            if caller is not None:
                session.memory = dict(frame.memory)
                return caller, True
        self.rest("ended")
        return NOTHING

    def rest(self, status: Status, wait: Wait = "", position: Position | None = None) -> None:
        """Stop here until the next event."""
        session = self.session
        session.status, session.wait, session.position = status, wait, position
        session.timer_at = session.awaiting = None
        if position is None:
            session.memory, session.stack = {}, ()

    def fail(self, reason: str) -> None:
        """Something went wrong while no block was being asked."""
        position = self.session.position
        node, _ = self.divert(self.program.node(position) if position else None, reason)
        if node is not None:
            self.go(node)

    def divert(self, node: Node | None, reason: str) -> Next:
        """To the error flow's start; where there is none, or it has failed itself, apologise and hand over."""
        session = self.session
        self.error = self.error or reason
        session.stack, session.visits = (), 0
        if session.trouble == 0:
            session.trouble = 1
            start = self.program.find(self.program.error_flow, None) if self.program.error_flow else None
            if start is not None:
                return start, False
        self.give_up(node)
        return NOTHING

    def give_up(self, node: Node | None) -> None:
        """Say sorry, once, and leave the conversation to people."""
        session = self.session
        if session.trouble == 1:
            where = node.position if node else Position(self.program.main, "")
            for action in (SendMessage(text=APOLOGY), HandOver(provider="intercom", team="")):
                session.actions += 1
                self.requests.append(Request(session.actions, action, *where))
            session.trouble = 2
        self.rest("handed_over", "return")
