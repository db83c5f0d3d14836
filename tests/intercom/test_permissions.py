"""Permissions that a token lacks, found out without changing anything."""

from __future__ import annotations

import httpx
import pytest

from flowdesigner.intercom.client import Intercom
from flowdesigner.intercom.permissions import NEEDED, missing
from flowdesigner.sandbox import Sandbox

FORBIDDEN = {"type": "error.list", "errors": [{"code": "forbidden", "message": "You do not have the required scope"}]}


def asking(answer: httpx.AsyncBaseTransport) -> Intercom:
    return Intercom("token", api_url="http://sandbox.test", client=httpx.AsyncClient(transport=answer))


async def test_one_that_may_do_all_lacks_nothing_and_nothing_has_changed() -> None:
    sandbox = Sandbox()
    talk = sandbox.start("Hello")
    async with asking(httpx.ASGITransport(app=sandbox.app)) as intercom:
        assert await missing(intercom) == ()
    assert talk.parts == []
    assert not talk.tags
    await sandbox.courier.close()


@pytest.mark.parametrize(
    ("path", "method", "name"),
    [
        ("/admins", "GET", "Read admins"),
        ("/conversations/search", "POST", "Read conversations"),
        ("/conversations/0/reply", "POST", "Write conversations"),
        ("/tags", "GET", "Read tags"),
        ("/conversations/0/tags", "POST", "Write tags"),
        ("/contacts/0", "GET", "Read one user and one company"),
        ("/contacts/0/tags", "POST", "Write users and companies"),
    ],
)
async def test_each_is_known_by_its_check_box(path: str, method: str, name: str) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if (request.url.path, request.method) == (path, method):
            return httpx.Response(403, json=FORBIDDEN)
        return httpx.Response(404, json={"type": "error.list", "errors": [{"code": "not_found", "message": "x"}]})

    async with asking(httpx.MockTransport(answer)) as intercom:
        assert await missing(intercom) == (name,)


async def test_all_are_tried() -> None:
    async with asking(httpx.MockTransport(lambda _: httpx.Response(403, json=FORBIDDEN))) as intercom:
        assert await missing(intercom) == tuple(NEEDED)
