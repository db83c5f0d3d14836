"""A client that gets the answers that a test has written down, and a clock that only sleeping moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx

from flowdesigner.intercom.client import Intercom

TALK = {"type": "conversation", "id": "1", "created_at": 1, "updated_at": 2}
Answer = httpx.Response | Exception


class Time:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 1_790_000_000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def error(status: int, code: str, message: str = "No") -> httpx.Response:
    body = {"type": "error.list", "request_id": "r-1", "errors": [{"code": code, "message": message}]}
    return httpx.Response(status, json=body)


def client(
    time: Time, *answers: Answer | Callable[[], Answer], token: str = "tok-secret", repeats_writes: bool = True
) -> tuple[Intercom, list[httpx.Request]]:
    """A client that gets these answers, one after another."""
    asked: list[httpx.Request] = []
    left: Iterator[Answer | Callable[[], Answer]] = iter(answers)

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        given = next(left)
        made = given() if callable(given) else given
        if isinstance(made, Exception):
            raise made
        return made

    transport = httpx.MockTransport(answer)
    made = Intercom(
        token,
        client=httpx.AsyncClient(transport=transport),
        repeats_writes=repeats_writes,
        clock=time,
        sleep=time.sleep,
        chance=lambda: 0.5,
    )
    return made, asked


def fine() -> httpx.Response:
    return httpx.Response(200, json=TALK)
