"""Whether anybody is there who would take a conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowdesigner.channel.call import Call
from flowdesigner.errors import NotFoundError
from flowdesigner.intercom.objects import Admin

if TYPE_CHECKING:
    from flowdesigner.intercom.client import Intercom


async def people_there(call: Call, intercom: Intercom) -> bool:
    """Whether the teammate, or one of the team, has an inbox seat and is not away; NotFoundError when they are gone.

    The bot agent is nobody.
    """
    team, teammate = str(call.payload["team"]), str(call.payload["teammate"])
    people = {one.id: one for one in await intercom.teammates.list() if one.id != call.agent}
    if teammate:
        if teammate not in people:
            raise NotFoundError("The teammate is not in Intercom any more: choose another one.", status=404)
        return is_there(people[teammate])
    if team:
        members = next((one.admin_ids for one in await intercom.teammates.teams() if one.id == team), None)
        if members is None:
            raise NotFoundError("The team is not in Intercom any more: choose another one.", status=404)
        people = {id: people[id] for id in members if id in people}
    return any(is_there(one) for one in people.values())


def is_there(teammate: Admin) -> bool:
    """Whether they take conversations now."""
    return teammate.has_inbox_seat and not teammate.away_mode_enabled
