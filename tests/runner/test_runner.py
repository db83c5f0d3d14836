"""The runner as a process of its own: found, looked into, killed, stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import psutil
import pytest

from flowdesigner import Bot, runner
from flowdesigner.errors import AlreadyRunningError, ConfigurationError
from flowdesigner.intercom.signature import sign
from flowdesigner.runner.locks import supervisor_lock
from flowdesigner.runner.registry import place
from tests.processes import ROOT, Program
from tests.runner.conftest import APP, SECRET, TEAM, TOKEN, StandIn

pytestmark = [pytest.mark.processes, pytest.mark.timeout(120)]


def until(condition: Callable[[], object], seconds: float = 30) -> None:
    """Wait for it."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "too late"
        time.sleep(0.005)


def kernel_of(bot: Path) -> psutil.Process:
    found = runner.find(bot)
    assert found
    return psutil.Process(found.kernel_pid)


def is_gone(process: psutil.Process) -> bool:
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def write(url: str, conversation: str) -> int:
    """A customer begins a conversation in the bot's team; the status of the acknowledgement."""
    now = int(time.time())
    item = {
        "type": "conversation",
        "id": conversation,
        "created_at": now,
        "state": "open",
        "team_assignee_id": TEAM,
        "source": {
            "type": "conversation",
            "id": f"s{conversation}",
            "body": "<p>Hello</p>",
            "author": {"type": "user", "id": "u1", "name": "Mia"},
        },
        "contacts": {"type": "contact.list", "contacts": [{"type": "contact", "id": "u1"}]},
        "conversation_parts": {"type": "conversation_part.list", "conversation_parts": []},
    }
    event = {
        "type": "notification_event",
        "id": f"n{conversation}",
        "app_id": APP,
        "topic": "conversation.user.created",
        "created_at": now,
        "data": {"type": "notification_event_data", "item": item},
    }
    body = json.dumps(event).encode()
    return httpx.post(url, content=body, headers={"X-Hub-Signature": sign(body, SECRET)}, timeout=10).status_code


def test_it_outlives_its_starter_is_found_looked_into_during_traffic_and_stopped(bot: Path, intercom: StandIn) -> None:
    code = f"from flowdesigner import runner; runner.start({str(bot)!r}, port=0)"
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    found = runner.find(bot)
    assert found is not None
    assert [one.bot_folder for one in runner.all_running()] == [str(bot)]
    assert "live, version 1" in str(found)
    assert write(found.webhook_url, "1") == 200
    with runner.attach(bot) as attached:
        assert attached.status()["live"] is True
        assert write(found.webhook_url, "2") == 200
        looked = "runner.listener.port, next(iter(runner.engine.workspaces)).channel.settings.app_id"
        assert attached.evaluate(looked) == [found.port, APP]
        with pytest.raises(ConfigurationError, match="no_such_name"):
            attached.evaluate("no_such_name")
    until(lambda: len(intercom.said) == 4)
    assert runner.stop(bot)
    assert runner.find(bot) is None
    assert not runner.stop(bot)
    with pytest.raises(ConfigurationError, match="does not run"):
        runner.attach(bot)


def test_a_killed_kernel_answers_again_and_a_killed_supervisor_takes_its_kernel_along(
    bot: Path, intercom: StandIn
) -> None:
    started = runner.start(bot, port=0)
    with runner.attach(bot) as attached:
        before = kernel_of(bot)
        before.kill()
        assert write(started.webhook_url, "1") == 200
        until(lambda: len(intercom.said) == 2)
        assert attached.evaluate("__import__('os').getpid()") == kernel_of(bot).pid != before.pid
    kernel, supervisor = kernel_of(bot), psutil.Process(started.pid)
    # The one that was loaded beside the supervisor is the one that kernels come from.
    (nursery,) = supervisor.children()
    assert kernel.parent() == nursery
    supervisor.kill()
    until(lambda: is_gone(kernel) and is_gone(nursery))
    assert runner.find(bot) is None
    assert list(place().glob("*/registration.json")) == []
    assert runner.start(bot, port=0).pid != started.pid


