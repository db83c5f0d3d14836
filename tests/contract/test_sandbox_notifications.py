"""The sandbox's notifications have the shape of those that were seen on the wire, in each of the app's versions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from flowdesigner.intercom.notification import parse
from flowdesigner.intercom.signature import sign
from flowdesigner.sandbox import Sandbox, Settings, customers, teammates
from flowdesigner.sandbox.conversation import Attachment, Conversation, Option
from flowdesigner.sandbox.notifications import encoded, envelope, item_of, ping
from flowdesigner.sandbox.workspace import Happening
from flowdesigner.settings import SANDBOX_BOT_AGENT

pytestmark = pytest.mark.shared
Json = dict[str, Any]
RECEIPT = Attachment("receipt.pdf", "https://downloads.example.test/receipt.pdf", "application/pdf", 18322)
YES = Option("Yes", "a5e1c524-5ddd-4c3e-9328-6bca5d6e3edb")


def made(sandbox: Sandbox, name: str, talk: Conversation) -> None:
    """Let that happen which the sample of this name tells of."""
    workspace, olive = sandbox.workspace, sandbox.workspace.admin(SANDBOX_BOT_AGENT)
    match name:
        case "user.created" | "user.created.lead":
            sandbox.start("hello", workspace.contact("66f0a1b2c3d4e5f60718293d") if "lead" in name else None)
        case "user.replied.html_attachment" | "user.replied.v2_16_plaintext":
            customers.reply(workspace, talk, "It is order #A-17.\nSee the receipt & photo.", attachments=[RECEIPT])
        case "user.replied.quick_reply":
            teammates.quick_reply(workspace, talk, olive, [YES])
            customers.press(workspace, talk, YES.uuid)
        case "user.replied.reopens_closed":
            teammates.close(workspace, talk, olive)
            customers.reply(workspace, talk, "Sorry, one more thing")
        case "admin.assigned.to_team":
            teammates.assign(workspace, talk, olive.author, workspace.team("6100006"))
        case "admin.assigned.to_bot_admin_with_body":
            teammates.assign(workspace, talk, olive.author, olive, "<p>Hi Mia, I am the shop assistant.</p>")
        case "admin.replied.own_echo" | "admin.replied.human_takeover":
            teammates.reply(workspace, talk, olive, "<p>Which order is it about?</p>")
        case "operator.replied" | "admin.replied.workflow_bot_duplicate":
            teammates.operator_reply(workspace, talk, "Please pick a topic:")
        case "admin.closed":
            teammates.close(workspace, talk, olive, "<p>Thanks, bye!</p>")
        case _:
            pytest.fail(f"no way to make {name}")


def notified(name: str, settings: Settings) -> Json:
    """The notification of the topic that the sample has."""
    sandbox = Sandbox(settings)
    talk = sandbox.start("Hi, where is my order?", url="https://shop.example.com/orders")
    heard: list[Happening] = []
    sandbox.workspace.listeners.append(heard.append)
    made(sandbox, name, talk)
    topic = "conversation." + ".".join(name.split(".")[:2])
    happening = next(one for one in reversed(heard) if one.topic == topic)
    item = item_of(sandbox.workspace, happening, settings)
    body = encoded(envelope(sandbox.workspace, topic, item), 1)
    assert parse(body).topic == topic
    notification: Json = json.loads(body)
    return notification


def samples(shared: Path) -> dict[str, Json]:
    files = sorted((shared / "intercom/samples").glob("conversation.*.json"))
    return {file.stem.removeprefix("conversation."): json.loads(file.read_text("utf-8")) for file in files}


MAY_BE_EMPTY = ("email", "from_ai_agent", "is_ai_answer", "width", "height")
"""Fields that some authors and files have and others do not."""


def shape(value: object) -> object:
    """Which fields there are and whether they are numbers or texts; of nothing there is no shape."""
    if isinstance(value, dict):
        return {key: shape(one) for key, one in sorted(value.items()) if key not in MAY_BE_EMPTY}
    if isinstance(value, list):
        return [shape(one) for one in value[:1]]
    return None if value is None else type(value).__name__


def differences(ours: object, theirs: object, where: str = "$") -> list[str]:
    """Where the two shapes are not the same; null goes with everything."""
    if ours is None or theirs is None:
        return []
    if isinstance(ours, dict) and isinstance(theirs, dict):
        lacking = [f"{where}.{key} lacks" for key in theirs.keys() - ours.keys()]
        both = ours.keys() & theirs.keys()
        return lacking + [one for key in sorted(both) for one in differences(ours[key], theirs[key], f"{where}.{key}")]
    if isinstance(ours, list) and isinstance(theirs, list):
        return differences(ours[0], theirs[0], f"{where}[]") if ours and theirs else []
    return [] if ours == theirs else [f"{where} is {ours}, not {theirs}"]


async def test_every_sample_is_one_that_the_sandbox_sends_as_well(shared: Path) -> None:
    for name, sample in samples(shared).items():
        version = "2.16" if "2_16" in name else "2.14"
        notification = notified(name, Settings(notification_version=version))
        # Samples list people who took part under another name than the API's description has.
        sample["data"]["item"].pop("teammates")
        assert not differences(shape(notification), shape(sample)), name


async def test_bodies_and_nobody_look_as_the_version_has_them(shared: Path) -> None:
    looks = {}
    for version in ("2.14", "2.15", "2.16"):
        item = notified(
            "user.replied.html_attachment", Settings(notification_version=version, new_conversations_team="")
        )
        conversation = item["data"]["item"]
        part = conversation["conversation_parts"]["conversation_parts"][0]
        looks[version] = (part["body"], conversation["source"]["body"], conversation["team_assignee_id"])
    html = ("<p>It is order #A-17.<br>See the receipt &amp; photo.</p>", "<p>Hi, where is my order?</p>", None)
    text = ("It is order #A-17.\nSee the receipt & photo.", "Hi, where is my order?")
    assert looks == {"2.14": html, "2.15": (*text, None), "2.16": (*text, 0)}


def test_a_ping_is_as_intercom_s(shared: Path) -> None:
    sample = json.loads((shared / "intercom/samples/ping.json").read_text("utf-8"))
    body = encoded(ping(Sandbox().workspace), 1)
    assert not differences(shape(json.loads(body)), shape(sample))
    assert parse(body).is_ping


def test_signatures_are_as_intercom_s(shared: Path) -> None:
    folder = shared / "intercom/samples"
    known = json.loads((folder / "SIGNATURES.json").read_text("utf-8"))
    for name, signature in known["signatures"].items():
        assert sign((folder / name).read_bytes(), known["client_secret"]) == signature
