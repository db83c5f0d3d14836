"""`advance`: one event, one session, the next session and what is to be done. Pure: no clock, no network, no chance.

The runtime calls it for what comes in, the rehearsal for what an author tries. Here is what each event means; how the
conversation then walks from block to block is in `walk.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

from flowdesigner.flow.event import (
    ActionDone,
    ActionFailed,
    Closed,
    CustomerMessage,
    Deleted,
    Event,
    GivenBack,
    Rated,
    TakenOver,
    TimerFired,
)
from flowdesigner.interpreter.program import Node, Program
from flowdesigner.interpreter.session import HEARD, Position, Session
from flowdesigner.interpreter.visit import Request, Visit
from flowdesigner.interpreter.walk import Passed, Walk

__all__ = ["Passed", "Position", "Request", "Step", "advance", "expects"]


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
    hear(walk)
    return Step(walk.session, tuple(walk.requests), tuple(walk.path), tuple(walk.passed), walk.error)


def expects(program: Program, session: Session, message: CustomerMessage) -> bool:
    """Whether the bot can make something of this message now; else another one may still be on its way before it."""
    if session.status != "waiting" or session.wait != "reply" or session.position is None:
        return True
    node = program.node(session.position)
    if node is None:
        return True
    return program.block(node, session).expects(Visit(session.copy(), message, node, []), message)


def hear(walk: Walk) -> None:
    """Do what the event means at this point of the conversation."""
    event, session = walk.event, walk.session
    match event:
        case CustomerMessage():
            hear_customer(walk, event)
        case GivenBack():
            hear_given_back(walk, event)
        case TimerFired():
            if session.timer_at and event.at >= session.timer_at and session.status in ("waiting", "handed_over"):
                walk.resume()
        case ActionDone() | ActionFailed():
            hear_result(walk, event)
        case TakenOver():
            session.status, session.timer_at = "handed_over", None
        case Closed():
            end_by_others(walk)
        case Rated():
            pass  # the facts say it
        case Deleted():
            walk.rest("ended")
            session.deleted = True


def hear_customer(walk: Walk, message: CustomerMessage) -> None:
    """Start, or answer the block that waits; people's conversations and pauses are left alone."""
    session = walk.session
    if message.id and message.id in session.heard:
        return
    if session.status == "ended" and message.goes_on:
        go_on(walk, message)
    elif session.status in ("new", "ended"):
        take_up(walk, message)
        walk.start()
    elif session.status == "waiting" and session.wait == "reply":
        take_up(walk, message)
        walk.resume()


def end_by_others(walk: Walk) -> None:
    """Nothing more is said; where the customer was asked something, that place is kept for one who writes again."""
    session = walk.session
    position, stack, memory = session.position, session.stack, session.memory
    is_asked = session.status == "waiting" and session.wait == "reply"
    walk.rest("ended")
    session.trouble = 2
    if is_asked:
        session.position, session.stack, session.memory, session.wait = position, stack, memory, "reply"


def go_on(walk: Walk, message: CustomerMessage) -> None:
    """After an end: on at the question that was not answered, else from the start with what the bot knows."""
    session = walk.session
    known = dict(session.variables)
    take_up(walk, message)
    session.trouble = 0
    if session.wait == "reply" and waiting(walk) is not None:
        walk.resume()
    else:
        walk.start(known)


def take_up(walk: Walk, message: CustomerMessage) -> None:
    """The bot answers this message: it is the customer's turn that counts, and it is not answered again."""
    walk.event = message
    session = walk.session
    session.turns += 1
    session.visits = 0
    if message.id:
        session.heard = (*session.heard, message.id)[-HEARD:]


def hear_given_back(walk: Walk, event: GivenBack) -> None:
    """Go on where people took over; where nothing is left to go on with, the unanswered message begins anew."""
    session, message = walk.session, event.message
    if message and message.id and message.id in session.heard:
        message = None
    if session.status == "handed_over":
        session.visits = 0
        come_back(walk, message)
    if message and not walk.requests and session.status in ("new", "ended"):
        take_up(walk, message)
        walk.start()


def come_back(walk: Walk, message: CustomerMessage | None) -> None:
    """On after the offload; elsewhere with the customer's message, and without one the block is entered again."""
    session, node = walk.session, waiting(walk)
    if node is None:
        walk.rest("ended")
    elif session.wait == "return" or node.block.hands_over:
        walk.resume()
    elif message and session.wait == "reply":
        take_up(walk, message)
        walk.resume()
    else:
        walk.go(node)


def hear_result(walk: Walk, event: ActionDone | ActionFailed) -> None:
    """The result that a block waits for, or a failure that nobody waits for."""
    session = walk.session
    if session.status == "handed_over" or session.trouble == 2:
        return
    node = waiting(walk) if session.wait == "action" else None
    if node and session.awaiting == event.action:
        walk.resume()
    elif isinstance(event, ActionFailed) and not (node and node.block.hands_over):
        # People who are about to get the conversation get it, whatever message has failed meanwhile.
        walk.fail(event.reason)


def waiting(walk: Walk) -> Node | None:
    """The block that waits, if the program still has it."""
    position = walk.session.position
    return walk.program.node(position) if position else None
