"""Reopen: open a conversation that was closed or snoozed."""

from __future__ import annotations

from typing import ClassVar

from flowdesigner.flow.acting import ActingBlock
from flowdesigner.flow.action import Action
from flowdesigner.flow.action import Reopen as Do
from flowdesigner.flow.block import Group
from flowdesigner.flow.turn import Turn


class Reopen(ActingBlock):
    """Opens the conversation; one that is open stays so."""

    kind: ClassVar[str] = "reopen"
    label: ClassVar[str] = "Reopen"
    group: ClassVar[Group] = "act"
    order: ClassVar[int] = 9

    def action(self, turn: Turn) -> Action:
        """Open it."""
        return Do()
