"""Who gets the places of a rate window, and when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import pytest

from flowdesigner.intercom.rate_window import RateWindow
from flowdesigner.runtime.line import OLDEST_EVERY, Line
from flowdesigner.runtime.share import Share, chunk, pocket
from flowdesigner.runtime.urgency import Urgency
from flowdesigner.store import rate_limit, runners
from flowdesigner.store.store import Store
from tests.intercom.scripted import Time


class Place:
    """A line at a window of a hundred calls that is as full as a test says; notes who was let through."""

    def __init__(self, share: Share | None = None) -> None:
        self.time = Time()
        self.window = RateWindow(self.time)
        self.went: list[str] = []
        self.line = Line(self.window, lambda: datetime.fromtimestamp(self.time.now, UTC), lambda: None, share)

    def tell(self, left: int, seconds: float = 10) -> None:
        """An answer says so."""
        assert self.window.pause() == 0
        told = {"Limit": 100, "Remaining": left, "Reset": int(self.time.now + seconds)}
        self.window.answered(httpx.Headers({f"X-RateLimit-{name}": str(value) for name, value in told.items()}))

    def fill(self, left: int) -> None:
        """All calls of the window but so many are this line's own, and answered."""
        for number in range(99, left - 1, -1):
            self.tell(number)

    def ask(self, name: str, urgency: Urgency = Urgency.REPLY, places: int = 1) -> bool:
        return self.line.place(name, lambda: urgency, places, lambda: self.went.append(name))

    def pass_time(self, seconds: float) -> None:
        """As the engine does, twenty looks a second; what goes is answered and takes no place any more."""
        for _ in range(round(seconds * 20)):
            self.time.now += 0.05
            self.line.give_out()


@pytest.fixture(autouse=True)
def database() -> str:
    """Only what is shared needs one, and that is PostgreSQL."""
    return ""


@pytest.fixture
def place() -> Place:
    return Place()


def test_while_there_are_places_nobody_waits(place: Place) -> None:
    place.tell(90)
    assert all(place.ask(str(number)) for number in range(80))
    assert len(place.line) == 0


def test_a_clock_that_is_set_back_takes_no_places_away(place: Place) -> None:
    place.tell(50)
    place.ask("before", Urgency.UPKEEP)
    place.time.now -= 3600
    place.line.give_out()
    place.tell(50)
    place.ask("after", Urgency.UPKEEP)
    place.pass_time(5)
    assert "after" in place.went or len(place.line) == 0


def test_the_last_places_are_for_replies(place: Place) -> None:
    place.fill(20)
    assert not place.ask("sweep", Urgency.UPKEEP)
    assert place.ask("timer", Urgency.UNASKED)
    assert place.ask("reply")
    place.fill(8)
    assert not place.ask("another timer", Urgency.UNASKED)
    assert place.ask("another reply")


def test_places_are_given_out_evenly(place: Place) -> None:
    place.fill(1)
    assert not any(place.ask(str(number)) for number in range(150))
    place.time.now += 10
    place.tell(99)
    place.pass_time(2)
    assert 15 <= len(place.went) <= 25
    place.pass_time(3)
    assert 45 <= len(place.went) <= 55


def test_replies_go_first_and_the_oldest_is_not_forgotten(place: Place) -> None:
    place.fill(1)
    assert not any(place.ask(f"timer {number}", Urgency.UNASKED) for number in range(20))
    place.time.now += 1
    assert not any(place.ask(f"reply {number}") for number in range(60))
    place.time.now += 9
    place.tell(99)
    place.pass_time(4)
    timers = [name for name in place.went if name.startswith("timer")]
    assert len(place.went) >= 30
    assert len(timers) == len(place.went) // OLDEST_EVERY
    assert timers[0] == "timer 0"


def test_buttons_follow_their_question_before_the_next_question(place: Place) -> None:
    place.fill(1)
    assert not place.ask("question")
    assert not place.ask("buttons", Urgency.HALF_SAID)
    place.time.now += 10
    place.tell(99)
    place.pass_time(1)
    assert place.went == ["buttons", "question"]


