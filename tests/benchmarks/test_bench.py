"""The shared driver against the bot: nothing missing, nothing said twice, nothing wrong, whatever happens.

Figures are not asserted here; `python -m tests.benchmarks.driver` measures them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks.driver import Bench

pytestmark = [pytest.mark.processes, pytest.mark.shared, pytest.mark.timeout(240)]
PATIENT = ("--redeliver-max", "60", "--redeliver-delay", "0.5", "--step-timeout", "30")


@pytest.fixture
def bench(shared: Path) -> Iterator[Bench]:
    with tempfile.TemporaryDirectory(prefix="fd") as folder:
        yield Bench(shared, Path(folder))


def faults(result: dict[str, Any], part: str = "") -> dict[str, int]:
    calls = result[part]["calls"] if part else result["calls"]
    return {fault: calls[fault] for fault in ("missing", "duplicate", "wrong", "premature") if calls[fault]}


@pytest.mark.parametrize("script", ["billing-close", "technical-handover"])
def test_every_conversation_of_a_script_is_answered_once(bench: Bench, script: str) -> None:
    result = bench.play("-n", "80", "-c", "16", "--script", script, *PATIENT)
    assert result["completed"] == 80
    assert faults(result) == {}


def test_doubled_forged_and_swapped_notifications_change_nothing(bench: Bench) -> None:
    chaos = ("--mirror", "--duplicates", "0.2", "--forged", "0.1", "--reorder", "0.1")
    result = bench.play("-n", "150", "-c", "16", *chaos, *PATIENT)
    assert result["completed"] == 150
    assert faults(result) == {}
    assert result["forged"]["sent"] > 0
    assert result["forged"]["rejected_4xx"] == result["forged"]["sent"]
    assert result["forged"]["api_calls_caused"] == 0


@pytest.mark.parametrize("whom", ["tree", "engine"])
def test_kill_9_in_the_middle_loses_nothing_and_doubles_nothing(bench: Bench, whom: str) -> None:
    kill = ("--mirror", "--think-ms", "200", "--kill-at", "0.5", "--kill-whom", whom)
    result = bench.play("-n", "80", "-c", "32", *kill, *PATIENT)
    assert result["kill"]["under_way"] > 0
    assert result["kill"]["under_way_lost"] == 0
    assert result["completed"] == 80
    assert faults(result) == {}
