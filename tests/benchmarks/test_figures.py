"""The benchmarks' own reckoning, where they say more than a number that was read."""

from __future__ import annotations

from tests.benchmarks.hour import Sample, is_trouble, verdict
from tests.benchmarks.recovery import takeover

QUESTION, BUTTONS = "comment", "quick_reply"


def sample(minute: float, kernel: float) -> Sample:
    return Sample(minute=minute, kernel=kernel, whole=200, cpu=20, database=1, log=4, troubles=0, letters=0)


def test_an_hour_in_which_the_kernel_becomes_heavier_is_said_to_grow() -> None:
    growing = [sample(minute, 80 + minute / 2) for minute in range(61)]
    assert verdict(growing) == "The kernel: 82.5 MB in the first 10 minutes, 107.5 in the last; +30.3%: it grows"


def test_an_hour_in_which_it_only_varies_is_not() -> None:
    varying = [sample(minute, 85 + minute % 2) for minute in range(61)]
    assert verdict(varying).endswith("it does not grow")


def test_warnings_and_errors_of_a_log_are_told_from_what_else_it_says() -> None:
    lines = [
        "2026-11-29T14:28:12.945Z warning the kernel ended logger=flowdesigner.runner.supervisor",
        "2026-11-29T14:28:12.946Z error conversation 3 could not be moved",
        "2026-11-29T14:28:13.352Z info answers on port 33481: live, no error",
        "“Billing” answers, version 1: http://127.0.0.1:5678/webhooks/intercom",
        "",
    ]
    assert [line.split()[1] for line in lines if is_trouble(line)] == ["warning", "error"]


def test_a_takeover_counts_from_the_kill_and_knows_which_calls_were_under_way() -> None:
    found = takeover(
        100.0,
        [3.0],
        {
            "answered before": [(98.0, QUESTION), (98.4, BUTTONS)],
            "between two calls": [(98.5, QUESTION), (103.0, BUTTONS)],
            "in the middle of one": [(99.9, QUESTION), (111.0, BUTTONS)],
            "sent by the dead one, and read a moment later": [(100.05, QUESTION), (112.0, BUTTONS)],
            "not begun": [(103.5, QUESTION), (104.0, BUTTONS)],
            "said twice": [(99.9, QUESTION), (111.5, QUESTION), (112.0, BUTTONS)],
        },
        {"in the middle of one", "sent by the dead one, and read a moment later", "said twice"},
    )
    assert found.claimed == [3.0]
    assert found.calls == [3.0, 3.5]
    assert found.doubtful == [11.0, 12.0, 11.5]
    assert found.answered == [3.0, 11.0, 12.0, 4.0, 12.0]
    assert found.doubled == 1
