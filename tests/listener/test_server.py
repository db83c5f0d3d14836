from __future__ import annotations

import asyncio
import threading
import urllib.request
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from flowdesigner.errors import ConfigurationError
from flowdesigner.listener.server import Listener


async def where(_request: Request) -> Response:
    return PlainTextResponse(f"{threading.current_thread().name} {type(asyncio.get_running_loop()).__module__}")


@pytest.fixture
def listener() -> Iterator[Listener]:
    made = Listener(Starlette(routes=[Route("/where", where)]), port=0)
    made.start()
    yield made
    made.stop()


def get(listener: Listener) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{listener.port}/where", timeout=10) as answer:
        text: str = answer.read().decode()
        return text


def test_it_answers_from_a_thread_and_a_loop_of_its_own(listener: Listener) -> None:
    assert listener.is_alive
    assert get(listener) == f"flowdesigner-listener-{listener.port} uvloop"


def test_a_port_that_is_taken_is_said_in_words(listener: Listener) -> None:
    second = Listener(Starlette(), port=listener.port)
    with pytest.raises(ConfigurationError, match=f"Port {listener.port} is taken by another program"):
        second.start()
    assert not second.is_alive
    second.stop()


def test_the_port_is_free_again_after_the_stop(listener: Listener) -> None:
    port = listener.port
    get(listener)
    listener.stop()
    listener.stop()
    again = Listener(Starlette(routes=[Route("/where", where)]), port=port)
    again.start()
    assert get(again)
    again.stop()


@pytest.mark.parametrize("port", [65536, -1])
def test_a_port_that_is_none_is_said_in_words(port: int) -> None:
    with pytest.raises(ConfigurationError, match=f"There is no port {port}"):
        Listener(Starlette(), port=port).start()


def test_it_starts_once(listener: Listener) -> None:
    with pytest.raises(ConfigurationError, match="answers on port"):
        listener.start()


def test_a_coroutine_can_run_on_its_loop(listener: Listener) -> None:
    async def name() -> str:
        return threading.current_thread().name

    assert listener.run(name()).result(10) == f"flowdesigner-listener-{listener.port}"


def test_without_a_loop_nothing_runs() -> None:
    async def nothing() -> None:
        return None

    with pytest.raises(ConfigurationError, match="not running"):
        Listener(Starlette(), port=0).run(nothing())
