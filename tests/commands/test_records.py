"""The commands that look into conversations, beside an engine that moves them."""

from __future__ import annotations

import asyncio

import pytest
from click.testing import CliRunner, Result

from flowdesigner import Bot
from flowdesigner.cli import app
from flowdesigner.store import conversations
from flowdesigner.store.store import Store
from tests.runtime.conftest import Starter
from tests.runtime.test_dead_letters import refusing
from tests.runtime.world import World, deliver, until


@pytest.fixture
def told(bot: Bot) -> Told:
    return Told(bot)


class Told:
    """What commands say about the bot; times are left out."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def result(self, command: str, *arguments: str) -> Result:
        line = [command, str(self._bot.folder), *arguments]
        return await asyncio.to_thread(CliRunner().invoke, app, line, catch_exceptions=False)

    async def __call__(self, command: str, *arguments: str) -> list[str]:
        return [without_time(line) for line in (await self.result(command, *arguments)).output.splitlines()]


def without_time(line: str) -> str:
    return line.split("  ", 1)[-1] if line[:2] == "20" else line


async def test_conversations_are_listed_and_shown(start: Starter, world: World, store: Store, told: Told) -> None:
    assert await told("conversations") == ["No conversations."]
    engine = await start()
    await deliver(engine, world.notification("user.created", "1"), world.notification("user.created", "2"))
    await until(lambda: len(world.calls) == 4)
    await deliver(engine, world.wrote("1", "billing"))
    await until(lambda: len(world.calls) == 6 and not store.read(conversations.woken))
    assert await told("conversations") == [
        "1  Mia Novak  ended",
        "2  Mia Novak  waits for the customer  “Offer choices”",
        "2 conversations.",
    ]
    assert await told("conversations", "--limit", "1", "--status", "waiting", "--find", "mia") == [
        "2  Mia Novak  waits for the customer  “Offer choices”",
        "1 conversation.",
    ]
    assert await told("conversation", "1") == [
        "1  Mia Novak  ended",
        "Version 1, workspace app1, 2 turns of the customer.",
        "",
        "customer: Hello",
        "bot: Well?",
        "bot: [Billing] [People]",
        "customer: billing",
        "bot: See Settings",
        "bot: Bye",
        "closed",
    ]
    missing = await told.result("conversation", "3")
    assert missing.exit_code == 1
    assert "There is no conversation “3”" in missing.output


async def test_dead_letters_are_listed_tried_again_and_dismissed(
    start: Starter, world: World, store: Store, told: Told
) -> None:
    engine = await start()
    world.fault = refusing("1")
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: store.read(lambda conn: conversations.count(conn)).get("handed_over") == 1)
    await until(lambda: not store.read(conversations.woken))
    (*letters, count) = await told("dead-letters")
    assert count == "3 dead letters."
    assert letters[0].startswith("3: assign the conversation (conversation 1, block menu, ")
    assert letters[0].endswith("1 attempt). Intercom refused to assign conversation 1: No.")
    assert "Dead letter 3: assign the conversation" in "\n".join(await told("conversation", "1"))
    world.fault = None
    refused = await told.result("dead-letters", "--retry", "1")
    assert refused.exit_code == 1
    assert "add --anyway" in refused.output
    assert await told("dead-letters", "--retry", "3") == ["3: It is being tried again."]
    await until(lambda: len(world.calls) == 1)
    await until(lambda: not store.read(conversations.woken))
    assert await told("dead-letters", "--dismiss", "all") == ["1: Dismissed.", "2: Dismissed."]
    assert await told("dead-letters") == ["No dead letters."]
    assert "neither a number nor “all”" in (await told.result("dead-letters", "--retry", "x")).output


async def test_a_conversation_is_forgotten(start: Starter, world: World, store: Store, told: Told) -> None:
    engine = await start()
    await deliver(engine, world.notification("user.created", "1"), world.notification("user.created", "2"))
    await until(lambda: len(world.calls) == 4 and not store.read(conversations.woken))
    asked = await told.result("forget", "1")
    assert asked.exit_code == 1
    assert await told("forget", "1", "--yes") == ["Forgot 1 conversation."]
    assert await told("forget", "--customer", "c1", "--yes") == ["Forgot 1 conversation."]
    assert await told("conversations") == ["No conversations."]
    assert (await told.result("forget", "--customer", "c1", "--yes")).exit_code == 1
