"""Customers of a bot, answered by the real engine in a small Intercom, for the pages that show their conversations."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from flowdesigner import Bot
from flowdesigner.blocks import AskQuestion, CloseConversation, OfferChoices, SendMessage, SendToOffloadProvider, Start
from flowdesigner.designer.connections import Connections
from flowdesigner.flow.variable import Variable
from flowdesigner.runtime.engine import Engine
from flowdesigner.store import conversations
from flowdesigner.store.store import Store
from tests.runtime.world import APP, BOT, CHANNEL, PEOPLE, TEAM, World, closed, deliver, only, until


def desk(folder: Path) -> Bot:
    """A published bot that asks what it is about, keeps a code that is nobody's business, and closes."""
    bot = Bot(folder, "Desk")
    flow = bot.add_flow("Main", id="main")
    flow.variables["code"] = Variable(name="code", sensitive=True)
    menu = flow.add(OfferChoices(name="What is it about?", text="Well?", choices=["Billing", "People"]), id="menu")
    code = flow.add(AskQuestion(name="The code", text="Which code?", variable="code"), id="code")
    answer = flow.add(SendMessage(name="Where invoices are", text="See <b>Settings</b>"), id="answer")
    people = flow.add(SendToOffloadProvider(name="To people", team=PEOPLE, message="A moment"), id="people")
    flow.connect(flow.add(Start(), id="start"), menu)
    for port, target in (("billing", code), ("people", people), ("otherwise", menu)):
        flow.connect(menu, target, port=port)
    flow.connect(code, answer)
    flow.connect(code, people, port="no_valid_answer")
    flow.connect(answer, flow.add(CloseConversation(name="Bye", reason="Bye"), id="done"))
    flow.connect(people, menu, port="given_back")
    bot.save()
    bot.publish("first")
    return bot


@asynccontextmanager
async def answered(store: Store, world: World) -> AsyncIterator[Engine]:
    """The engine answers customers meanwhile."""
    engine = Engine(store, only(CHANNEL, world.intercom()), concurrency=8)
    await engine.start()
    try:
        yield engine
    finally:
        await engine.stop(2)
        await closed(engine)


async def write(engine: Engine, store: Store, *bodies: bytes) -> None:
    """Intercom tells these; returns when the bot has done all that they lead to."""
    await deliver(engine, *bodies)
    await until(lambda: rests(store))


def rests(store: Store) -> bool:
    """Whether nothing is left to do."""
    return not store.read(conversations.woken)


def connected(store: Store) -> Connections:
    """The channel that the customers come by."""
    connections = Connections(store, environ={})
    settings = CHANNEL.settings
    connections.first.keep(
        api_url="https://api.intercom.io",
        app_id=APP,
        workspace="Acme <i>",
        region="EU",
        bot_teams=(TEAM,),
        bot_agent=BOT,
    )
    assert connections.first.settings.bot_teams == settings.bot_teams
    return connections
