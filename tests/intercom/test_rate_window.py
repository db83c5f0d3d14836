"""How many calls the window of ten seconds still has."""

from __future__ import annotations

from email.utils import format_datetime

import httpx

from flowdesigner.intercom.rate_window import FIRST, LONGEST, WINDOW, RateWindow
from tests.intercom.scripted import Time


def headers(remaining: int, reset: float, **more: str) -> httpx.Headers:
    return httpx.Headers({"X-RateLimit-Remaining": str(remaining), "X-RateLimit-Reset": str(int(reset)), **more})


def limited(remaining: int, reset: float, limit: int = 100) -> httpx.Headers:
    return httpx.Headers([*headers(remaining, reset).items(), ("X-RateLimit-Limit", str(limit))])


def told(window: RateWindow, answer: httpx.Headers | None) -> None:
    """A call is made and answered so."""
    assert window.pause() == 0
    window.answered(answer)


def test_the_window_lets_as_many_through_as_intercom_says() -> None:
    time = Time()
    window = RateWindow(time)
    told(window, headers(2, time.now + 10))
    assert [window.take(), window.take(), window.take()] == [True, True, False]
    assert 0 < window.pause() <= 10
    time.now += 10
    assert window.pause() == 0


def test_calls_under_way_count_whatever_order_their_answers_come_in() -> None:
    time = Time()
    window = RateWindow(time)
    told(window, limited(50, time.now + 8))
    assert all(window.take() for _ in range(40))
    window.answered(limited(20, time.now + 8))
    window.answered(limited(45, time.now + 8))
    assert window.outlook().left == 0
    for left in range(36, -2, -1):
        window.answered(limited(max(10, left), time.now + 8))
    assert window.outlook().left == 10


def test_an_answer_that_comes_late_gives_no_places_back() -> None:
    time = Time()
    window = RateWindow(time)
    assert window.take(2)
    window.answered(headers(1, time.now + 8))
    window.answered(headers(5, time.now + 8))
    assert window.pause() == 0
    assert 0 < window.pause() <= 8


def test_a_call_that_is_never_answered_may_have_been_counted() -> None:
    time = Time()
    window = RateWindow(time)
    told(window, headers(2, time.now + 8))
    told(window, None)
    assert window.outlook().left == 1


def test_places_that_nobody_used_are_there_again() -> None:
    time = Time()
    window = RateWindow(time)
    told(window, headers(2, time.now + 8))
    assert window.take(2)
    window.give_back(2)
    assert window.take(2)


def test_some_can_be_left_for_others() -> None:
    time = Time()
    window = RateWindow(time)
    told(window, headers(5, time.now + 8))
    assert not window.take(1, kept=5)
    assert window.take(2, kept=3)


def test_an_answer_of_the_window_before_changes_nothing() -> None:
    time = Time()
    window = RateWindow(time)
    assert window.take(2)
    window.answered(headers(3, time.now + 12))
    window.answered(headers(0, time.now + 2))
    assert window.pause() == 0
    time.now += 13
    assert window.take()
    window.answered(headers(0, time.now - 1))
    assert window.pause() == 0


def test_the_next_window_has_places_again() -> None:
    time = Time()
    window = RateWindow(time)
    told(window, headers(0, time.now + 5))
    time.now += 6
    told(window, headers(7, time.now + 9))
    assert window.outlook().left == 7


def test_few_go_ahead_until_the_first_answer_of_a_window_tells_what_others_have_used() -> None:
    time = Time()
    window = RateWindow(time)
    assert [window.take() for _ in range(FIRST + 1)] == [True] * FIRST + [False]
    for _ in range(FIRST):
        window.answered(limited(99, time.now + 5))
    assert window.take(90)
    window.give_back(90)
    time.now += 6
    assert [window.take() for _ in range(6)] == [True] * 5 + [False]
    window.answered(limited(30, time.now + 9))
    assert window.outlook().left == 26


def test_without_a_limit_nobody_waits() -> None:
    window = RateWindow(Time())
    assert window.take()
    window.answered(httpx.Headers())
    assert all(window.take() for _ in range(5000))


def test_a_clock_of_ours_that_is_wrong_does_no_harm() -> None:
    time = Time()
    for wrong in (-3600, 3600):
        window = RateWindow(time)
        theirs = time.now + wrong
        date = format_datetime(window.reset_at.fromtimestamp(theirs, window.reset_at.tzinfo), usegmt=True)
        told(window, headers(0, theirs + 6, Date=date))
        assert window.pause() == 6
        assert window.name() == int(theirs + 6)


def test_a_clock_that_is_put_back_holds_nobody_up() -> None:
    time = Time()
    window = RateWindow(time)
    told(window, headers(0, time.now + 6))
    time.now -= 3600
    assert window.pause() == 0


def test_a_window_has_the_same_name_for_all_also_before_it_is_told() -> None:
    time = Time()
    window = RateWindow(time)
    assert window.name() == 0
    reset = int(time.now) + 6
    told(window, headers(0, reset))
    time.now += 3
    assert window.name() == reset
    time.now += 4
    assert window.name() == reset + 10
    time.now += 20
    assert window.name() == reset + 30


def test_nobody_waits_for_an_hour() -> None:
    time = Time()
    window = RateWindow(time)
    told(window, headers(0, time.now + 3600))
    assert window.pause() == LONGEST


def test_a_429_that_says_nothing_closes_for_a_window() -> None:
    time = Time()
    window = RateWindow(time)
    assert window.close().timestamp() == time.now + WINDOW
    assert window.pause() == WINDOW
    assert window.refused == 1


def test_where_the_workspaces_limit_ends_it_fewer_are_made_and_slowly_more() -> None:
    time = Time()
    window = RateWindow(time)
    told(window, limited(40, time.now + 5))
    window.close()
    time.now += 6
    told(window, limited(99, time.now + 9))
    first = window.outlook().left
    assert first is not None
    assert 50 <= first <= 60
    for _ in range(12):
        time.now += 10
        told(window, limited(99, time.now + 9))
    assert window.outlook().left == 99


def test_what_others_use_is_noticed() -> None:
    time = Time()
    window = RateWindow(time)
    for _ in range(4):
        told(window, limited(60, time.now + 9))
        time.now += 10
    told(window, limited(99, time.now + 9.9))
    assert 3 < window.others < 4


def test_after_a_while_few_go_ahead_where_others_use_the_window_too() -> None:
    time = Time()
    window = RateWindow(time)
    for _ in range(2):
        told(window, limited(60, time.now + 9))
        time.now += 10
    told(window, limited(99, time.now + 9))
    assert window.take(60)
    window.give_back(60)
    time.now += 2
    assert not window.take(6)
    assert window.take(5)
    for left in (50, 49, 48, 47, 46):
        window.answered(limited(left, time.now + 7))
    assert window.take(40)


def test_headers_that_make_no_sense_are_passed_over() -> None:
    time = Time()
    window = RateWindow(time)
    for nonsense in ({"X-RateLimit-Remaining": "0"}, {"X-RateLimit-Remaining": "x", "X-RateLimit-Reset": "²"}):
        told(window, httpx.Headers(nonsense, encoding="utf-8"))
    told(window, headers(0, time.now + 5, Date="yesterday"))
    assert window.pause() == 5
