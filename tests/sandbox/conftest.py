"""A sandbox in memory, with a clock, a webhook and a client of its API."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from flowdesigner.sandbox import Sandbox, Settings
from flowdesigner.sandbox.conversation import Conversation
from tests.sandbox.subscriber import WEBHOOK, Clock, Naps, Webhook


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def naps() -> Naps:
    return Naps()


@pytest.fixture
def webhook() -> Webhook:
    return Webhook()


@pytest.fixture
async def sandbox(clock: Clock, naps: Naps, webhook: Webhook) -> AsyncIterator[Sandbox]:
    """One that notifies the webhook."""
    sandbox = Sandbox(Settings(webhook=WEBHOOK), clock=clock, sleep=naps, send=webhook)
    yield sandbox
    await sandbox.courier.close()


@pytest.fixture
async def talk(sandbox: Sandbox) -> Conversation:
    """A conversation that Mia Novak began, of which the webhook knows."""
    talk = sandbox.start("Where is my order?")
    await sandbox.courier.idle()
    return talk


@pytest.fixture
async def api(sandbox: Sandbox) -> AsyncIterator[httpx.AsyncClient]:
    """A client with a token."""
    headers = {"Authorization": "Bearer any"}
    transport = httpx.ASGITransport(app=sandbox.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://sandbox.test", headers=headers) as client:
        yield client
