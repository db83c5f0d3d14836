"""Edits of several flows at once, such as restoring a version: those of each flow, and what is taken back together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from flowdesigner.bot import Bot
from flowdesigner.designer.operations import Become, parse
from flowdesigner.errors import EditError
from flowdesigner.flow.diff import difference
from flowdesigner.flow.document import Flow
from flowdesigner.flow.files import flow_to_data
from flowdesigner.store.draft import Edit

Head = Mapping[str, Any]


def restoring(bot: Bot, document: Mapping[str, Any], shown: str = "") -> dict[str, tuple[Become, Become]]:
    """For each flow that must change, its edit and the one that takes it back; empty when the bot is so already.

    What is said of the whole bot is part of the edit of one flow: of the one `shown`, if it must change no other.
    """
    then = Bot.from_data(document, bot.folder)
    now, wanted = head_of(bot, then), head_of(then, bot)
    ids = sorted(id for id in bot.flows.keys() | then.flows.keys() if bot.flows.get(id) != then.flows.get(id))
    bearer = shown if shown in then.flows and "head" not in wanted else then.main
    if wanted and bearer not in ids:
        ids.append(bearer)
    edit, flows = uuid4().hex, tuple(ids)

    def become(flow: Flow | None, head: Head) -> Become:
        return Become(flow=flow_to_data(flow) if flow else None, edit=edit, flows=flows, **head)

    heads = {flows[-1]: (wanted, now)} if flows else {}
    none: tuple[Head, Head] = ({}, {})
    return {
        id: (
            become(then.flows.get(id), heads.get(id, none)[0]),
            become(bot.flows.get(id), heads.get(id, none)[1]),
        )
        for id in flows
    }


def head_of(bot: Bot, other: Bot) -> Head:
    """What `bot` says of itself otherwise than the other one: its main and error flow, its languages."""
    head: dict[str, Any] = {}
    if (bot.main, bot.error_flow) != (other.main, other.error_flow):
        head["head"] = (bot.main, bot.error_flow)
    if bot.languages != other.languages:
        head["languages"] = bot.languages
    return head


def outside(before: Flow, after: Flow) -> tuple[Become, Become]:
    """A flow's file that an editor or git has changed: the edit that it was, and the one that takes it back."""
    edit, flows = uuid4().hex, (after.id,)
    return (
        Become(flow=flow_to_data(after), edit=edit, flows=flows),
        Become(flow=flow_to_data(before), edit=edit, flows=flows),
    )


def together(bot: Bot, edit: Become, top: Callable[[str], Edit | None], *, is_undo: bool) -> dict[str, Become]:
    """What undo or redo makes of all flows that were restored with this one.

    EditError when one of them was edited since, on the page or by hand: its edits would be lost.
    """
    found = {}
    for flow in edit.flows:
        last = top(flow)
        way = (parse(last.op), parse(last.inverse)) if last is not None else (None, None)
        then, ours = way if is_undo else reversed(way)
        if (
            not isinstance(ours, Become)
            or not isinstance(then, Become)
            or ours.edit != edit.edit
            or is_other(bot.flows.get(flow), then.made())
            or then.languages not in (None, bot.languages)
        ):
            name = bot.flows[flow].name if flow in bot.flows else flow
            raise EditError(f"“{name}” was edited since. Take those edits back first, then this one.")
        found[flow] = ours
    return found


def is_other(now: Flow | None, then: Flow | None) -> bool:
    """Whether more than the places of cards is different."""
    if now is None or then is None:
        return now is not then
    found = difference(now, then)
    return bool(found.added or found.removed or found.changed or found.is_renamed or found.variables or found.beside)
