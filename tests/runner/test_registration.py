"""A registration is of the process that lives under its number, whatever somebody does with the machine's clock."""

from __future__ import annotations

import os
from dataclasses import replace

import psutil
import pytest

from flowdesigner.runner.registry import Registration, birth

ME = psutil.Process()
MINE = Registration(
    bot_folder="/bots/shop", name="Shop", pid=os.getpid(), since=ME.create_time(), port=1, connection_file="",
    born=birth(ME),
)  # fmt: skip


@pytest.mark.parametrize(
    ("registration", "lives"),
    [
        (MINE, True),
        (replace(MINE, since=MINE.since - 3600), True),
        (replace(MINE, since=MINE.since + 86400), True),
        (replace(MINE, since=MINE.since - 3600, born=MINE.born - 3600), False),
        (replace(MINE, born=0.0), True),
    ],
    ids=["as it was", "clock set forward an hour", "set back a day", "another process", "of an older flowdesigner"],
)
def test_who_lives(registration: Registration, lives: bool) -> None:
    assert registration.is_alive is lives