def test_a_second_runner_is_refused_and_told_which_one_runs(bot: Path) -> None:
    first = runner.start(bot, port=0)
    assert runner.start(bot, port=0) == first
    with Program("run", str(bot), "--port", "0") as second:
        second.wait_for(f"runs already.*port {first.port}, process {first.pid}.*flowdesigner stop")
        assert second.process.wait(15) == 1
    with pytest.raises(AlreadyRunningError, match=str(first.pid)):
        supervisor_lock(bot)


def test_listening_only_becomes_live_and_back_without_a_restart(bot: Path, intercom: StandIn) -> None:
    started = runner.start(bot, port=0, live=False)
    assert started.status()["live"] is False
    assert write(started.webhook_url, "1") == 200
    again = runner.start(bot, port=0)
    assert (again.pid, again.live, again.kernel_pid) == (started.pid, True, started.kernel_pid)
    assert write(started.webhook_url, "2") == 200
    until(lambda: len(intercom.said) == 2)
    runner.set_live(bot, False)
    found = runner.find(bot)
    assert found is not None
    assert found.status()["state"] == "listening"


def test_it_listens_before_anything_is_configured_and_takes_up_what_the_page_keeps(
    bot: Path, intercom: StandIn, environ: pytest.MonkeyPatch
) -> None:
    from flowdesigner.channel.settings import secret_names
    from flowdesigner.store import ChannelRecord

    for name in list(os.environ):
        if name.startswith("FLOWDESIGNER_"):
            environ.delenv(name)
    started = runner.start(bot, port=0, live=False)
    assert write(started.webhook_url, "1") == 401
    with pytest.raises(ConfigurationError, match="access token is missing"):
        runner.set_live(bot, True)
    with Bot.load(bot).store() as store:
        names = secret_names()
        store.secrets.set(names["access_token"], TOKEN)
        store.secrets.set(names["client_secret"], SECRET)
        settings = {"api_url": intercom.url, "bot_teams": [TEAM], "bot_agent": "814860"}
        store.channels.save(ChannelRecord("intercom", settings))
    until(lambda: write(started.webhook_url, "1") == 200)
    runner.set_live(bot, True)
    assert write(started.webhook_url, "2") == 200
    until(lambda: len(intercom.said) == 2)
    Bot.load(bot).publish("second")
    until(lambda: runner.find(bot).revision == 2)  # type: ignore[union-attr]


def test_run_publishes_a_bot_that_never_was_and_ends_on_a_signal(bot: Path) -> None:
    for left in bot.glob(".flowdesigner/bot.sqlite*"):
        left.unlink()
    with Program("run", str(bot), "--port", "0") as program:
        program.wait_for("was never published: published it as version 1")
        program.wait_for("“Billing” answers, version 1: http")
        kernel = kernel_of(bot)
        assert psutil.Process(program.process.pid).children() == [kernel.parent()]
        program.process.send_signal(signal.SIGINT)
        assert program.process.wait(15) == 0
    assert is_gone(kernel)
    assert runner.find(bot) is None


def test_run_with_the_sandbox_starts_both_and_ends_both(bot: Path) -> None:
    with Program("run", str(bot), "--port", "0", "--sandbox") as program:
        sandbox = program.wait_for(r"Sandbox: (http\S+)")[1]
        program.wait_for("“Billing” answers")
        tree = psutil.Process(program.process.pid).children(recursive=True)
        me = httpx.get(f"{sandbox}/me", headers={"Authorization": "Bearer any"})
        assert me.json()["app"]["type"] == "app"
        with runner.attach(bot) as attached:
            assert attached.evaluate("next(iter(runner.engine.workspaces)).intercom.api_url") == sandbox
        program.process.kill()
    until(lambda: all(is_gone(process) for process in tree))
