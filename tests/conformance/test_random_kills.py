"""kill -9 at random moments of kernels, supervisors, nurseries, workers and the database: nothing is lost or doubled.

The seed is random and is printed; FLOWDESIGNER_TEST_SEED sets it, FLOWDESIGNER_TEST_KILLS how many are killed (20,
half of them with each kind of database). By hand, 200 with SQLite, which takes twenty minutes on a quiet machine:
FLOWDESIGNER_TEST_KILLS=400 pytest tests/conformance/test_random_kills.py -s -k sqlite
"""

from __future__ import annotations

import asyncio
import os
import secrets
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, update

from flowdesigner import Bot, runner
from flowdesigner.blocks import CloseConversation, OfferChoices, PythonFunction, SendMessage, Start, Wait
from flowdesigner.bot import STATE
from flowdesigner.errors import StoreError
from flowdesigner.store.store import Store
from flowdesigner.store.tables import conversation, inbox, outbox
from tests.conformance.killing import Killer, story
from tests.conformance.loopback import Customers, Loopback
from tests.postgres import GIVEN, Server, demand_postgresql, new_schema

KILLS = int(os.environ.get("FLOWDESIGNER_TEST_KILLS", "20"))
SEED = int(os.environ.get("FLOWDESIGNER_TEST_SEED") or secrets.randbelow(10**6))
LONGER_AGO = timedelta(minutes=11)

pytestmark = [pytest.mark.processes, pytest.mark.timeout(180 + 15 * KILLS)]

FUNCTIONS = '''
import os
import time
from pathlib import Path

import flowdesigner


@flowdesigner.function
def note(number: str) -> str:
    """Writes down that it ran: a single write, which the system appends as a whole."""
    file = os.open(Path(__file__).parent / "noted.txt", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(file, f"{number}\\n".encode())
    os.close(file)
    time.sleep(0.05)
    return number
'''


def publish_with_all_that_can_be_lost(folder: Path) -> None:
    """Menu, an author's function, a sentence, a wait of ten minutes, a sentence, close."""
    bot = Bot.load(folder)
    bot.flows.clear()
    flow = bot.add_flow("Main", id="main")
    menu = flow.add(OfferChoices(text="Well?", choices=["Billing", "Other"]))
    note = flow.add(
        PythonFunction(function="note", arguments=[{"name": "number", "value": "{intercom.conversationId}"}])
    )
    answer, wait = flow.add(SendMessage(text="See Settings")), flow.add(Wait(minutes=10))
    more = flow.add(SendMessage(text="Anything else, just write"))
    flow.connect(flow.add(Start()), menu)
    flow.connect(menu, note, port="billing")
    flow.connect(menu, flow.add(SendMessage(text="Pardon?")), port="otherwise")
    for port in ("done", "failed"):
        flow.connect(note, answer, port=port)
    flow.connect(answer, wait)
    flow.connect(wait, more)
    flow.connect(more, flow.add(CloseConversation(reason="Bye")))
    bot.save()
    (folder / "functions.py").write_text(FUNCTIONS, "utf-8")
    bot.publish("all that can be lost")


def noted(*folders: Path) -> Counter[str]:
    """How often the function ran for each conversation, by whichever runner."""
    files = [folder / "noted.txt" for folder in folders]
    return Counter(line for file in files if file.exists() for line in file.read_text("utf-8").splitlines())


async def let_time_pass(store: Store) -> None:
    """Ten minutes go by for every conversation as soon as it waits, again and again."""
    while True:
        await asyncio.sleep(0.4)
        try:
            await store.writer.run(bring_timers_forward)
        except StoreError:
            # The database was killed.
            continue


def bring_timers_forward(conn: Connection) -> None:
    """Those that sleep began to wait so much longer ago."""
    asleep = (~conversation.c.woken, conversation.c.status == "waiting", conversation.c.timer_at.is_not(None))
    for row in conn.execute(select(conversation).where(*asleep).with_for_update(skip_locked=True)).all():
        earlier = row.timer_at - LONGER_AGO
        session = {**row.session, "timer_at": earlier.isoformat()}
        conn.execute(
            update(conversation)
            .where(conversation.c.id == row.id)
            .values(session=session, timer_at=earlier, epoch=conversation.c.epoch + 1)
        )


async def all_is_ended(store: Store) -> bool:
    """Whether no notification and no call is left; waits a while for the last ones."""
    for _ in range(300):
        if not await asyncio.to_thread(left_over, store):
            return True
        await asyncio.sleep(0.1)
    return False


def left_over(store: Store) -> int:
    """Notifications and calls that nobody has ended."""

    def unended(conn: Connection) -> int:
        return sum(len(conn.execute(select(one).where(one.c.done_at.is_(None))).all()) for one in (inbox, outbox))

    return store.read(unended)


@pytest.fixture
def server(database: str) -> Iterator[Server | None]:
    """PostgreSQL to be killed; None for SQLite, which has no process of its own."""
    if not database:
        yield None
        return
    demand_postgresql()
    if os.environ.get(GIVEN):
        pytest.skip("needs a server of its own, to kill it")
    server = Server()
    server.start()
    yield server
    server.remove()


@contextmanager
def folders(bot: Path, number: int) -> Iterator[list[Path]]:
    """The bot's folder, and copies on what could be other machines."""
    with tempfile.TemporaryDirectory(prefix="fd") as name:
        copies = [Path(name) / str(place) / "bot" for place in range(1, number)]
        for copy in copies:
            shutil.copytree(bot, copy, ignore=shutil.ignore_patterns(STATE))
        try:
            yield [bot, *copies]
        finally:
            for copy in copies:
                runner.stop(copy)


@pytest.fixture(autouse=True)
def own_database(server: Server | None, monkeypatch: pytest.MonkeyPatch) -> None:
    if server is not None:
        monkeypatch.setenv("FLOWDESIGNER_DATABASE_URL", new_schema(server.url))


@pytest.mark.usefixtures("own_database")
async def test_nothing_is_lost_or_doubled(server: Server | None, bot: Path, intercom: Loopback) -> None:
    publish_with_all_that_can_be_lost(bot)
    with folders(bot, 1 if server is None else 2) as bots:
        started = [await asyncio.to_thread(runner.start, folder, port=0) for folder in bots]
        customers, killer = Customers(intercom, *(one.webhook_url for one in started)), Killer(SEED, bots, server)
        over = asyncio.Event()

        async def kill() -> None:
            try:
                await killer.kill(KILLS // 2)
            finally:
                over.set()

        with Bot.load(bot).store() as store:
            passing = asyncio.create_task(let_time_pass(store))
            await asyncio.gather(customers.keep_coming(over), kill())
            assert not passing.done(), passing.exception()
            passing.cancel()
            told = f"seed {SEED}, {len(customers.names)} customers, killed {dict(killer.killed)}"
            told += f", Intercom held up for {intercom.longest_pause:.1f} s at most"
            print(told)
            assert await all_is_ended(store), told
            stories = "\n\n".join(story(bots, intercom, name) for name in customers.heard_wrongly())
            assert not stories, f"{told}\n{stories}"
            assert [name for name, times in noted(*bots).items() if times > 1] == [], told