def test_a_place_that_was_given_is_kept_until_it_is_used_or_given_back(place: Place) -> None:
    place.fill(4)
    assert place.ask("one", places=2)
    assert place.ask("one", places=2)
    assert not place.ask("two")
    place.line.leave("one")
    place.pass_time(8)
    assert place.went == ["two"]
    held = place.line.use("two")
    assert held is not None
    assert held.places == 1
    assert place.line.use("two") is None


def test_whoever_has_a_place_has_more_where_there_is_room_for_everybody(place: Place) -> None:
    place.tell(90)
    assert place.ask("one")
    assert place.line.add("one", 2)
    held = place.line.use("one")
    assert held is not None
    assert held.places == 3
    place.line.give_back(held)
    assert place.window.outlook().left == 90


def test_nobody_has_more_places_without_one_or_where_they_run_out(place: Place) -> None:
    place.tell(90)
    assert not place.line.add("nobody", 1)
    place.fill(50)
    assert place.ask("one")
    assert not place.line.add("one", 1)
    held = place.line.use("one")
    assert held is not None
    assert held.places == 1


def test_who_leaves_the_line_is_not_called(place: Place) -> None:
    place.fill(1)
    assert not place.ask("gone")
    assert not place.ask("stays")
    place.line.leave("gone")
    place.time.now += 10
    place.tell(99)
    place.pass_time(1)
    assert place.went == ["stays"]


def test_it_says_until_when_the_last_one_waits(place: Place) -> None:
    place.fill(1)
    for number in range(250):
        place.ask(str(number))
    state = place.line.state()
    assert (state["waiting"], state["by_class"]["reply"], state["limit"]) == (250, 250, 100)
    wait = datetime.fromisoformat(state["until"]).timestamp() - place.time.now
    assert 30 < wait < 40
    assert datetime.fromisoformat(state["since"]).timestamp() == place.time.now


@pytest.fixture
def store(postgresql: str) -> Iterator[Store]:
    with Store.open(postgresql) as store:
        yield store


async def test_runners_that_share_a_database_take_no_more_than_a_window_has(store: Store) -> None:
    both = [Place(Share(store, "app")) for _ in range(2)]
    await store.writer.run(lambda conn: runners.beat(conn, "one", "one"))
    await store.writer.run(lambda conn: runners.beat(conn, "two", "two"))
    for place in both:
        place.tell(98)
    for number in range(100):
        for place in both:
            place.ask(str(number))
            share = place.line.share
            assert share is not None
            if share.is_wanted:
                await share.fetch(place.window, kept=2)
    taken = [place.window._under_way for place in both]
    assert 90 <= sum(taken) <= 98
    assert min(taken) >= 40


async def test_what_a_dead_runner_took_is_lost_with_the_window_only(store: Store) -> None:
    assert await store.writer.run(lambda conn: rate_limit.take(conn, "app", 100, 60, most=90)) == 60
    assert await store.writer.run(lambda conn: rate_limit.take(conn, "app", 100, 60, most=90)) == 30
    assert await store.writer.run(lambda conn: rate_limit.take(conn, "app", 100, 60, most=90)) == 0
    assert await store.writer.run(lambda conn: rate_limit.take(conn, "app", 110, 60, most=90)) == 60
    assert await store.writer.run(lambda conn: rate_limit.take(conn, "app", 100, 1, most=90)) == 0
    assert await store.writer.run(lambda conn: rate_limit.take(conn, "other", 110, 60, most=90)) == 60


async def test_few_calls_need_no_transaction(store: Store) -> None:
    share = Share(store, "app")
    place = Place(share)
    place.tell(98)
    assert pocket(100) < chunk(100)
    assert place.ask("1")
    assert place.ask("2")
    assert store.settings.get(rate_limit.SHARED + "app") is None
