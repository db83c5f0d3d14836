"""Intercom's ten traps against the sandbox: from its webhook through listener and engine to its API."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from flowdesigner import Bot
from flowdesigner.blocks import AskQuestion, CloseConversation, OfferChoices, SendMessage, SendToOffloadProvider, Start
from flowdesigner.channel.settings import Channel, ChannelSettings
from flowdesigner.intercom.client import Intercom
from flowdesigner.listener.app import create_app
from flowdesigner.runtime.engine import Engine
from flowdesigner.sandbox import Sandbox, Settings, customers, teammates
from flowdesigner.sandbox.conversation import Conversation
from flowdesigner.sandbox.seeds import MARA, MIA, TECHNICAL_SUPPORT
from flowdesigner.settings import SANDBOX_BOT_AGENT, SANDBOX_BOT_TEAM, SANDBOX_CLIENT_SECRET
from tests.runtime.world import only

WEBHOOK = "http://bot.test/webhooks/intercom"
MENU = ["Well?", "[Billing] [People]"]


class Town:
    """A sandbox, and a bot that answers in it; nothing but the network between them is left out."""

    def __init__(self, store: Any, settings: dict[str, Any], sandbox: dict[str, Any]) -> None:
        self.sandbox = Sandbox(Settings(webhook=WEBHOOK, **sandbox), send=self.deliver)
        app_id = self.sandbox.workspace.app_id
        given = {"app_id": app_id, "bot_teams": (SANDBOX_BOT_TEAM,), "bot_agent": SANDBOX_BOT_AGENT, **settings}
        channel = Channel(
            settings=ChannelSettings(**given), access_token="any", client_secrets=(SANDBOX_CLIENT_SECRET,)
        )
        api = httpx.AsyncClient(transport=httpx.ASGITransport(app=self.sandbox.app))
        self.engine = Engine(store, only(channel, Intercom("any", api_url="http://sandbox.test", client=api)))
        self.listener = httpx.AsyncClient(transport=httpx.ASGITransport(app=create_app(self.engine)))

    async def deliver(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        return (await self.listener.request(method, url, content=body, headers=dict(headers))).status_code

    def start(self, text: str, **more: Any) -> Conversation:
        return self.sandbox.start(text, **more)

    def said(self, talk: Conversation) -> list[str]:
        """What the bot agent has said and shown, and the states it has made."""
        lines = []
        for part in talk.parts:
            if part.author.id != SANDBOX_BOT_AGENT:
                continue
            shown = " ".join(f"[{option.text}]" for option in part.options)
            words = part.body.replace("<p>", "").replace("</p>", "").replace("<br>", " ")
            lines.append(shown or words or part.type)
        return lines

    async def quiet(self) -> None:
        """Until all notifications are delivered and the bot has nothing more to do."""
        for _ in range(3):
            await self.sandbox.courier.idle()
            await until(lambda: self.engine.status()["waiting"] == 0 and not len(self.engine._dispatcher))

    async def says(self, talk: Conversation, *lines: str) -> None:
        """Until the bot has said just this."""
        await until(lambda: self.said(talk) == list(lines), lambda: self.said(talk))
        await self.quiet()
        assert self.said(talk) == list(lines)


async def until(condition: Callable[[], bool], shown: Callable[[], object] = lambda: "") -> None:
    deadline = asyncio.get_running_loop().time() + 30
    while not condition():
        assert asyncio.get_running_loop().time() < deadline, shown()
        await asyncio.sleep(0.005)


Opened = Callable[..., Any]


@pytest.fixture
async def opened(tmp_path: Path) -> AsyncIterator[Opened]:
    """Opens a town with settings of the channel and of the sandbox."""
    bot = Bot(tmp_path / "bot", "Order support")
    flow = bot.add_flow("Main", id="main")
    menu = flow.add(OfferChoices(text="Well?", choices=["Billing", "People"]))
    name = flow.add(AskQuestion(text="Your name?", variable="name"))
    people = flow.add(SendToOffloadProvider(team=TECHNICAL_SUPPORT, message="A moment"))
    flow.connect(flow.add(Start()), menu)
    flow.connect(menu, name, port="billing")
    flow.connect(menu, people, port="people")
    flow.connect(menu, menu, port="otherwise")
    done = flow.add(SendMessage(text="Thanks, {name}"))
    flow.connect(name, done)
    flow.connect(done, flow.add(CloseConversation(reason="Bye")))
    flow.connect(people, menu, port="given_back")
    bot.save()
    bot.publish("first")
    towns: list[Town] = []
    with bot.store() as store:

        async def begin(*, sandbox: dict[str, Any] | None = None, **settings: Any) -> Town:
            town = Town(store, settings, sandbox or {})
            await town.engine.start()
            towns.append(town)
            return town

        yield begin
        for town in towns:
            await town.engine.stop(2)
            await town.sandbox.courier.close()
            await town.listener.aclose()


async def test_1_the_bot_does_not_hear_itself(opened: Opened) -> None:
    town = await opened()
    talk = town.start("Hello")
    await town.says(talk, *MENU)
    customers.press(town.sandbox.workspace, talk, talk.parts[-1].options[0].uuid)
    await town.says(talk, *MENU, "Your name?")
    customers.reply(town.sandbox.workspace, talk, "Mia")
    await town.says(talk, *MENU, "Your name?", "Thanks, Mia", "Bye")
    assert talk.state == "closed"


async def test_2_a_person_who_has_taken_over_keeps_it_until_they_give_it_back(opened: Opened) -> None:
    town = await opened()
    workspace = town.sandbox.workspace
    talk = town.start("Hello")
    await town.says(talk, *MENU)
    teammates.operator_reply(workspace, talk, "Fin can help too")
    await town.quiet()
    teammates.reply(workspace, talk, workspace.admins[MARA], "<p>I have it</p>")
    await town.quiet()
    customers.reply(workspace, talk, "Billing")
    await town.says(talk, *MENU)
    teammates.assign(workspace, talk, workspace.admins[MARA].author, workspace.team(SANDBOX_BOT_TEAM))
    await town.says(talk, *MENU, "Your name?")


async def test_2_fin_alone_takes_nothing_over(opened: Opened) -> None:
    town = await opened()
    talk = town.start("Hello")
    await town.says(talk, *MENU)
    teammates.operator_reply(town.sandbox.workspace, talk, "Fin can help too")
    await town.quiet()
    customers.reply(town.sandbox.workspace, talk, "billing")
    await town.says(talk, *MENU, "Your name?")


async def test_3_a_reply_to_a_closed_conversation_begins_anew(opened: Opened) -> None:
    town = await opened()
    workspace = town.sandbox.workspace
    talk = town.start("Hello")
    await town.says(talk, *MENU)
    teammates.close(workspace, talk, workspace.admins[MARA], "<p>Solved</p>")
    await town.quiet()
    part = customers.reply(workspace, talk, "Not solved")
    assert part.type == "open"
    await town.says(talk, *MENU, *MENU)


@pytest.mark.parametrize("field", ["quick_reply_uuid", "quick_reply_option_uuid", "neither"])
async def test_4_a_button_counts_by_either_field_and_by_its_text(opened: Opened, field: str) -> None:
    town = await opened(sandbox={"quick_reply_field": field})
    talk = town.start("Hello")
    await town.says(talk, *MENU)
    customers.press(town.sandbox.workspace, talk, talk.parts[-1].options[0].uuid)
    await town.says(talk, *MENU, "Your name?")


async def test_4_where_no_buttons_are_shown_there_is_a_numbered_list(opened: Opened) -> None:
    town = await opened()
    talk = town.start("Hello", source_type="whatsapp")
    await town.says(talk, "Well?1. Billing 2. People")
    customers.reply(town.sandbox.workspace, talk, "1.")
    await town.says(talk, "Well?1. Billing 2. People", "Your name?")


async def test_5_an_assignment_that_brings_a_teammate_along_is_one_hand_over(opened: Opened) -> None:
    town = await opened()
    workspace = town.sandbox.workspace
    workspace.team(TECHNICAL_SUPPORT).round_robin = True
    talk = town.start("Hello")
    await town.says(talk, *MENU)
    customers.reply(workspace, talk, "people")
    await town.says(talk, *MENU, "A moment", "assignment")
    assert talk.admin_id
    customers.reply(workspace, talk, "billing")
    await town.says(talk, *MENU, "A moment", "assignment")


async def test_5_a_closed_conversation_that_is_given_to_the_bot_is_not_answered_by_an_old_message(
    opened: Opened,
) -> None:
    town = await opened()
    workspace = town.sandbox.workspace
    talk = town.start("Hello")
    await town.says(talk, *MENU)
    teammates.close(workspace, talk, workspace.admins[MARA])
    await town.quiet()
    teammates.assign(workspace, talk, workspace.admins[MARA].author, workspace.team(SANDBOX_BOT_TEAM))
    await town.says(talk, *MENU)
    assert talk.state == "open"


async def test_6_emails_can_be_left_to_people(opened: Opened) -> None:
    town = await opened(silent_in=("email",))
    talk = town.start("Hello", source_type="email")
    await town.quiet()
    assert town.said(talk) == []
    await town.says(town.start("Hello"), *MENU)


async def test_7_several_short_messages_are_one_answer(opened: Opened) -> None:
    town = await opened(gather_ms=700)
    workspace = town.sandbox.workspace
    talk = town.start("Hello")
    customers.reply(workspace, talk, "are you there")
    await town.says(talk, *MENU)
    customers.reply(workspace, talk, "billing")
    await town.says(talk, *MENU, "Your name?")
    customers.reply(workspace, talk, "Mia")
    customers.reply(workspace, talk, "Novak")
    await until(lambda: talk.state == "closed", lambda: town.said(talk))
    assert town.said(talk)[3:] == ["Thanks, Mia Novak", "Bye"]


async def test_8_nothing_is_said_in_a_deleted_conversation(opened: Opened) -> None:
    town = await opened()
    workspace = town.sandbox.workspace
    talk = town.start("Hello")
    await town.says(talk, *MENU)
    before = len(town.sandbox.calls)
    teammates.delete(workspace, talk)
    await town.quiet()
    customers.reply(workspace, talk, "billing")
    await town.quiet()
    assert len(town.sandbox.calls) == before


async def test_8_a_customer_who_became_part_of_another_is_answered(opened: Opened) -> None:
    town = await opened()
    workspace = town.sandbox.workspace
    talk = town.start("Hello")
    await town.says(talk, *MENU)
    other = workspace.add_contact("Mia N.", "mia@novak.example")
    workspace.contact(MIA).merged_into = other.id
    talk.contact_id = other.id
    customers.reply(workspace, talk, "billing")
    await town.says(talk, *MENU, "Your name?")


async def test_9_a_visitor_without_name_or_address_is_answered(opened: Opened) -> None:
    town = await opened()
    lead = next(one for one in town.sandbox.workspace.contacts.values() if one.name is None)
    talk = town.sandbox.start("Hello", lead)
    await town.says(talk, *MENU)


async def test_10_the_bot_speaks_as_its_agent_and_never_as_a_bot(opened: Opened) -> None:
    town = await opened()
    talk = town.start("Hello")
    await town.says(talk, *MENU)
    assert {(part.author.type, part.author.id) for part in talk.parts} == {("admin", SANDBOX_BOT_AGENT)}
    assert all(part.created_at <= datetime.now(UTC).timestamp() + 1 for part in talk.parts)


async def test_a_conversation_of_another_workspace_with_the_same_id_is_left_alone(opened: Opened) -> None:
    town = await opened(app_id="another")
    talk = town.start("Hello")
    await town.quiet()
    assert town.said(talk) == []
    assert not [call for call in town.sandbox.calls if call.method == "POST"]
