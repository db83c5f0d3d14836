"""Versions: published when nothing is wrong, counted, exported."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import pytest

from flowdesigner.bot import Bot
from flowdesigner.designer.release import Release
from flowdesigner.flow.check import CheckContext
from flowdesigner.store.store import Store
from tests.designer.page import RecordingCanvas


@pytest.fixture
def bot(tmp_path: Path) -> Bot:
    return Bot.create(tmp_path / "order-desk", "Order desk", example=True)


@pytest.fixture
def store(bot: Bot) -> Iterator[Store]:
    with bot.store() as store:
        yield store


def release_of(bot: Bot, store: Store) -> tuple[Release, RecordingCanvas]:
    page = RecordingCanvas()
    return Release(page, bot, store, context=CheckContext, changed=lambda: None), page


def test_a_draft_without_errors_becomes_a_version(bot: Bot, store: Store) -> None:
    release, page = release_of(bot, store)
    assert release.live() is None
    assert release.changes() == sum(len(flow) for flow in bot.flows.values())
    assert page.ask("publish", note=" first ") == [{"type": "published", "number": 1}]
    live = release.live()
    assert live is not None
    assert (live["number"], live["note"]) == (1, "first")
    assert release.changes() == 0


def test_moving_a_card_is_no_change_to_publish(bot: Bot, store: Store) -> None:
    release, page = release_of(bot, store)
    page.ask("publish")
    flow = bot.flow()
    first = flow.blocks[0]
    flow.layout[first.id] = (7.0, 7.0)
    assert release.changes() == 0
    flow.rename(first, "Another name")
    assert release.changes() == 1


def test_errors_keep_a_draft_from_being_published(bot: Bot, store: Store) -> None:
    release, page = release_of(bot, store)
    flow = bot.flow()
    start = flow.start
    assert start is not None
    flow.disconnect(start, "next")
    (told,) = page.ask("publish")
    assert told["type"] == "publish_refused"
    assert (told["problems"][0]["flow"], told["problems"][0]["port"]) == ("main", "next")
    assert "an error" in told["message"]
    assert release.live() is None


def test_a_version_of_another_page_is_noticed(bot: Bot, store: Store) -> None:
    release, _ = release_of(bot, store)
    assert not release.look()
    store.revisions.publish(bot.data(), "from the command line")
    assert release.look()
    assert release.changes() == 0


def test_kept_chats_that_fail_ask_for_a_go_ahead(bot: Bot, store: Store) -> None:
    release, page = release_of(bot, store)
    bot.flow().update("invoices", text="Look there")
    (told,) = page.ask("publish", note="new words")
    assert (told["type"], told["problems"]) == ("publish_refused", [])
    assert [test["name"] for test in told["tests"]] == ["billing", "billing-did-not-help"]
    assert "2 kept chats fail" in told["message"]
    assert release.live() is None
    assert page.ask("publish", note="new words") == [{"type": "published", "number": 1}]


def test_the_go_ahead_is_for_the_draft_that_was_shown(bot: Bot, store: Store) -> None:
    _, page = release_of(bot, store)
    bot.flow().update("invoices", text="Look there")
    page.ask("publish")
    bot.flow().update("invoices", text="Look elsewhere")
    assert page.ask("publish")[0]["type"] == "publish_refused"
    assert page.ask("publish", despite_failed_tests=True)[0]["type"] == "published"


@pytest.mark.parametrize(("kind", "name"), [("json", "order-desk.json"), ("mermaid", "order-desk.mmd")])
def test_the_whole_bot_is_handed_over_as_one_text(bot: Bot, store: Store, kind: str, name: str) -> None:
    _, page = release_of(bot, store)
    (told,) = page.ask("export", kind=kind)
    assert (told["type"], told["name"]) == ("exported", name)
    assert json.loads(told["text"])["name"] == "Order desk" if kind == "json" else told["text"].startswith("flowchart")


def test_pictures_are_of_the_flow_on_the_screen(bot: Bot, store: Store) -> None:
    _, page = release_of(bot, store)
    (told,) = page.ask("export", kind="svg", flow=bot.main, theme="dark")
    assert (told["name"], told["text"][:4]) == ("order-desk.svg", "<svg")
    (told,) = page.ask("export", kind="png", flow=bot.main)
    assert b64decode(told["base64"]).startswith(b"\x89PNG")


def test_in_a_notebook_a_bot_that_jupyter_would_not_let_through_is_exported_by_a_command(
    bot: Bot, store: Store, tmp_path: Path
) -> None:
    (tmp_path / "film.mp4").write_bytes(bytes(3_000_000))
    bot.flow().update("invoices", files=[bot.attach(tmp_path / "film.mp4")])
    _, page = release_of(bot, store)
    assert page.ask("export", kind="json")[0]["type"] == "exported"
    page.embedded = True
    (told,) = page.ask("export", kind="json")
    assert "flowdesigner export order-desk --to order-desk.json" in told["text"]
