"""The Running page: the runner, the versions and the conversations in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from flowdesigner.bot import Bot
from flowdesigner.designer.background import Background
from flowdesigner.designer.connections import Connections
from flowdesigner.designer.conversations import in_words
from flowdesigner.designer.live import Live
from flowdesigner.designer.pages.running import RunningPage
from flowdesigner.designer.release import Release
from flowdesigner.flow.check import CheckContext
from flowdesigner.interpreter.session import Position, Session
from flowdesigner.store import conversations
from flowdesigner.store.inbox import Arrival, take_in
from flowdesigner.store.store import Store
from tests.designer.page import RecordingCanvas, RehearsedRunners

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Bot.create(tmp_path / "bot", "Desk", example=True).store() as store:
        yield store


def page_on(
    store: Store, folder: Path, runners: RehearsedRunners | None = None, workspaces: dict[str, str] | None = None
) -> RunningPage:
    release = Release(RecordingCanvas(), Bot.load(folder), store, context=CheckContext, changed=lambda: None)
    live = Live(
        folder, runners or RehearsedRunners(), Connections(store, environ={}), release, Background(),
        changed=lambda: None, notice=lambda text: None,
    )  # fmt: skip
    return RunningPage(store, live, channels=lambda: None, workspaces=lambda: workspaces or {}, now=lambda: NOW)


def keep(store: Store, id: str, session: Session, *, name: str = "", last: datetime = NOW) -> None:
    """Put a conversation into the store as the engine leaves it."""
    arrival = Arrival(
        app_id="app", conversation_id=id, notification_id=f"n-{id}", part_key="", topic="conversation.user.created",
        body="{}", part_at=last, received_at=last,
    )  # fmt: skip
    (row,) = store.write(lambda conn: take_in(conn, [arrival])).woken
    claimed = store.write(lambda conn: conversations.claim(conn, row))
    assert claimed is not None
    store.write(
        lambda conn: conversations.save(
            conn, claimed.lease, session=session.to_data(), status=session.status, revision=1,
            timer_at=session.timer_at, now=last, customer_name=name,
        )
    )  # fmt: skip


def test_without_conversations_the_page_says_what_to_do_first(store: Store, tmp_path: Path) -> None:
    page = page_on(store, tmp_path / "bot")
    page.enter()
    assert "No conversations yet" in page.rows.value
    assert page.first.layout.display is None
    assert "The bot does not run" in page.title.value
    assert "Nothing is published yet" in page.versions.value


def test_conversations_stand_with_customer_block_status_turns_and_time(store: Store, tmp_path: Path) -> None:
    bot = Bot.load(tmp_path / "bot")
    store.revisions.publish(bot.data(), "first <b>")
    block = next(block for block in bot.flow().blocks if block.waits_for_customer)
    waiting = Session(conversation="1", status="waiting", wait="reply", position=Position("main", block.id), turns=2)
    keep(store, "1", waiting, name="Mia <i>Novak", last=NOW - timedelta(seconds=4))
    page = page_on(store, tmp_path / "bot")
    page.enter()
    for text in ("Mia &lt;i&gt;Novak", block.title, "waits for the customer", ">2<", ">4 s<"):
        assert text in page.rows.value
    assert "first &lt;b&gt;" in page.versions.value
    assert ">1</b><span>conversations" in page.figures.value
    assert page.first.layout.display == "none"


def test_workspaces_are_named_where_there_are_several(store: Store, tmp_path: Path) -> None:
    keep(store, "1", Session(conversation="1", status="ended"), name="Mia")
    alone = page_on(store, tmp_path / "bot", workspaces={"app": "Acme"})
    alone.enter()
    assert "Acme" not in alone.rows.value
    several = page_on(store, tmp_path / "bot", workspaces={"app": "Acme <i>", "other": "Acme Europe"})
    several.enter()
    assert "<th>Workspace</th>" in several.rows.value
    assert "Acme &lt;i&gt;" in several.rows.value


def test_the_version_that_new_conversations_follow_is_marked(store: Store, tmp_path: Path) -> None:
    document = Bot.load(tmp_path / "bot").data()
    store.revisions.publish(document, "first", "Mia")
    store.revisions.publish(document, "second", "Max")
    page = page_on(store, tmp_path / "bot")
    page.enter()
    shown = page.versions.value
    assert shown.index("Version 2") < shown.index("current") < shown.index("Version 1") < shown.index("Mia")
    store.revisions.go_to(1)
    page.look()
    assert page.versions.value.index("Version 1") < page.versions.value.index("current")


def test_a_live_bot_names_its_version(store: Store, tmp_path: Path) -> None:
    runners = RehearsedRunners()
    runners.now = {"live": True, "revision": 7}
    page = page_on(store, tmp_path / "bot", runners)
    page.live.poll()
    page.look()
    assert "Version 7 answers in Intercom" in page.title.value


@pytest.mark.parametrize(
    ("session", "failed", "words"),
    [
        (Session(conversation="1", status="handed_over", wait="return"), False, "with your people"),
        (Session(conversation="1", status="ended"), False, "ended"),
        (Session(conversation="1", status="waiting", wait="reply"), True, "a call failed"),
        (Session(conversation="1", status="waiting", wait="action"), False, "waits for Intercom"),
        (Session(conversation="1", status="ended", deleted=True), False, "deleted"),
        (Session(conversation="1", status="waiting", wait="time", timer_at=NOW), False, "waits until "),
    ],
)
def test_what_a_conversation_does_is_said_in_words(session: Session, failed: bool, words: str) -> None:
    assert in_words(session, failed, NOW)[0].startswith(words)
