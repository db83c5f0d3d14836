"""Going live and stopping, as the page sees it: said in words, never waiting."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from flowdesigner.bot import Bot
from flowdesigner.designer.background import Background
from flowdesigner.designer.connections import Connections
from flowdesigner.designer.live import NOT_PUBLISHED, WHERE_PORTS_ARE, Live, Runners
from flowdesigner.designer.release import Release
from flowdesigner.errors import ConfigurationError, PortTakenError
from flowdesigner.flow.check import CheckContext
from flowdesigner.settings import SECRET_KEY
from flowdesigner.store.store import Store
from tests.designer.page import RecordingCanvas, RehearsedRunners

ENVIRON = {
    "FLOWDESIGNER_INTERCOM_ACCESS_TOKEN": "t",
    "FLOWDESIGNER_INTERCOM_CLIENT_SECRET": "s",
    "FLOWDESIGNER_BOT_TEAMS": "7",
    "FLOWDESIGNER_BOT_AGENT": "1",
}


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv(SECRET_KEY, raising=False)
    with Bot.create(tmp_path / "bot", "Desk", example=True).store() as store:
        yield store


class Page:
    """The live side of a page that is not there."""

    def __init__(self, store: Store, folder: Path, runners: Runners, environ: dict[str, str]) -> None:
        self.notices: list[str] = []
        self.looks: list[str] = []
        bot = Bot.load(folder)
        self.canvas = RecordingCanvas()
        self.release = Release(self.canvas, bot, store, context=CheckContext, changed=lambda: None)
        self.live = Live(
            folder, runners, Connections(store, environ=environ), self.release, Background(),
            changed=lambda: self.looks.append(self.live.look.state), notice=self.notices.append,
        )  # fmt: skip


def test_nothing_is_started_before_something_is_published(store: Store, tmp_path: Path) -> None:
    runners = RehearsedRunners()
    page = Page(store, tmp_path / "bot", runners, ENVIRON)
    page.live.go()
    assert page.notices == [NOT_PUBLISHED]
    assert runners.asked == []


def test_what_the_channel_lacks_is_said(store: Store, tmp_path: Path) -> None:
    page = Page(store, tmp_path / "bot", RehearsedRunners(), {})
    page.canvas.ask("publish")
    page.live.go()
    assert "The access token is missing" in page.notices[0]


def test_going_live_and_stopping_are_shown_step_by_step(store: Store, tmp_path: Path) -> None:
    runners = RehearsedRunners()
    page = Page(store, tmp_path / "bot", runners, ENVIRON)
    page.canvas.ask("publish")
    page.live.go()
    assert page.looks == ["starting", "live"]
    assert page.live.look.text == "Live: version 1"
    page.live.stop()
    assert page.live.look.state == "stopped"
    assert runners.asked == ["live on 8080", "stop"]
    assert page.notices == []


def test_a_port_that_is_taken_is_said_and_stays_said(store: Store, tmp_path: Path) -> None:
    page = Page(store, tmp_path / "bot", RehearsedRunners(ConfigurationError("Port 8080 is in use.")), ENVIRON)
    page.canvas.ask("publish")
    page.live.go()
    assert page.notices == ["Port 8080 is in use."]
    page.live.poll()
    assert page.live.look.state == "failed"
    assert page.live.look.trouble == "Port 8080 is in use."


def test_where_a_port_is_chosen_is_said_with_one_that_is_taken(store: Store, tmp_path: Path) -> None:
    page = Page(store, tmp_path / "bot", RehearsedRunners(PortTakenError("Port 8080 is taken.")), ENVIRON)
    page.live.listen()
    assert page.live.look.trouble == f"Port 8080 is taken.{WHERE_PORTS_ARE}"


def test_listening_does_not_disturb_a_bot_that_is_live(store: Store, tmp_path: Path) -> None:
    runners = RehearsedRunners()
    page = Page(store, tmp_path / "bot", runners, ENVIRON)
    page.live.listen()
    assert page.live.look.state == "listening"
    page.canvas.ask("publish")
    page.live.go()
    page.live.listen()
    assert runners.asked == ["listen on 8080", "live on 8080"]


async def test_starting_does_not_hold_up_the_kernel(store: Store, tmp_path: Path) -> None:
    background = Background()
    page = Page(store, tmp_path / "bot", RehearsedRunners(), ENVIRON)
    page.live._background = background
    page.live.listen()
    assert page.looks == ["starting"]
    await background.idle()
    assert page.looks == ["starting", "listening"]


def test_another_port_moves_a_bot_that_only_listens(store: Store, tmp_path: Path) -> None:
    runners = RehearsedRunners()
    page = Page(store, tmp_path / "bot", runners, ENVIRON)
    page.live.listen()
    Connections(store, environ={}).first.keep_port(18080)
    page.live.move()
    page.canvas.ask("publish")
    page.live.go()
    page.live.move()
    assert runners.asked == ["listen on 8080", "listen on 18080", "live on 18080"]


def test_a_port_chosen_during_a_start_is_moved_to_afterwards(store: Store, tmp_path: Path) -> None:
    runners = RehearsedRunners()
    page = Page(store, tmp_path / "bot", runners, ENVIRON)

    def meanwhile() -> None:
        runners.meanwhile = lambda: None
        Connections(store, environ={}).first.keep_port(18080)
        page.live.move()

    runners.meanwhile = meanwhile
    page.live.listen()
    assert runners.asked == ["listen on 8080", "listen on 18080"]
    assert page.live.look.state == "listening"
