"""*Try it*: a rehearsal of the draft, and the picture of it that the page shows after every turn."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from flowdesigner.bot import Bot
from flowdesigner.designer.requests import Try
from flowdesigner.errors import EditError
from flowdesigner.flow.event import Value
from flowdesigner.interpreter.program import Program
from flowdesigner.interpreter.rehearsal import Rehearsal
from flowdesigner.interpreter.transcript import Line

FIRST_WORDS = "Hello"


class Tryout:
    """One trial conversation; it follows the draft as it was at its start.

    `facts` are examples of the system variables, `teams` names of the account's teams.
    """

    def __init__(self, bot: Bot, facts: Mapping[str, Value]) -> None:
        self._bot = bot
        self._facts = facts
        self._start: tuple[str, str] | None = None
        self._rehearsal: Rehearsal | None = None

    def turn(self, request: Try, flow: str, teams: Mapping[str, str]) -> dict[str, Any]:
        """Do what the page asks and show the conversation; `flow` is the one on the screen."""
        if request.do == "start":
            self._start = (flow, request.block) if request.block else None
        if request.do in ("start", "restart") or self._rehearsal is None:
            self._rehearsal = self._begin(teams)
        play(self._rehearsal, request)
        return view(self._rehearsal, flow)

    def _begin(self, teams: Mapping[str, str]) -> Rehearsal:
        """A new conversation; one that starts in the middle has its first message already."""
        flows = self._bot.flows
        program = Program.of(*flows.values(), main=self._bot.main, error_flow=self._bot.error_flow)
        if self._start is None:
            return Rehearsal(program, facts=self._facts, teams=teams)
        flow, block = self._start
        if flow not in flows or block not in flows[flow]:
            self._start = None
            raise EditError("The block to try from is gone. Start from the beginning.")
        rehearsal = Rehearsal(program.starting_at(flow, block), facts=self._facts, teams=teams)
        rehearsal.say(FIRST_WORDS)
        return rehearsal


def play(rehearsal: Rehearsal, request: Try) -> None:
    """One turn of the customer, of time or of a teammate."""
    match request.do:
        case "say":
            if request.text.strip():
                rehearsal.say(request.text.strip())
        case "press":
            press(rehearsal, request.option)
        case "skip":
            rehearsal.skip(request.minutes)
        case "give_back":
            rehearsal.give_back(request.text.strip())
        case "back":
            rehearsal.back()


def press(rehearsal: Rehearsal, option: str) -> None:
    """Press a button; one that is not there any more is explained."""
    try:
        rehearsal.press(option)
    except ValueError as error:
        raise EditError("This button belongs to an earlier conversation. Restart, then press it.") from error


def view(rehearsal: Rehearsal, flow: str) -> dict[str, Any]:
    """The conversation as the page shows it; `path` are the edges taken in the flow on the screen."""
    session = rehearsal.session
    at = session.position
    return {
        "lines": [line_view(line) for line in rehearsal.lines],
        "at": {"flow": at.flow, "block": at.block} if at else None,
        "path": [[edge.source, edge.port, edge.target] for edge in rehearsal.passed if edge.flow == flow],
        "variables": [{"name": name, "value": value} for name, value in sorted(session.variables.items())],
        "status": session.status,
        "clock": f"{rehearsal.now:%A} {rehearsal.now.hour}:{rehearsal.now:%M}",
    }


def line_view(line: Line) -> dict[str, Any]:
    """One line; its text and images are safe HTML."""
    images = "".join(f'<img src="{escape(image)}" alt="">' for image in line.images)
    options = [{"id": one.id, "label": one.label, "pressed": one.id == line.pressed} for one in line.options]
    return {"who": line.who, "text": line.text + images, "options": options, "block": line.block or None}
