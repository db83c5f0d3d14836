"""What blocks do in Intercom, carried out against the sandbox: it is as wanted there, also when it is done twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from flowdesigner.channel.call import Call
from flowdesigner.channel.delivery import calls_for, carry_out, landed
from flowdesigner.channel.presence import people_there
from flowdesigner.channel.settings import ChannelSettings
from flowdesigner.errors import ConfigurationError, NotFoundError, OurFaultError
from flowdesigner.flow.action import (
    Action,
    AddNote,
    Assign,
    LookForPeople,
    PutTags,
    Reopen,
    SetAttribute,
    Snooze,
    Whose,
)
from flowdesigner.intercom.client import Intercom
from flowdesigner.sandbox import Sandbox
from flowdesigner.sandbox.conversation import Conversation
from flowdesigner.sandbox.seeds import KIM, MARA, MIA, TECHNICAL_SUPPORT, TOM
from flowdesigner.settings import SANDBOX_BOT_AGENT, SANDBOX_BOT_TEAM

SETTINGS = ChannelSettings(bot_agent=SANDBOX_BOT_AGENT)


class Workspace:
    """A sandbox with a conversation of Mia's, and a client of it."""

    def __init__(self, intercom: Intercom) -> None:
        self.sandbox = Sandbox()
        self.talk: Conversation = self.sandbox.start("Hello")
        self.intercom = intercom

    def calls(self, action: Action) -> tuple[Call, ...]:
        return calls_for(action, SETTINGS, self.talk.id, contact=MIA)

    async def do(self, action: Action) -> list[str]:
        return [await carry_out(call, self.intercom) for call in self.calls(action)]

    async def has_landed(self, action: Action) -> list[bool]:
        found = await self.intercom.conversations.get(self.talk.id)
        return [landed(call, found, None) is not None for call in self.calls(action)]

    def tags(self, whose: Whose) -> set[str]:
        workspace = self.sandbox.workspace
        put = self.talk.tags if whose == "conversation" else workspace.contact(MIA).tag_ids
        return {workspace.tags[id] for id in put}


@pytest.fixture
async def workspace() -> AsyncIterator[Workspace]:
    holder: list[Workspace] = []

    async def serve(request: httpx.Request) -> httpx.Response:
        return await httpx.ASGITransport(app=holder[0].sandbox.app).handle_async_request(request)

    client = httpx.AsyncClient(transport=httpx.MockTransport(serve))
    async with Intercom("any", api_url="http://sandbox.test", client=client, repeats_writes=False) as intercom:
        holder.append(Workspace(intercom))
        yield holder[0]
        await holder[0].sandbox.courier.close()


@pytest.mark.parametrize("whose", ["conversation", "contact"])
async def test_tags_are_put_on_and_taken_off_however_often(workspace: Workspace, whose: Whose) -> None:
    before = workspace.tags(whose)
    for _ in range(2):
        await workspace.do(PutTags(whose=whose, tags=("brand new", "big")))
        assert workspace.tags(whose) == before | {"brand new", "big"}
    for _ in range(2):
        await workspace.do(PutTags(whose=whose, tags=("Brand New", "never heard of"), off=True))
        assert workspace.tags(whose) == before | {"big"}


async def test_attributes_of_the_conversation_and_of_the_customer(workspace: Workspace) -> None:
    defined = workspace.sandbox.workspace
    of_talk = defined.conversation_attributes[0]["name"]
    of_contact = next(one["name"] for one in defined.contact_attributes if one["custom"])
    await workspace.do(SetAttribute(whose="conversation", name=of_talk, value="billing"))
    await workspace.do(SetAttribute(whose="contact", name=of_contact, value="pro"))
    assert workspace.talk.custom_attributes[of_talk] == "billing"
    assert defined.contact(MIA).custom_attributes[of_contact] == "pro"


async def test_an_attribute_that_is_not_defined_is_refused_in_words(workspace: Workspace) -> None:
    with pytest.raises(NotFoundError, match="Define the attribute in Intercom first"):
        await workspace.do(SetAttribute(whose="conversation", name="Nothing", value="x"))
    with pytest.raises(OurFaultError, match="does not exist"):
        await workspace.do(SetAttribute(whose="contact", name="Nothing", value="x"))


async def test_assigned_to_a_team_a_teammate_and_nobody(workspace: Workspace) -> None:
    talk = workspace.talk
    assert await workspace.do(Assign(to="team", id=TECHNICAL_SUPPORT)) == [talk.parts[-1].id]
    assert (talk.team_id, talk.admin_id) == (TECHNICAL_SUPPORT, "")
    assert await workspace.do(Assign(to="teammate", id=MARA)) == [talk.parts[-1].id]
    assert talk.admin_id == MARA
    assert await workspace.do(Assign(to="nobody")) == [talk.parts[-1].id]
    assert (talk.team_id, talk.admin_id) == ("", "")


async def test_a_note_a_snooze_and_an_opening_are_parts_that_are_found_again(workspace: Workspace) -> None:
    until = datetime.now(UTC) + timedelta(days=1)
    for action, state in (
        (AddNote(text="<p>Wants a refund</p>"), "open"),
        (Snooze(until=until), "snoozed"),
        (Reopen(), "open"),
    ):
        assert await workspace.has_landed(action) == [False]
        (part,) = await workspace.do(action)
        assert part == workspace.talk.parts[-1].id
        assert await workspace.has_landed(action) == [True]
        assert workspace.talk.state == state


@pytest.mark.parametrize(
    ("team", "teammate", "away", "there"),
    [
        (TECHNICAL_SUPPORT, "", (), True),
        (TECHNICAL_SUPPORT, "", (MARA,), True),
        (TECHNICAL_SUPPORT, "", (MARA, TOM), False),
        (SANDBOX_BOT_TEAM, "", (), False),
        ("", "", (), True),
        ("", MARA, (), True),
        ("", MARA, (MARA,), False),
        ("", KIM, (), False),
    ],
)
async def test_somebody_is_there_who_has_a_seat_and_is_not_away(
    workspace: Workspace, team: str, teammate: str, away: tuple[str, ...], there: bool
) -> None:
    for id in away:
        workspace.sandbox.workspace.admins[id].is_away = True
    (call,) = workspace.calls(LookForPeople(provider="intercom", team=team, teammate=teammate))
    assert await people_there(call, workspace.intercom) is there


@pytest.mark.parametrize("gone", [{"team": "1"}, {"team": "", "teammate": "1"}])
async def test_a_team_or_teammate_that_is_gone_is_said(workspace: Workspace, gone: dict[str, str]) -> None:
    (call,) = workspace.calls(LookForPeople(provider="intercom", **gone))
    with pytest.raises(NotFoundError, match="choose another"):
        await people_there(call, workspace.intercom)


def test_without_knowing_the_customer_nothing_is_called() -> None:
    for action in (
        PutTags(whose="contact", tags=("vip",)),
        SetAttribute(whose="contact", name="Plan", value="pro"),
    ):
        with pytest.raises(ConfigurationError, match="does not say who the customer"):
            calls_for(action, SETTINGS, "1")
