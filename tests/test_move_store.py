"""`flowdesigner move-store`, as a person meets it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import insert

from flowdesigner.bot import Bot
from flowdesigner.cli import app
from flowdesigner.errors import StoreError
from flowdesigner.runner.locks import supervisor_lock
from flowdesigner.store.tables import metadata
from tests.processes import ROOT
from tests.store.samples import NOON

VARIABLE = "FLOWDESIGNER_DATABASE_URL"


def flowdesigner(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(app, list(arguments), input=typed)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user's folders of the test's own."""
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.delenv("FLOWDESIGNER_SECRET_KEY", raising=False)
    monkeypatch.delenv(VARIABLE, raising=False)


@pytest.fixture
def bot(tmp_path: Path) -> Path:
    folder = tmp_path / "order-support"
    Bot.create(folder, "Order support", example=True).publish("first")
    return folder


def test_a_bot_moves_to_postgresql_and_back(bot: Path, postgresql: str, monkeypatch: pytest.MonkeyPatch) -> None:
    flowdesigner("secret", str(bot), "crm_token", typed="s3cret\n")
    done = flowdesigner("move-store", str(bot), "--to", postgresql)
    assert done.exit_code == 0, done.output
    assert "revision: 1 rows" in done.output
    assert "compared: all rows are the same" in done.output
    assert f"From now on {VARIABLE} is to be postgresql://postgres@127.0.0.1" in done.output
    assert "Secrets stay encrypted with the same key" in done.output
    assert "s3cret" not in done.output

    forgotten = flowdesigner("versions", str(bot))
    assert forgotten.exit_code == 1
    assert "was moved to postgresql://" in forgotten.output

    monkeypatch.setenv(VARIABLE, postgresql)
    assert "first" in flowdesigner("versions", str(bot)).output
    assert "crm_token" in flowdesigner("secret", str(bot)).output

    back = flowdesigner("move-store", str(bot), "--to", "file")
    assert back.exit_code == 0, back.output
    assert f"{VARIABLE} is not to be set any more" in back.output
    monkeypatch.delenv(VARIABLE)
    assert "first" in flowdesigner("versions", str(bot)).output
    assert len(list((bot / ".flowdesigner").glob("bot.sqlite.moved-*"))) == 1


def test_a_bot_that_runs_is_not_moved(bot: Path, postgresql: str) -> None:
    with supervisor_lock(bot):
        done = flowdesigner("move-store", str(bot), "--to", postgresql)
    assert done.exit_code == 1
    assert "Another process runs this bot" in done.output
    assert "first" in flowdesigner("versions", str(bot)).output


def test_a_password_is_not_shown(bot: Path, postgresql: str) -> None:
    done = flowdesigner("move-store", str(bot), "--to", postgresql.replace("postgres@", "postgres:hidden@"))
    assert done.exit_code == 0, done.output
    assert "hidden" not in done.output
    assert "postgres:***@" in done.output


def test_what_is_there_already_is_not_moved(bot: Path) -> None:
    done = flowdesigner("move-store", str(bot), "--to", "file")
    assert done.exit_code == 1
    assert "already" in done.output


@pytest.mark.processes
@pytest.mark.parametrize("way", ["to PostgreSQL", "to SQLite"])
def test_one_that_is_killed_half_way_changes_nothing(
    bot: Path, postgresql: str, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    to = postgresql
    if way == "to SQLite":
        flowdesigner("move-store", str(bot), "--to", postgresql)
        monkeypatch.setenv(VARIABLE, postgresql)
        to = "file"
    rows = [{"channel": f"c{number}", "what": "topic", "at": NOON} for number in range(20_000)]
    with Bot.load(bot).store() as store:
        store.write(lambda conn: conn.execute(insert(metadata.tables["sighting"]), rows))
    kill_at(bot, to, "sighting: 10000 rows")
    assert "first" in flowdesigner("versions", str(bot)).output
    done = flowdesigner("move-store", str(bot), "--to", to)
    assert done.exit_code == 0, done.output
    assert "sighting: 20000 rows" in done.output
    with pytest.raises(StoreError, match="was moved to"):
        Bot.load(bot).store()


def kill_at(bot: Path, to: str, words: str) -> None:
    """Start the command, and kill it when it says this."""
    command = [sys.executable, "-m", "flowdesigner", "move-store", str(bot), "--to", to]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environ) as process:
        assert process.stdout is not None
        said = next((line for line in process.stdout if words in line), "")
        process.send_signal(signal.SIGKILL)
    assert words in said
