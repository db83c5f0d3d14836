"""How many calls the window of ten seconds still has."""

from __future__ import annotations

from email.utils import format_datetime

import httpx

from flowdesigner.intercom.rate_window import LONGEST, WINDOW, RateWindow
from tests.intercom.scripted import Time


def headers(remaining: int, reset: float, **more: str) -> httpx.Headers:
    return httpx.Headers({"X-RateLimit-Remaining": str(remaining), "X-RateLimit-Reset": str(int(reset)), **more})


def test_the_window_lets_as_many_through_as_intercom_says() -> None:
    time = Time()
    window = RateWindow(time)
    assert window.pause() == 0
    window.note(headers(2, time.now + 10))
    assert [window.pause(), window.pause()] == [0, 0]
    assert 0 < window.pause() <= 10
    time.now += 10
    assert window.pause() == 0


def test_an_answer_that_comes_late_gives_no_places_back() -> None:
    time = Time()
    window = RateWindow(time)
    window.note(headers(1, time.now + 8))
    window.note(headers(5, time.now + 8))
    assert window.pause() == 0
    assert window.pause() == 8


def test_an_answer_of_the_window_before_changes_nothing() -> None:
    time = Time()
    window = RateWindow(time)
    window.note(headers(3, time.now + 12))
    window.note(headers(0, time.now + 2))
    assert window.pause() == 0


def test_the_next_window_has_places_again() -> None:
    time = Time()
    window = RateWindow(time)
    window.note(headers(0, time.now + 5))
    window.note(headers(7, time.now + 15))
    assert window.pause() == 0


def test_a_clock_of_ours_that_is_wrong_does_no_harm() -> None:
    time = Time()
    for wrong in (-3600, 3600):
        window = RateWindow(time)
        theirs = time.now + wrong
        date = format_datetime(window.reset_at.fromtimestamp(theirs, window.reset_at.tzinfo), usegmt=True)
        window.note(headers(0, theirs + 6, Date=date))
        assert window.pause() == 6


def test_nobody_waits_for_an_hour() -> None:
    time = Time()
    window = RateWindow(time)
    window.note(headers(0, time.now + 3600))
    assert window.pause() == LONGEST


def test_a_429_that_says_nothing_closes_for_a_window() -> None:
    time = Time()
    window = RateWindow(time)
    assert window.close().timestamp() == time.now + WINDOW
    assert window.pause() == WINDOW


def test_headers_that_make_no_sense_are_passed_over() -> None:
    time = Time()
    window = RateWindow(time)
    for nonsense in ({"X-RateLimit-Remaining": "0"}, {"X-RateLimit-Remaining": "x", "X-RateLimit-Reset": "²"}):
        window.note(httpx.Headers(nonsense, encoding="utf-8"))
    window.note(headers(0, time.now + 5, Date="yesterday"))
    assert window.pause() == 5
