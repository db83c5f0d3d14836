"""What keeps a bot from running is said in words to whoever starts it."""

from __future__ import annotations

import shutil
import socket
from pathlib import Path

import httpx
import psutil
import pytest

from flowdesigner import runner
from flowdesigner.bot import STATE
from flowdesigner.errors import BrokenFileError, ConfigurationError, DocumentError, PortTakenError
from flowdesigner.runner.registry import place_of
from flowdesigner.runner.runner import Runner
from tests.processes import Program
from tests.runner.conftest import SECRET, TOKEN, StandIn

pytestmark = [pytest.mark.processes, pytest.mark.timeout(120)]


def test_a_port_that_is_taken(bot: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortTakenError, match=f"Port {port} is "):
            runner.start(bot, port=port)
        with Program("run", str(bot), "--port", str(port)) as program:
            program.wait_for(f"Port {port} is ")
            assert program.process.wait(15) == 1


def test_a_draft_that_is_broken_does_not_keep_the_published_version_from_running(bot: Path) -> None:
    for file in bot.glob("*.json"):
        file.write_text("<<<<<<< HEAD")
    started = runner.start(bot, port=0)
    try:
        assert (started.state, started.name, started.revision) == ("live", bot.name, 1)
    finally:
        runner.stop(bot)
    with Program("run", str(bot), "--port", "0") as program:
        program.wait_for(f"“{bot.name}” answers, version 1")


def test_one_that_was_never_published_is_said_to_be_broken_and_where(bot: Path, tmp_path: Path) -> None:
    draft = tmp_path / "draft"
    shutil.copytree(bot, draft, ignore=shutil.ignore_patterns(STATE))
    (draft / "main.flow.json").write_text("<<<<<<< HEAD")
    with pytest.raises(BrokenFileError, match=r"main\.flow\.json"):
        runner.start(draft, port=0)
    with Program("run", str(draft), "--port", "0") as program:
        program.wait_for(r"main\.flow\.json")
        assert program.process.wait(15) == 1


def test_a_folder_without_a_bot_gets_no_state(tmp_path: Path) -> None:
    for live in (True, False):
        with pytest.raises(DocumentError, match="There is no bot in"):
            runner.start(tmp_path, port=0, live=live)
    with Program("run", str(tmp_path), "--port", "0") as program:
        program.wait_for("There is no bot in")
    assert list(tmp_path.iterdir()) == []


def test_a_token_that_is_refused(bot: Path, environ: pytest.MonkeyPatch) -> None:
    environ.setenv("FLOWDESIGNER_INTERCOM_ACCESS_TOKEN", "refused")
    with pytest.raises(ConfigurationError, match="token"):
        runner.start(bot, port=0)
    assert runner.find(bot) is None


def test_a_setting_that_is_missing(bot: Path, environ: pytest.MonkeyPatch) -> None:
    environ.delenv("FLOWDESIGNER_BOT_AGENT")
    with pytest.raises(ConfigurationError, match="No bot agent"):
        Runner(bot, port=0).start()


def test_no_network(bot: Path, environ: pytest.MonkeyPatch) -> None:
    environ.setenv("FLOWDESIGNER_INTERCOM_API_URL", "http://127.0.0.1:9")
    with pytest.raises(ConfigurationError, match=r"127\.0\.0\.1:9"):
        Runner(bot, port=0).start()


def test_a_bot_that_never_was_published(bot: Path) -> None:
    for left in bot.glob(".flowdesigner/bot.sqlite*"):
        left.unlink()
    with pytest.raises(ConfigurationError, match="never published"):
        Runner(bot, port=0).start()


def test_a_stand_in_that_does_not_say_whose_token_it_is_does_not_matter(bot: Path, intercom: StandIn) -> None:
    intercom.known = False
    started = Runner(bot, port=0)
    started.start()
    assert httpx.head(started.status()["webhook_url"]).status_code == 200
    started.stop()


def test_logs_command_lines_and_registrations_have_no_secrets_and_belong_to_their_owner(bot: Path) -> None:
    started = runner.start(bot, port=0)
    tree = [psutil.Process(started.pid), *psutil.Process(started.pid).children(recursive=True)]
    log = bot / ".flowdesigner/runner.log"
    files = [file for file in place_of(bot).iterdir() if file.is_file()]
    words = [*(str(process.cmdline()) for process in tree), *(file.read_text("utf-8") for file in [log, *files])]
    assert not [text for text in words if TOKEN in text or SECRET in text]
    assert {file.stat().st_mode & 0o077 for file in [log, place_of(bot), *files]} == {0}
