"""A bot with a menu, an Intercom on a port, and the environment that connects the two."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from flowdesigner import Bot, runner
from flowdesigner.blocks import CloseConversation, OfferChoices, SendMessage, Start
from tests.conformance.loopback import Loopback
from tests.processes import ROOT, own_folders
from tests.runtime.world import BOT, TEAM


@pytest.fixture(autouse=True, params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where bots keep their state; everything holds on both kinds."""
    if request.param == "sqlite":
        monkeypatch.delenv("FLOWDESIGNER_DATABASE_URL", raising=False)
        return ""
    url: str = request.getfixturevalue("postgresql")
    monkeypatch.setenv("FLOWDESIGNER_DATABASE_URL", url)
    return url


@pytest.fixture
def intercom() -> Iterator[Loopback]:
    with Loopback() as loopback:
        yield loopback


@pytest.fixture
def bot(intercom: Loopback, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of a published bot; what runs it is stopped at the end."""
    with tempfile.TemporaryDirectory(prefix="fd") as name:
        told = {
            **own_folders(Path(name)), "PYTHONPATH": str(ROOT), "FLOWDESIGNER_INTERCOM_ACCESS_TOKEN": "token",
            "FLOWDESIGNER_INTERCOM_CLIENT_SECRET": "secret", "FLOWDESIGNER_INTERCOM_API_URL": intercom.url,
            "FLOWDESIGNER_BOT_TEAMS": TEAM, "FLOWDESIGNER_BOT_AGENT": BOT,
        }  # fmt: skip
        for key, value in told.items():
            monkeypatch.setenv(key, value)
        publish_menu(Path(name) / "bot")
        yield Path(name) / "bot"
        runner.stop(Path(name) / "bot")


def publish_menu(folder: Path) -> None:
    """Menu, two sentences, close: six calls to a conversation."""
    bot = Bot(folder, "Menu")
    flow = bot.add_flow("Main", id="main")
    menu = flow.add(OfferChoices(text="Well?", choices=["Billing", "Other"]))
    flow.connect(flow.add(Start()), menu)
    last = flow.add(CloseConversation(reason="Bye"))
    for port, text in (("billing", "See Settings"), ("other", "We will see"), ("otherwise", "Pardon?")):
        first = flow.add(SendMessage(text=text))
        second = flow.add(SendMessage(text="Anything else, just write"))
        flow.connect(menu, first, port=port)
        flow.connect(first, second)
        flow.connect(second, last)
    bot.save()
    bot.publish("first")
