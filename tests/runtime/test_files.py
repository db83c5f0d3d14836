"""Files that a published bot sends: from the store, whatever has become of the draft's."""

from __future__ import annotations

import json
from base64 import b64decode
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import delete, select

from flowdesigner import Bot
from flowdesigner.channel.call import Call
from flowdesigner.errors import DocumentError
from flowdesigner.flow.attachment import AttachedFile
from flowdesigner.flow.files_folder import place_of
from flowdesigner.store.store import Store
from flowdesigner.store.tables import file as file_table
from flowdesigner.store.tables import outbox
from tests.runtime.conftest import Starter
from tests.runtime.world import World, deliver, until

CONTENT = b"%PDF prices " + bytes(range(256)) * 300


@pytest.fixture
def sent(tmp_path: Path, bot: Bot) -> AttachedFile:
    """The bot sends a file with its answer to billing, and is published so."""
    (tmp_path / "prices.pdf").write_bytes(CONTENT)
    file = bot.attach(tmp_path / "prices.pdf")
    bot.flow().update("answer", files=[file])
    bot.save()
    bot.publish("with prices")
    return file


class Post:
    """Keeps the bodies of replies with files, and can lose the answer to the first."""

    def __init__(self, world: World) -> None:
        self.bodies: list[dict[str, Any]] = []
        self.loses = 0
        self._world = world
        world.fault = self.look

    def look(self, request: httpx.Request) -> Exception | None:
        made = json.loads(request.content) if request.method == "POST" else {}
        if not made.get("attachment_files"):
            return None
        self.bodies.append(made)
        if not self.loses:
            return None
        self.loses -= 1
        conversation = request.url.path.split("/")[2]
        author = {"type": "admin", "id": made["admin_id"]}
        part = self._world.add(conversation, author, made["message_type"], made["body"])
        part["attachments"] = [{"type": "upload", "name": one["name"]} for one in made["attachment_files"]]
        return httpx.ReadTimeout("lost")


async def test_a_published_file_is_sent_also_when_the_draft_has_lost_it(
    sent: AttachedFile, bot: Bot, world: World, start: Starter, store: Store
) -> None:
    place_of(bot.folder, sent).unlink()
    post, engine = Post(world), await start()
    await deliver(engine, world.notification("user.created", "215"), world.wrote("215", "billing"))
    await until(lambda: "215: close Bye" in world.calls)
    (body,) = post.bodies
    (file,) = body["attachment_files"]
    assert (file["name"], file["content_type"]) == ("prices.pdf", "application/pdf")
    assert b64decode(file["data"]) == CONTENT
    calls = store.read(lambda conn: conn.execute(select(outbox.c.call)).scalars().all())
    (row,) = [call for call in calls if call.get("files")]
    assert Call.from_data(row).files == (sent,)
    assert len(json.dumps(row)) < 1000


async def test_a_file_whose_answer_was_lost_is_found_again_and_sent_once(
    sent: AttachedFile, world: World, start: Starter, clock: Any
) -> None:
    post = Post(world)
    post.loses = 1
    engine = await start()
    await deliver(engine, world.notification("user.created", "215"), world.wrote("215", "billing"))
    await until(lambda: len(post.bodies) == 1)
    await engine.stop(0)
    clock.later += timedelta(minutes=1)
    await start()
    await until(lambda: "215: close Bye" in world.calls)
    assert len(post.bodies) == 1


async def test_a_file_that_is_nowhere_is_not_sent_and_the_error_flow_answers(
    sent: AttachedFile, world: World, start: Starter, store: Store
) -> None:
    store.write(lambda conn: conn.execute(delete(file_table)).rowcount)
    post, engine = Post(world), await start()
    await deliver(engine, world.notification("user.created", "215"), world.wrote("215", "billing"))
    errors = select(outbox.c.error).where(outbox.c.error != "")
    await until(lambda: bool(store.read(lambda conn: conn.execute(errors).scalars().all())))
    (error, *_) = store.read(lambda conn: conn.execute(errors).scalars().all())
    assert error == "The file “prices.pdf” is not in the bot's store. Add it to its block again and publish."
    assert post.bodies == []


def test_a_bot_whose_file_is_gone_is_not_published(sent: AttachedFile, bot: Bot, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(b"b")
    other = bot.attach(tmp_path / "b.txt")
    bot.flow().update("answer", files=[sent, other])
    place_of(bot.folder, other).unlink()
    assert [(one.code, one.title) for one in bot.check() if one.field == "files"] == [("file_missing", "Send message")]
    with pytest.raises(DocumentError, match=r"“b\.txt” is not in"):
        bot.publish("without")
    bot.flow().update("answer", files=[sent])
    place_of(bot.folder, sent).unlink()
    assert bot.publish("the store has it").number == 3
