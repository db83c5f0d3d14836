"""A runner forgets what is over, whether it answers customers or only listens."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flowdesigner import Bot
from flowdesigner.runner.runner import Runner
from flowdesigner.runtime.records import Records
from flowdesigner.store import conversations, history, inbox
from flowdesigner.store.history import Happening
from flowdesigner.store.inbox import Arrival
from flowdesigner.store.store import Store

pytestmark = [pytest.mark.processes, pytest.mark.timeout(120)]

LONG_AGO = datetime.now(UTC) - timedelta(days=20)


def happened_long_ago(store: Store) -> int:
    """A conversation with a line of twenty days ago; its row."""
    told = Arrival(
        app_id="app", conversation_id="1", notification_id="n", part_key="", topic="conversation.user.replied",
        body="{}", part_at=LONG_AGO, received_at=LONG_AGO,
    )  # fmt: skip
    (row,) = store.write(lambda conn: inbox.take_in(conn, [told])).woken
    line = {"who": "customer", "text": "Hello"}
    event = Happening(
        at=LONG_AGO, received_at=LONG_AGO, revision=1, event="message", status="waiting", path=[], lines=[line]
    )
    store.write(lambda conn: history.add(conn, row, [event]))
    assert store.read(conversations.count) == {"new": 1}
    return row


def test_a_runner_that_listens_forgets_old_transcripts(bot: Path, environ: pytest.MonkeyPatch) -> None:
    with Bot.load(bot).store() as store:
        row = happened_long_ago(store)
        environ.setenv("FLOWDESIGNER_KEEP_TRANSCRIPTS_DAYS", "19")
        started = Runner(bot, port=0, live=False)
        started.start()
        began = time.monotonic()
        while store.read(lambda conn: history.of(conn, row)):
            assert time.monotonic() - began < 20, "too late"
        started.stop()
        assert Records(store).find_row("1", "app") == row
