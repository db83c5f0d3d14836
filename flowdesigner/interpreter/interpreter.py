"""`advance`: one event, one session, the next session and what is to be done. Pure: no clock, no network, no chance.

The runtime calls it for what comes in, the rehearsal for what an author tries.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from flowdesigner.flow.action import HandOver, SendMessage
from flowdesigner.flow.event import (
    ActionDone,
    ActionFailed,
    Closed,
    CustomerMessage,
    Deleted,
    Event,
    GivenBack,
    TakenOver,
    TimerFired,
)
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
from flowdesigner.interpreter.session import HEARD, Frame, Position, Session, Status, Wait
from flowdesigner.interpreter.visit import Request, Visit

MOST_BLOCKS = 100
"""So many blocks may follow each other without a customer's turn; more are a loop."""
DEEPEST = 50
"""So many flows may wait for each other's return."""
APOLOGY = "<p>Sorry, something went wrong here. A colleague will take over.</p>"


class Passed(NamedTuple):
    """An edge that the conversation took."""

    flow: str
    source: str
    port: str
    target: str


@dataclass(frozen=True, slots=True)
class Step:
    """What `advance` answers.

    `path` are the blocks that were entered or resumed, `passed` the edges between them; `error` says, for the bot's
    author, what went wrong, or is "".
    """

    session: Session
    actions: tuple[Request, ...] = ()
    path: tuple[Position, ...] = ()
    passed: tuple[Passed, ...] = ()
    error: str = ""


def advance(program: Program, session: Session, event: Event) -> Step:
    """The session after the event, and the actions to carry out in this order; the given session stays as it is."""
    if session.deleted:
        return Step(session)
    walk = Walk(program, session.copy(), event)
    walk.hear()
    return Step(walk.session, tuple(walk.requests), tuple(walk.path), tuple(walk.passed), walk.error)


def expects(program: Program, session: Session, message: CustomerMessage) -> bool:
    """Whether the bot can make something of this message now; else another one may still be on its way before it."""
    if session.status != "waiting" or session.wait != "reply" or session.position is None:
        return True
    node = program.node(session.position)
    return node is None or node.block.expects(Visit(session.copy(), message, node, []), message)


