"""Worker processes that are killed: only what one has begun with is concerned, and nobody waits for ever."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from flowdesigner.errors import FunctionError
from flowdesigner.functions import worker
from flowdesigner.functions.crew import STEPS_BACK
from flowdesigner.functions.workers import Workers
from tests.functions.test_workers import calling

SPAWN = multiprocessing.get_context("spawn")
Write = Callable[..., Path]
PID = "import os\n@flowdesigner.function\ndef pid() -> int: return os.getpid()\n"


def test_what_a_killed_worker_had_not_begun_with_another_does(tmp_path: Path, write: Write) -> None:
    write(PID)
    with Workers(tmp_path, most=1) as workers, ThreadPoolExecutor(1) as thread:
        first = workers.run(calling("pid"))
        assert isinstance(first, int)
        os.kill(first, signal.SIGSTOP)
        second = thread.submit(workers.run, calling("pid"))
        os.kill(first, signal.SIGKILL)
        assert second.result(60) != first


def test_whatever_moment_workers_are_killed_at_every_call_comes_to_an_end(tmp_path: Path, write: Write) -> None:
    write(PID)
    over, chance = threading.Event(), random.Random(7)

    def kill() -> None:
        while not over.wait(chance.uniform(0.05, 0.8)):
            for child in psutil.Process().children():
                with suppress(psutil.NoSuchProcess):
                    if "spawn_main" in " ".join(child.cmdline()) and chance.random() < 0.5:
                        child.kill()

    def call(_: int) -> str:
        try:
            return type(workers.run(calling("pid"))).__name__
        except FunctionError as error:
            return str(error)

    with Workers(tmp_path, most=2) as workers, ThreadPoolExecutor(9) as threads:
        killing = threads.submit(kill)
        ends = set(threads.map(call, range(60), timeout=120))
        over.set()
        killing.result(10)
        assert call(0) == "int"
    assert ends <= {"int", "The function “pid” ended its process (killed, perhaps for want of memory)."}


def test_a_worker_whose_runner_was_killed_meanwhile_ends_without_a_word(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    ours, theirs = SPAWN.Pipe()
    process = SPAWN.Process(target=worker.serve, args=(theirs, str(tmp_path)))
    process.start()
    ours.close()
    theirs.close()
    process.join(60)
    assert process.exitcode == 0
    assert capfd.readouterr().err == ""


def test_functions_step_back_behind_whoever_answers_customers(tmp_path: Path, write: Write) -> None:
    write("import os\n@flowdesigner.function\ndef priority() -> int: return os.getpriority(os.PRIO_PROCESS, 0)\n")
    with Workers(tmp_path, most=1) as workers:
        found = workers.run(calling("priority"))
    assert found == min(19, os.getpriority(os.PRIO_PROCESS, 0) + STEPS_BACK)
