"""`ActingBlock`, the base of kinds that do one thing in Intercom and go on: by *Next*, or by *Failed* when it could not
be done."""

from __future__ import annotations

from flowdesigner.flow.action import Action
from flowdesigner.flow.block import NEXT, Block, Port
from flowdesigner.flow.event import ActionFailed
from flowdesigner.flow.turn import Answer, LeaveBy, Turn, WaitForAction

FAILED = Port("failed", "Failed", required=False)


class ActingBlock(Block):
    """Asks for one action and waits until it is done."""

    def ports(self) -> tuple[Port, ...]:
        """Done, and could not be done."""
        return (NEXT, FAILED)

    def action(self, turn: Turn) -> Action | None:
        """What to do; None when there is nothing to do after all."""
        raise NotImplementedError(f"{type(self).__name__}.action")

    def enter(self, turn: Turn) -> Answer:
        """Do it."""
        action = self.action(turn)
        return LeaveBy() if action is None else WaitForAction(turn.do(action))

    def resume(self, turn: Turn) -> Answer:
        """Go on; the reason of a failure is for the author."""
        event = turn.event
        return LeaveBy("failed", event.reason) if isinstance(event, ActionFailed) else LeaveBy()
