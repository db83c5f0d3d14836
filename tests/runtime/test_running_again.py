"""A transaction that PostgreSQL ends for the sake of another is run once more, and does what it would have done."""

from __future__ import annotations

import httpx
import pytest
from sqlalchemy import update

from flowdesigner.intercom.notification import parse
from flowdesigner.runtime.engine import Engine
from flowdesigner.runtime.intake import Intake
from flowdesigner.runtime.records import Records
from flowdesigner.store.store import Store
from flowdesigner.store.tables import outbox
from tests.metrics import numbers
from tests.runtime.conftest import Clock, Starter
from tests.runtime.test_dead_letters import letters_of, turn_to
from tests.runtime.world import APP, CHANNEL, World, closed, deliver, only, until

STUMBLE = """
CREATE FUNCTION stumble() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF nextval('stumbles') %% 2 = 1 THEN
        RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '40P01';
    END IF;
    RETURN NEW;
END $$
"""


@pytest.fixture(autouse=True)
def database(postgresql: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Only PostgreSQL has several who write at once."""
    monkeypatch.setenv("FLOWDESIGNER_DATABASE_URL", postgresql)
    return postgresql


def stumbling_over(store: Store, when: str) -> None:
    """The server ends every other transaction that does this, as it ends one of two that wait for each other."""
    for statement in ("CREATE SEQUENCE stumbles", STUMBLE, f"CREATE TRIGGER stumble BEFORE {when}"):
        store.write(lambda conn, sql=statement: conn.exec_driver_sql(sql).close())  # type: ignore[misc]


def stumbles(store: Store) -> int:
    found: int = store.read(lambda conn: conn.exec_driver_sql("SELECT last_value FROM stumbles").scalar_one())
    return found


async def test_what_came_while_a_call_was_made_is_answered_once_all_the_same(
    world: World, store: Store, clock: Clock
) -> None:
    stumbling_over(store, "UPDATE ON inbox FOR EACH ROW WHEN (NEW.done_at IS NOT NULL) EXECUTE FUNCTION stumble()")

    async def pressing(request: httpx.Request) -> httpx.Response:
        """The customer presses while the bot still asks: the step after that call hears of it."""
        answer = world.answer(request)
        if len(world.calls) == 2:
            await deliver(engine, world.wrote("1", "billing"))
        return answer

    engine = Engine(store, only(CHANNEL, world.intercom(httpx.MockTransport(pressing))), clock=clock)
    await engine.start()
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 4 and engine.at_work == 0)
    told = numbers(await engine.metrics())
    await engine.stop(1)
    await closed(engine)
    assert world.calls == [
        *("1: comment Well?", "1: quick_reply [Billing] [People]"),
        *("1: comment See Settings", "1: close Bye"),
    ]
    # Both were heard at the second run.
    assert stumbles(store) == 4
    assert told['flowdesigner_events_total{event="message"}'] == 2


async def test_what_is_given_up_is_what_has_failed(start: Starter, world: World, store: Store) -> None:
    """How a call ended is to be heard, and a message after it; the version that the conversation follows is gone."""
    engine = await start(pauses=(0.01,))
    await deliver(engine, world.notification("user.created", "1"))
    await until(lambda: len(world.calls) == 2 and engine.at_work == 0)
    row = Records(store).find_row("1", APP)
    assert row is not None
    engine.live = False
    turn_to(store, row, 99)
    store.write(lambda conn: conn.execute(update(outbox).where(outbox.c.number == 2).values(reported=False)))
    body = world.wrote("1", "billing")
    await Intake(store, lambda: engine.workspaces, engine.now).take_in(parse(body), body, keep=True)
    stumbling_over(store, "INSERT ON dead_letter FOR EACH ROW EXECUTE FUNCTION stumble()")
    engine.live = True
    letters = sorted(await letters_of(store, 2), key=lambda letter: letter.number)
    assert [letter.kind for letter in letters] == ["result", "notification"]
    assert stumbles(store) == 4
