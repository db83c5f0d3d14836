"""The sandbox that the page starts: a process of its own, found again, and moved when the bot's address changes."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from flowdesigner.bot import Bot
from flowdesigner.channel.settings import Channel, ChannelSettings
from flowdesigner.designer.account import read_account
from flowdesigner.designer.sandbox_process import KEPT, SandboxProcess, is_alive
from flowdesigner.settings import SECRET_KEY
from flowdesigner.store.store import Store


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv(SECRET_KEY, raising=False)
    with Bot.create(tmp_path / "bot", "Desk").store() as store:
        yield store
        kept = store.settings.get(KEPT)
        if isinstance(kept, dict) and is_alive(kept.get("pid"), kept.get("born")):
            process = psutil.Process(int(str(kept["pid"])))
            process.terminate()
            process.wait(20)


def answers(url: str, token: str) -> int:
    request = urllib.request.Request(f"{url}/me", headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        status: int = answer.status
        return status


@pytest.mark.processes
def test_it_is_started_once_found_again_and_moved_with_the_webhook(store: Store, tmp_path: Path) -> None:
    process = SandboxProcess(tmp_path / "bot", store)
    assert process.running() is None
    sandbox = process.start("http://127.0.0.1:8080/webhooks/intercom")
    assert answers(sandbox.url, sandbox.token) == 200
    assert SandboxProcess(tmp_path / "bot", store).running() == sandbox
    assert process.start("http://127.0.0.1:8080/webhooks/intercom") == sandbox
    moved = process.start("http://127.0.0.1:8081/webhooks/intercom")
    assert moved.token != sandbox.token
    assert answers(moved.url, moved.token) == 200


@pytest.mark.processes
def test_each_channel_has_a_workspace_of_its_own_until_it_is_stopped(store: Store, tmp_path: Path) -> None:
    second = SandboxProcess(tmp_path / "bot", store, "intercom-2")
    sandbox = second.start("http://127.0.0.1:8080/webhooks/intercom")
    try:
        account = read_account(Channel(settings=ChannelSettings(api_url=sandbox.url), access_token=sandbox.token))
        assert account.workspace == "Acme 2"
        assert account.app_id != "acme0001"
        assert SandboxProcess(tmp_path / "bot", store).running() is None
    finally:
        second.stop()
    assert second.running() is None
    assert not store.secrets.names()


def test_a_number_that_another_process_has_now_is_not_the_sandbox() -> None:
    me = psutil.Process()
    assert is_alive(me.pid, me.create_time())
    assert not is_alive(me.pid, me.create_time() - 60)
    assert not is_alive(None, None)