class Walk:
    """One event's way through the blocks."""

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

    # What each event means

    def hear(self) -> None:
        event, session = self.event, self.session
        match event:
            case CustomerMessage():
                self.hear_customer(event)
            case GivenBack():
                self.hear_given_back(event)
            case TimerFired():
                if session.status == "waiting" and session.timer_at and event.at >= session.timer_at:
                    self.resume()
            case ActionDone() | ActionFailed():
                self.hear_result(event)
            case TakenOver():
                session.status, session.timer_at = "handed_over", None
            case Closed():
                self.rest("ended")
                session.trouble = 2
            case Deleted():
                self.rest("ended")
                session.deleted = True

    def hear_customer(self, message: CustomerMessage) -> None:
        session = self.session
        if message.id and message.id in session.heard:
            return
        if session.status in ("new", "ended"):
            self.take_up(message)
            self.start()
        elif session.status == "waiting" and session.wait == "reply":
            self.take_up(message)
            self.resume()

    def take_up(self, message: CustomerMessage) -> None:
        session = self.session
        session.turns += 1
        session.visits = 0
        if message.id:
            session.heard = (*session.heard, message.id)[-HEARD:]

    def hear_given_back(self, event: GivenBack) -> None:
        session, message = self.session, event.message
        if message and message.id and message.id in session.heard:
            message = None
        if session.status == "handed_over":
            session.visits = 0
            self.come_back(message)
        unanswered = not self.requests and session.status in ("new", "ended")
        if message and unanswered:
            self.event = message
            self.take_up(message)
            self.start()

    def come_back(self, message: CustomerMessage | None) -> None:
        """A conversation that people had goes on: after the offload, with the customer's message, or asked again."""
        session = self.session
        node = self.program.node(session.position) if session.position else None
        if node is None:
            self.rest("ended")
        elif session.wait == "return" or node.block.hands_over:
            self.resume()
        elif message and session.wait == "reply":
            self.event = message
            self.take_up(message)
            self.resume()
        else:
            self.go(node)

    def hear_result(self, event: ActionDone | ActionFailed) -> None:
        session = self.session
        if session.status == "handed_over" or session.trouble == 2:
            return
        if session.wait == "action" and session.awaiting == event.action:
            self.resume()
        elif isinstance(event, ActionFailed) and not self.is_handing_over():
            self.fail(event.reason)

    def is_handing_over(self) -> bool:
        """People are about to get the conversation: a message that failed meanwhile must not keep it from them."""
        session = self.session
        node = self.program.node(session.position) if session.position and session.wait == "action" else None
        return node is not None and node.block.hands_over

    # Walking

    def start(self) -> None:
        session = self.session
        session.variables, session.stack, session.trouble = {}, (), 0
        node = self.program.find(self.program.main, None)
        if node is None:
            self.fail(f"The flow “{self.program.main}” has no start block.")
        else:
            self.go(node)

    def resume(self) -> None:
        """Ask the waiting block what it makes of the event."""
        node = self.program.node(self.session.position) if self.session.position else None
        if node is None:
            self.restart()
        else:
            self.go(node, again=True)

    def restart(self) -> None:
        """The revision has changed and the block is gone: the customer's message begins anew, all else ends."""
        self.rest("ended")
        if isinstance(self.event, CustomerMessage):
            self.start()

    def go(self, node: Node, *, again: bool = False) -> None:
        """Visit this block and those after it until one waits or the conversation ends."""
        visit: Node | None = node
        while visit is not None:
            visit, again = self.visit(visit, again=again)

    def visit(self, node: Node, *, again: bool) -> tuple[Node | None, bool]:
        """One block: the next one, and whether that one is resumed."""
        session = self.session
        session.visits += 1
        if session.visits > MOST_BLOCKS:
            return self.divert(node, f"{MOST_BLOCKS} blocks followed each other without a customer's turn."), False
        self.path.append(node.position)
        session.status, session.wait, session.position = "waiting", "", node.position
        session.timer_at = session.awaiting = None
        if not again:
            session.memory = {}
        view = Visit(session, self.event, node, self.requests)
        try:
            answer = node.block.resume(view) if again else node.block.enter(view)
            return self.follow(node, answer)
        except Exception as error:  # noqa: BLE001 - whatever a block of another package does, the customer is answered
            return self.divert(node, f"“{node.block.title}” failed: {type(error).__name__}: {error}"), False

    def follow(self, node: Node, answer: Answer) -> tuple[Node | None, bool]:
        """What the answer means: the next block, and whether it is resumed."""
        match answer:
            case LeaveBy(port):
                return self.leave(node, port)
            case WaitForReply(until):
                self.rest("waiting", "reply", node.position)
                self.session.timer_at = until
            case WaitUntil(at):
                self.rest("waiting", "time", node.position)
                self.session.timer_at = at
            case WaitForAction(action):
                self.rest("waiting", "action", node.position)
                self.session.awaiting = action
            case WaitForReturn():
                self.rest("handed_over", "return", node.position)
            case GoTo(flow, block, come_back):
                return self.jump(node, flow, block, come_back=come_back), False
            case Finish(conversation):
                return self.finish(conversation=conversation)
            case _:
                raise TypeError(f"answered {answer!r}, which is no answer")
        return None, False

    def leave(self, node: Node, port: str) -> tuple[Node | None, bool]:
        target = node.targets.get(port)
        if target is not None:
            self.passed.append(Passed(node.position.flow, node.position.block, port, target))
            return self.program.flows[node.position.flow].nodes[target], False
        if isinstance(self.event, ActionFailed) and self.path == [node.position]:
            return self.divert(node, self.event.reason), False
        return self.finish()

    def jump(self, node: Node, flow: str | None, block: str | None, *, come_back: bool) -> Node | None:
        session = self.session
        target = self.program.find(flow or node.position.flow, block)
        if target is None:
            return self.divert(node, f"“{node.block.title}” goes to a block that is not there.")
        if come_back:
            if len(session.stack) >= DEEPEST:
                return self.divert(node, f"{DEEPEST} flows wait for each other's return.")
            session.stack = (*session.stack, Frame(node.position, session.memory))
        return target

    def finish(self, *, conversation: bool = False) -> tuple[Node | None, bool]:
        """Back to the flow that called, or the conversation's end."""
        session = self.session
        while session.stack and not conversation:
            frame, session.stack = session.stack[-1], session.stack[:-1]
            caller = self.program.node(frame.position)
            if caller is not None:
                session.memory = dict(frame.memory)
                return caller, True
        self.rest("ended")
        return None, False

    def rest(self, status: Status, wait: Wait = "", position: Position | None = None) -> None:
        """Stop here until the next event."""
        session = self.session
        session.status, session.wait, session.position = status, wait, position
        session.timer_at = session.awaiting = None
        if position is None:
            session.memory, session.stack = {}, ()

    # When something goes wrong

    def fail(self, reason: str) -> None:
        position = self.session.position
        node = self.divert(self.program.node(position) if position else None, reason)
        if node is not None:
            self.go(node)

    def divert(self, node: Node | None, reason: str) -> Node | None:
        """The error flow's start; where there is none, or it has failed itself, apologise and hand over."""
        session = self.session
        self.error = self.error or reason
        session.stack, session.visits = (), 0
        if session.trouble == 0:
            session.trouble = 1
            start = self.program.find(self.program.error_flow, None) if self.program.error_flow else None
            if start is not None:
                return start
        self.give_up(node)
        return None

    def give_up(self, node: Node | None) -> None:
        session = self.session
        if session.trouble == 1:
            where = node.position if node else Position(self.program.main, "")
            for action in (SendMessage(text=APOLOGY), HandOver(provider="intercom", team="")):
                session.actions += 1
                self.requests.append(Request(session.actions, action, *where))
            session.trouble = 2
        self.rest("handed_over", "return")
