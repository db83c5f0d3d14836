"""Work beside the kernel's loop."""

from __future__ import annotations

import asyncio
import threading

from flowdesigner.designer.background import Background


async def test_work_runs_in_a_thread_and_its_result_comes_back_on_the_loop() -> None:
    background = Background()
    threads: list[threading.Thread] = []
    results: list[int] = []
    home = threading.current_thread()

    def work() -> int:
        threads.append(threading.current_thread())
        return 7

    def then(result: int) -> None:
        threads.append(threading.current_thread())
        results.append(result)

    background.run(work, then, lambda error: None)
    await background.idle()
    assert results == [7]
    assert threads[0] is not home
    assert threads[1] is home


async def test_an_error_goes_to_its_own_handler() -> None:
    background = Background()
    errors: list[Exception] = []
    background.run(lambda: 1 // 0, lambda result: None, errors.append)
    await background.idle()
    assert [type(error) for error in errors] == [ZeroDivisionError]


def test_without_a_loop_the_work_is_done_at_once() -> None:
    results: list[int] = []
    Background().run(lambda: 7, results.append, lambda error: None)
    assert results == [7]


async def test_what_is_done_again_and_again_survives_an_error() -> None:
    background = Background()
    calls: list[int] = []
    enough = asyncio.Event()

    def work() -> None:
        calls.append(1)
        if len(calls) > 2:
            enough.set()
        raise ValueError("not again")

    background.every(0, work)
    await asyncio.wait_for(enough.wait(), 10)
    background.close()
    assert len(calls) >= 3
