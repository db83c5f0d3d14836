"""Times in words."""

from __future__ import annotations

import pytest

from flowdesigner.flow.duration import minutes_in_words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 min"), (1, "1 min"), (60, "1 h"), (90, "1 h 30 min"), (1440, "1 day"), (2945, "2 days 1 h 5 min")],
)
def test_times_are_said_as_people_say_them(minutes: int, words: str) -> None:
    assert minutes_in_words(minutes) == words
