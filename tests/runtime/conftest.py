"""A published bot, a world, and engines that end with the test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flowdesigner import Bot
from flowdesigner.blocks import CloseConversation, OfferChoices, SendMessage, SendToOffloadProvider, Start
from flowdesigner.runtime.engine import Engine
from flowdesigner.runtime.faults import PAUSES
from flowdesigner.store.store import Store
from tests.runtime.world import CHANNEL, PEOPLE, World, closed, only


class Clock:
    """The real time, and as much later as the test says; or a time at which it stands."""

    def __init__(self) -> None:
        self.later = timedelta()
        self.stands_at: datetime | None = None

    def __call__(self) -> datetime:
        return (self.stands_at or datetime.now(UTC)) + self.later


@pytest.fixture(autouse=True, params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where bots keep their state; everything holds on both kinds."""
    if request.param == "sqlite":
        monkeypatch.delenv("FLOWDESIGNER_DATABASE_URL", raising=False)
        return ""
    url: str = request.getfixturevalue("postgresql")
    monkeypatch.setenv("FLOWDESIGNER_DATABASE_URL", url)
    return url


@pytest.fixture
def bot(tmp_path: Path) -> Bot:
    """Menu; billing is answered and closed, people get the rest, and after ten minutes of silence it ends."""
    bot = Bot(tmp_path / "bot", "Order support")
    flow = bot.add_flow("Main", id="main")
    menu = flow.add(OfferChoices(text="Well?", choices=["Billing", "People"], no_reply_minutes=10), id="menu")
    answer = flow.add(SendMessage(text="See Settings"), id="answer")
    done = flow.add(CloseConversation(reason="Bye"), id="done")
    people = flow.add(SendToOffloadProvider(team=PEOPLE, message="A moment"), id="people")
    flow.connect(flow.add(Start()), menu)
    for port, target in (("billing", answer), ("people", people), ("otherwise", menu), ("no_reply", done)):
        flow.connect(menu, target, port=port)
    flow.connect(answer, done)
    flow.connect(people, flow.add(SendMessage(text="Here I am again"), id="again"), port="given_back")
    flow.connect("again", menu)
    bot.save()
    bot.publish("first")
    return bot


@pytest.fixture
def store(bot: Bot) -> Iterator[Store]:
    with bot.store() as store:
        yield store


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def clock() -> Clock:
    return Clock()


Starter = Callable[..., Awaitable[Engine]]


@pytest.fixture
async def start(store: Store, world: World, clock: Clock) -> AsyncIterator[Starter]:
    """Starts engines; each is stopped at the end."""
    running: list[Engine] = []

    async def begin(*, live: bool = True, pauses: Sequence[float] = PAUSES) -> Engine:
        engine = Engine(store, only(CHANNEL, world.intercom()), live=live, clock=clock, concurrency=8, pauses=pauses)
        await engine.start()
        running.append(engine)
        return engine

    yield begin
    for engine in running:
        await engine.stop(2)
        await closed(engine)
