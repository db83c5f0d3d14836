"""What keeps a bot from running is said in words to whoever starts it."""

from __future__ import annotations

import socket
from pathlib import Path

import httpx
import psutil
import pytest

from flowdesigner import runner
from flowdesigner.errors import ConfigurationError, PortTakenError
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
