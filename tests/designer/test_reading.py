"""`Reading`: what a page reads again and again."""

from __future__ import annotations

import asyncio

from flowdesigner.designer.background import Background
from flowdesigner.designer.reading import SHARE, Reading


class Clock:
    """A clock that only moves when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def reading(
    clock: Clock, shown: list[str], *, takes: float = 0.0, wrong: list[Exception] | None = None
) -> Reading[str]:
    """One that takes so many seconds, and gives the time at which it began."""

    def read() -> str:
        if wrong:
            raise wrong[0]
        began = clock.now
        clock.now += takes
        return f"as of {began:g}"

    return Reading(Background(), read, shown.append, lambda error: shown.append(str(error)), clock=clock)


def test_it_is_read_once_a_second_however_often_the_page_looks() -> None:
    clock, shown = Clock(), list[str]()
    one = reading(clock, shown)
    for _ in range(4):
        one.look()
        clock.now += 0.4
    assert shown == ["as of 0", "as of 1.2"]


def test_what_takes_long_is_read_less_often() -> None:
    clock, shown = Clock(), list[str]()
    one = reading(clock, shown, takes=0.2)
    one.look()
    clock.now += 0.2 * SHARE - 0.1
    one.look()
    assert len(shown) == 1
    clock.now += 0.2
    one.look()
    assert len(shown) == 2


def test_another_question_is_asked_at_once() -> None:
    clock, shown = Clock(), list[str]()
    one = reading(clock, shown)
    one.look()
    one.now()
    assert len(shown) == 2


def test_what_went_wrong_is_said_and_it_is_read_again() -> None:
    clock, shown, wrong = Clock(), list[str](), list[Exception]([ValueError("the disk is full")])
    one = reading(clock, shown, wrong=wrong)
    one.look()
    wrong.clear()
    clock.now += 1
    one.look()
    assert shown == ["the disk is full", "as of 1"]


async def test_what_was_asked_before_is_not_shown_after_another_question() -> None:
    answers, shown = iter(["old", "new"]), list[str]()
    background = Background()
    one: Reading[str] = Reading(background, lambda: next(answers), shown.append, lambda error: shown.append(str(error)))
    one.now()
    one.now()
    await background.idle()
    await asyncio.sleep(0)
    await background.idle()
    assert shown == ["new"]
