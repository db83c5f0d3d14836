"""What Intercom knows of a customer: asked for once where flows read it, again when it is stale."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest

from flowdesigner import Bot
from flowdesigner.blocks import AskQuestion, SendMessage, Start
from tests.runtime.conftest import Clock, Starter
from tests.runtime.world import TEAM, World, deliver, until

CITY = "You write from {intercom_user_city_name}, {intercom_user_company}, {intercom_user_tags[0]}"
CONTACT = {"type": "contact", "id": "c1", "role": "user", "location": {"city": "Ljubljana"}}
TAGS = {"data": [{"id": "1", "name": "vip"}]}
COMPANIES = {"companies": [{"id": "2", "name": "Acme"}]}
ANSWERS = {"/contacts/c1": CONTACT, "/contacts/c1/tags": TAGS, "/contacts/c1/companies": COMPANIES}


@pytest.fixture
def asked(bot: Bot, world: World) -> list[str]:
    """The bot says where the customer is, twice; the paths that it asks for."""
    flow = bot.flow("main")
    for block in list(flow.blocks):
        flow.remove(block)
    ask = flow.add(AskQuestion(text=CITY, variable="more"))
    flow.connect(flow.add(Start()), ask)
    flow.connect(ask, flow.add(SendMessage(text=CITY)), port="next")
    bot.save()
    bot.publish("asks")
    paths: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response | None:
        if request.url.path not in ANSWERS:
            return None
        paths.append(request.url.path)
        return httpx.Response(200, json=ANSWERS[request.url.path])

    world.fault = answer
    return paths


async def test_the_first_message_asks_once_and_the_next_does_not(
    start: Starter, world: World, asked: list[str]
) -> None:
    engine = await start()
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 1)
    await deliver(engine, world.wrote("1", "more"))
    await until(lambda: len(world.calls) == 2)
    assert world.calls == ["1: comment You write from Ljubljana, Acme, vip"] * 2
    assert asked == list(ANSWERS)


async def test_after_an_hour_it_is_asked_again(start: Starter, world: World, asked: list[str], clock: Clock) -> None:
    engine = await start()
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 1)
    clock.later = timedelta(minutes=61)
    await deliver(engine, world.wrote("1", "more"))
    await until(lambda: len(world.calls) == 2)
    assert asked == [*ANSWERS, *ANSWERS]


async def test_a_conversation_that_is_given_to_the_bot_is_known_too(
    start: Starter, world: World, asked: list[str]
) -> None:
    engine = await start()
    await deliver(engine, world.assigned("1", TEAM))
    await until(lambda: len(world.calls) == 1)
    assert world.calls == ["1: comment You write from Ljubljana, Acme, vip"]
    assert asked == list(ANSWERS)


@pytest.mark.parametrize(
    "fault",
    [lambda: httpx.Response(404, json={"errors": [{"code": "not_found"}]}), lambda: httpx.ConnectError("down")],
)
async def test_when_intercom_does_not_tell_the_customer_is_answered_all_the_same(
    start: Starter, world: World, asked: list[str], fault: Callable[[], httpx.Response | Exception]
) -> None:
    world.fault = lambda request: fault() if request.url.path.startswith("/contacts") else None
    engine = await start()
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 1)
    assert world.calls == ["1: comment You write from , ,"]
    assert asked == []


async def test_a_bot_that_reads_none_of_it_does_not_ask(start: Starter, world: World) -> None:
    engine = await start()
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 2)
    assert engine.counts["asked"] == 0


async def test_a_bot_of_several_languages_asks_for_the_customer_s_and_speaks_it(
    start: Starter, world: World, bot: Bot
) -> None:
    flow = bot.flow("main")
    for block in list(flow.blocks):
        flow.remove(block)
    hello = flow.add(SendMessage(text="Hello {firstname}"))
    flow.connect(flow.add(Start()), hello)
    flow.translate(hello, "text", "pt-BR", "Olá {firstname}")
    bot.speak("en", "pt-BR")
    bot.save()
    bot.publish("two languages")
    contact = {**CONTACT, "browser_language": "pt", "location": {"country_code": "BR"}}
    world.fault = lambda request: httpx.Response(200, json=contact) if request.url.path == "/contacts/c1" else None
    engine = await start()
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 1)
    assert world.calls == ["1: comment Olá Mia"]
